'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import type { PartRender } from '../renderPart.js'
import { WatchProvider } from '../WatchProvider.js'
import { ProgressBar } from './ProgressBar.js'

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
