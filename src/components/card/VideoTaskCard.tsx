'use client'

import { forwardRef, type HTMLAttributes, type ReactNode } from 'react'
import type { FailedVideoTask } from '../../core/VideoTask.js'
import type { VideoTaskSourcePreference } from '../../core/videoTaskAddresses.js'
import { AnnouncedWatch } from '../AnnouncedWatch.js'
import { CardArticle } from './CardArticle.js'
import type { VideoTaskCardSlots } from './VideoTaskCardSlots.js'

/** Props of `VideoTaskCard`: its own, and every attribute of an `<article>`. */
export interface VideoTaskCardProps extends Omit<HTMLAttributes<HTMLElement>, 'title' | 'children'> {
  /** The task to show; null while there is none yet. */
  taskId: string | null | undefined
  /** What the row under the video says in one line. @default the task's prompt, where the API returns it */
  title?: ReactNode
  /** Frame size the place is reserved for, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string | undefined
  /** The picture shown until the video plays, and where its link has expired. @default the video's first frame */
  poster?: string | undefined
  /** The well above the row, or a small well beside it. @default 'full' */
  variant?: 'full' | 'compact' | undefined
  /** Which address of the video is played first. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
  /** Parts of the app's own in the place of ours; null leaves one out. */
  slots?: VideoTaskCardSlots | undefined
  /** Called when someone wants a failed video made again; without it the button is left out. */
  onRetry?: ((task: FailedVideoTask) => void) | undefined
}

/**
 * One task from queue to player. Renders an `<article>` of two parts: the well, in the video's shape from the first frame,
 * where queue, progress, player and failure show; and a slim row with title, state and actions. On the article are
 * `data-status` (the watch's state), `data-variant` and, while an outage is waited out, `data-retrying`.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export const VideoTaskCard = forwardRef<HTMLElement, VideoTaskCardProps>(function VideoTaskCard(
  { taskId, title, ...props },
  ref,
) {
  return (
    <AnnouncedWatch taskId={taskId} title={typeof title === 'string' ? title : undefined}>
      <CardArticle title={title} {...props} ref={ref} />
    </AnnouncedWatch>
  )
})
