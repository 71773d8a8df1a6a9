'use client'

import type { ReactNode } from 'react'
import { alertIcon, clockIcon, Icon, offlineIcon, pauseIcon } from '../icons.js'
import { problemOf } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { VideoTaskErrorMessage } from '../VideoTaskErrorMessage.js'

interface CardNoticeProps {
  /** The app's own element instead of message and buttons. */
  error: ReactNode
  /** The buttons under the message. */
  children?: ReactNode
}

/** Why there is no video, and what resolves that. Renders a `<div>`, or nothing without an error. */
export function CardNotice({ error, children }: CardNoticeProps) {
  const problem = problemOf(useWatchedTask())
  if (!problem) return null
  return (
    <div className="video-task-notice">
      {error === undefined ? (
        <>
          <Icon path={GLYPHS[problem] ?? alertIcon} />
          <VideoTaskErrorMessage />
          {children}
        </>
      ) : (
        error
      )}
    </div>
  )
}

/** The glyph of each problem, where it is not that of a failure: none is shown by colour alone. */
const GLYPHS: Partial<Record<string, string>> = {
  stalled: pauseIcon,
  unreachable: offlineIcon,
  refused: offlineIcon,
  expired: clockIcon,
}
