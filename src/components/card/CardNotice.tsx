'use client'

import type { ReactNode } from 'react'
import { Icon, offlineIcon } from '../icons.js'
import { errorSentences } from '../messages/errorSentences.js'
import { problemOf } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import { useLaterPart } from '../../hooks/useLaterPart.js'
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
  // An outage is shown at once: what explains the rest may not load then.
  const sentences = useLaterPart(errorSentences, false)
  if (!problem) return null
  const isOffline = problem === 'unreachable' || problem === 'refused' || sentences === null
  const glyph = isOffline ? offlineIcon : sentences?.glyphOf(problem)
  return (
    <div className="video-task-notice">
      {error === undefined ? (
        <>
          {glyph && <Icon path={glyph} />}
          <VideoTaskErrorMessage />
          {children}
        </>
      ) : (
        error
      )}
    </div>
  )
}
