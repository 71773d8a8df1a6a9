'use client'

import { forwardRef } from 'react'
import { ActionButton, actionContent, type ActionButtonProps } from './ActionButton.js'
import { isNewPress } from './isNewPress.js'
import { againIcon } from '../icons.js'
import { retryButtonWords } from '../messages/englishWords.js'
import { useMessages } from '../messages/formats.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'
import type { FailedVideoTask } from '../../core/task/videoTask.js'

/** Props of `VideoTaskRetryButton`: its own, and every attribute of a `<button>`. */
export interface VideoTaskRetryButtonProps extends ActionButtonProps {
  /** Called with the failed task when the button is pressed. Creating the video again is billed again. */
  onRetry: (task: FailedVideoTask) => void
}

/**
 * Asks the app to create a failed video again, once for a double click or a key that is held. Renders a `<button>`, or
 * nothing while the task has not failed.
 *
 * @example
 * ```tsx
 * import { useCreateVideoTask } from 'react-video-task'
 * import { VideoTaskRetryButton, VideoTaskRoot } from 'react-video-task/components'
 *
 * export function Retry({ taskId, prompt }: { taskId: string; prompt: string }) {
 *   const create = useCreateVideoTask()
 *   return (
 *     <VideoTaskRoot taskId={create.data?.id ?? taskId}>
 *       <VideoTaskRetryButton onRetry={() => create.mutate({ model: 'wan2.6', prompt })} />
 *     </VideoTaskRoot>
 *   )
 * }
 * ```
 */
export const VideoTaskRetryButton = forwardRef<HTMLButtonElement, VideoTaskRetryButtonProps>(
  function VideoTaskRetryButton({ onRetry, onClick, ...props }, ref) {
    const { task } = useWatchedTask()
    const { retry } = useMessages(retryButtonWords)
    if (task?.status !== 'failed' && task?.status !== 'error') return null
    return (
      <ActionButton
        {...props}
        ref={ref}
        onClick={(event) => {
          onClick?.(event)
          if (!event.defaultPrevented && isNewPress(event)) onRetry(task)
        }}
      >
        {props.children ?? actionContent(againIcon, retry)}
      </ActionButton>
    )
  },
)
