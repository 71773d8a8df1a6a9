'use client'

import type { MouseEvent, ReactNode } from 'react'
import { VideoTaskCheckAgain } from '../actions/VideoTaskCheckAgain.js'
import { VideoTaskTryAgain } from '../actions/VideoTaskTryAgain.js'
import { VideoTaskErrorMessage } from '../error/VideoTaskErrorMessage.js'
import { useWatchedTask } from '../useWatchedTask.js'
import type { VideoTaskCardProps } from './VideoTaskCard.js'

interface CardNoticeProps extends Pick<VideoTaskCardProps, 'onRetry'> {
  /** The app's own instead of message and button. */
  error: ReactNode
}

/** The button that is pressed goes away with what it mends; whoever pressed it by keyboard stays where they are. */
function keepFocus({ currentTarget }: MouseEvent<HTMLElement>) {
  currentTarget.closest<HTMLElement>('[tabindex="-1"]')?.focus()
}

/** What stands in a task's way, if anything does, and the one way on. */
export function CardNotice({ error, onRetry }: CardNoticeProps) {
  const { state, task } = useWatchedTask()
  const hasFailed = task?.status === 'failed' || task?.status === 'error'
  if (!hasFailed && state !== 'stalled' && state !== 'unreachable' && state !== 'expired') return null
  return (
    <div className="video-task-notice">
      {error === undefined ? (
        <>
          <VideoTaskErrorMessage />
          <VideoTaskCheckAgain onClick={keepFocus} />
          {onRetry && <VideoTaskTryAgain onRetry={onRetry} onClick={keepFocus} />}
        </>
      ) : (
        error
      )}
    </div>
  )
}
