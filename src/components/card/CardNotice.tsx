'use client'

import type { ReactNode } from 'react'
import { alertIcon, clockIcon, Icon, offlineIcon, pauseIcon } from '../icons.js'
import { stateKey } from '../messages/formats.js'
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
  const glyph = GLYPHS[stateKey(useWatchedTask())]
  if (glyph === undefined) return null
  return (
    <div className="video-task-notice">
      {error === undefined ? (
        <>
          <Icon path={glyph} />
          <VideoTaskErrorMessage />
          {children}
        </>
      ) : (
        error
      )}
    </div>
  )
}

/** Whether a state is shown by a notice. */
export const hasNotice = (state: string) => GLYPHS[state] !== undefined

/** The glyph of each state without a video: none is shown by colour alone. */
const GLYPHS: Partial<Record<string, string>> = {
  failed: alertIcon,
  error: alertIcon,
  stalled: pauseIcon,
  unreachable: offlineIcon,
  refused: offlineIcon,
  expired: clockIcon,
  notLoading: alertIcon,
  unplayable: alertIcon,
}
