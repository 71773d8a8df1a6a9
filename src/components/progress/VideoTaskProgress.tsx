'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { WatchProvider } from '../WatchProvider.js'
import { ProgressBar } from './ProgressBar.js'

/** Props of `VideoTaskProgress`: its own, and every attribute of a `<div>`. */
export interface VideoTaskProgressProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children' | 'role'> {
  /** The task to watch; null or undefined while there is none yet. */
  taskId?: string | null | undefined
}

/**
 * How far a task has come. Renders a `<div role="progressbar">`, indeterminate until the task is running, with
 * `data-status` (the watch's state), `data-indeterminate` and the property `--video-task-progress` (0 to 100).
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export const VideoTaskProgress = forwardRef<HTMLDivElement, VideoTaskProgressProps>(
  function VideoTaskProgress({ taskId, ...props }, ref) {
    const bar = <ProgressBar {...props} ref={ref} />
    return taskId === undefined ? bar : <WatchProvider taskId={taskId}>{bar}</WatchProvider>
  },
)
