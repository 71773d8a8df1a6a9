'use client'

import { forwardRef, type HTMLAttributes, type ReactNode } from 'react'
import type { FailedVideoTask } from '../../core/VideoTask.js'
import { WatchProvider } from '../WatchProvider.js'
import { CardArticle } from './CardArticle.js'

/** Props of `VideoTaskCard`: its own, and every attribute of an `<article>`. */
export interface VideoTaskCardProps extends Omit<HTMLAttributes<HTMLElement>, 'title' | 'children'> {
  /** The task to show; null while there is none yet. */
  taskId: string | null | undefined
  /** What the row under the video says in one line. @default the task's prompt, where the API returns it */
  title?: ReactNode
  /** Frame size the place is reserved for, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string
  /** Called when someone wants a failed video made again; without it the button is left out. */
  onRetry?: (task: FailedVideoTask) => void
}

/**
 * One task from queue to player. Renders an `<article>` of two parts: the well, in the video's shape from the first frame,
 * where queue, progress, player and failure show; and a slim row with title, state and download. `data-status` on the
 * article is the watch's state.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export const VideoTaskCard = forwardRef<HTMLElement, VideoTaskCardProps>(function VideoTaskCard(
  { taskId, ...props },
  ref,
) {
  return (
    <WatchProvider taskId={taskId}>
      {/* A new id is a new card: nothing of the old one, such as an expired link, may show. */}
      <CardArticle key={taskId} {...props} ref={ref} />
    </WatchProvider>
  )
})
