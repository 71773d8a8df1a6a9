'use client'

import { forwardRef } from 'react'
import type { FailedVideoTask } from '../../core/VideoTask.js'
import { useMessages } from '../messages/useMessages.js'
import { useWatchedTask } from '../useWatchedTask.js'
import { ActionButton, type ActionButtonProps } from './ActionButton.js'
import { tryAgainWords } from './tryAgainWords.js'

/** Props of `VideoTaskTryAgain`: its own, and every attribute of a `<button>`. */
export interface VideoTaskTryAgainProps extends ActionButtonProps {
  /** Called with the failed task when somebody wants its video made again, which is billed anew. */
  onRetry: (task: FailedVideoTask) => void
}

/** Has a failed video made again. Renders a `<button>`, or nothing while the task has not failed. */
export const VideoTaskTryAgain = forwardRef<HTMLButtonElement, VideoTaskTryAgainProps>(
  function VideoTaskTryAgain({ onRetry, onClick, ...props }, ref) {
    const { task } = useWatchedTask()
    const { tryAgain } = useMessages(tryAgainWords)
    if (task?.status !== 'failed' && task?.status !== 'error') return null
    return (
      <ActionButton
        {...props}
        ref={ref}
        onClick={(event) => {
          onClick?.(event)
          if (!event.defaultPrevented) onRetry(task)
        }}
      >
        {props.children ?? tryAgain}
      </ActionButton>
    )
  },
)
