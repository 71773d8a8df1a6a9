'use client'

import { forwardRef, type VideoHTMLAttributes } from 'react'
import { WatchProvider } from '../WatchProvider.js'
import { PlayerVideo } from './PlayerVideo.js'

/** Props of `VideoTaskPlayer`: its own, and every attribute of a `<video>`. */
export interface VideoTaskPlayerProps extends Omit<VideoHTMLAttributes<HTMLVideoElement>, 'src'> {
  /** The task to watch; null while there is none yet. Left out inside a card, whose task it then plays. */
  taskId?: string | null
  /** Frame size the place is reserved for, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string
}

/**
 * Plays a finished task. Renders a `<video>`: an empty one of the right shape until the task is completed, then one with
 * native controls on `video_url`, or on the content route where the provider gives no address. Attributes and the ref go
 * to the element; it has `data-status` (the watch's state) and the property `--video-task-ratio`.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client, `missing_task_id` with no task in sight
 */
export const VideoTaskPlayer = forwardRef<HTMLVideoElement, VideoTaskPlayerProps>(function VideoTaskPlayer(
  { taskId, ...props },
  ref,
) {
  const video = <PlayerVideo {...props} ref={ref} />
  return taskId === undefined ? video : <WatchProvider taskId={taskId}>{video}</WatchProvider>
})
