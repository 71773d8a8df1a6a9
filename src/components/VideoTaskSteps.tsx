'use client'

import { forwardRef, type OlHTMLAttributes } from 'react'
import { classNames, stateAttributes } from './renderPart.js'
import { stateWords, stepsWords } from './messages/englishWords.js'
import { useMessages } from './messages/formats.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'
import { isTerminal } from '../core/task/videoTask.js'

/** Props of `VideoTaskSteps`: its own, and every attribute of an `<ol>`. */
export interface VideoTaskStepsProps extends Omit<OlHTMLAttributes<HTMLOListElement>, 'children'> {
  /** The task to watch; null while there is none yet. @default the task of the `VideoTaskRoot` around it */
  taskId?: string | null | undefined
}

/**
 * Shows the lifecycle of a task in three steps: queued, rendering, and ready or failed. Renders an `<ol>` with
 * `data-status` (the watch's state); each `<li>` has `data-step` `done`, `current` or `upcoming`, the current one
 * `aria-current="step"`.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { VideoTaskSteps } from 'react-video-task/components'
 *
 * export const Steps = ({ taskId }: { taskId: string }) => <VideoTaskSteps taskId={taskId} />
 * ```
 */
export const VideoTaskSteps = forwardRef<HTMLOListElement, VideoTaskStepsProps>(function VideoTaskSteps(
  { taskId, ...props },
  ref,
) {
  const steps = <Steps {...props} ref={ref} />
  return taskId === undefined ? steps : <WatchProvider taskId={taskId}>{steps}</WatchProvider>
})

/** The `<ol>` of the watch around it. */
const Steps = forwardRef<HTMLOListElement, VideoTaskStepsProps>(function Steps({ className, ...props }, ref) {
  const watch = useWatchedTask()
  const { steps, state } = useMessages({ ...stepsWords, ...stateWords })
  const { task } = watch
  const current = !task ? -1 : task.status === 'queued' ? 0 : task.status === 'in_progress' ? 1 : 2
  const last = isTerminal(task) ? task.status : 'completed'
  return (
    <ol
      aria-label={steps}
      {...props}
      ref={ref}
      {...stateAttributes(watch)}
      className={classNames('video-task-steps', className)}
    >
      {(['queued', 'in_progress', last] as const).map((step, index) => (
        <li
          key={index}
          aria-current={index === current ? 'step' : undefined}
          data-step={index < current ? 'done' : index === current ? 'current' : 'upcoming'}
        >
          {state[step]}
        </li>
      ))}
    </ol>
  )
})
