'use client'

import { useQueryClient } from '@tanstack/react-query'
import { forwardRef, type HTMLAttributes, useContext, useRef } from 'react'
import { useMessages } from './messages/useMessages.js'
import { progressWords, stateWords } from './messages/words.js'
import { LiveText, useTick } from './page/LiveText.js'
import { pageMemory, useFormats } from './page/pageMemory.js'
import { assignRef, classNames, type PartRender, renderPart, stateAttributes } from './part.js'
import { useWatchedTask, WatchProvider } from './watch.js'
import { estimateTimeLeft } from '../core/polling/predictEnd.js'
import { knownProgress, smoothProgress } from '../core/polling/progress.js'
import { VideoTaskContext } from '../hooks/VideoTaskProvider.js'

/** Props of `VideoTaskProgress`: its own, and every attribute of a `<div>`. */
export interface VideoTaskProgressProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children' | 'role'> {
  /** The task to watch; left out, the one of the `VideoTaskRoot` around it. Null while there is none yet. */
  taskId?: string | null | undefined
  /** A bar, or a ring with the percentage inside. @default 'bar' */
  variant?: 'bar' | 'ring' | undefined
  /** The app's own element instead of the `<div>`; it gets the ARIA attributes of a progress bar. */
  render?: PartRender | undefined
}

/**
 * How far a task has come. Renders a `<div role="progressbar">` with `data-status` (the watch's state) and `data-variant`;
 * `data-indeterminate` until the server tells a percentage, and the property `--video-task-progress` (0 to 100) from then
 * on. The property moves on between polls, without a render, towards the predicted end; it never falls, and is 100 only
 * once the task is completed. ARIA has what the server told. Says how long it still takes, where that can be trusted. Like
 * any progress bar it does not speak by itself: `VideoTaskRoot`, card and list tell screen readers of milestones.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export const VideoTaskProgress = forwardRef<HTMLDivElement, VideoTaskProgressProps>(
  function VideoTaskProgress({ taskId, ...props }, ref) {
    const bar = <ProgressBar {...props} ref={ref} />
    return taskId === undefined ? bar : <WatchProvider taskId={taskId}>{bar}</WatchProvider>
  },
)

/** The progress bar of the watch around it. */
const ProgressBar = forwardRef<HTMLDivElement, Omit<VideoTaskProgressProps, 'taskId'>>(function ProgressBar(
  { className, variant = 'bar', render, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const { state, task } = watch
  const typical = useContext(VideoTaskContext)?.durations?.typical(task)
  const messages = useMessages({ ...progressWords, ...stateWords })
  const formats = useFormats()
  const { shown } = pageMemory(useQueryClient())
  const element = useRef<HTMLDivElement | null>(null)
  const known = knownProgress(task)
  const isLive = state === 'in_progress' && known !== undefined

  /** What is shown at a time: drawn on from the last news while they keep coming, and never less than before. */
  function shownAt(now: number): number | undefined {
    const drawn = isLive ? smoothProgress(task, { now, typical }) : known
    if (drawn === undefined || !task) return undefined
    const key = `${task.id} ${task.observed?.first_seen}`
    const highest = Math.max(drawn, shown.get(key) ?? 0)
    if (task.status === 'completed') shown.delete(key)
    else shown.set(key, highest)
    return highest
  }
  useTick((now) => {
    const value = shownAt(now)
    const style = element.current?.style
    if (value === undefined) style?.removeProperty('--video-task-progress')
    else style?.setProperty('--video-task-progress', value.toFixed(2))
  }, isLive)

  const text = known === undefined ? messages.state[state] : formats.percent(known)
  const timeLeft = (now: number) => {
    const left = state === 'in_progress' ? estimateTimeLeft(task, { now, typical }) : undefined
    return left ? messages.timeLeft(formats.range(left.min, left.max)) : ''
  }
  return renderPart(
    render,
    'div',
    {
      'aria-label': messages.progress,
      ...props,
      ...stateAttributes(watch),
      ref: (next: HTMLDivElement | null) => {
        element.current = next
        return assignRef(ref, next)
      },
      role: 'progressbar',
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': known,
      'aria-valuetext': text,
      className: classNames('video-task-progress', className),
      'data-variant': variant,
      'data-indeterminate': known === undefined ? '' : undefined,
      children: (
        <>
          <LiveText className="video-task-progress-time" isLive={state === 'in_progress'} read={timeLeft} />
          <span className="video-task-progress-track">
            <span className="video-task-progress-fill" />
          </span>
          <LiveText
            className="video-task-progress-value"
            isLive={isLive}
            read={(now) => (known === undefined ? text : formats.percent(shownAt(now) ?? known))}
          />
        </>
      ),
    },
    watch,
  )
})
