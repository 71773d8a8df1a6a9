'use client'

import { forwardRef, type VideoHTMLAttributes } from 'react'
import { WatchProvider } from '../WatchProvider.js'
import { PlayerVideo } from './PlayerVideo.js'

/** Props of `VideoTaskPlayer`: its own, and every attribute of a `<video>`. */
export interface VideoTaskPlayerProps extends Omit<VideoHTMLAttributes<HTMLVideoElement>, 'src'> {
  /** The task to watch; null or undefined while there is none yet. */
  taskId?: string | null | undefined
  /** Frame size the place is reserved for, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string
}

/**
 * Plays a finished task. Renders a `<video>`: an empty one of the right shape until the task is completed, then one with
 * native controls on `video_url`, or on the content route where the provider gives no address. Attributes and the ref go
 * to the element; it has `data-status` (the watch's state) and the property `--video-task-ratio`.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export const VideoTaskPlayer = forwardRef<HTMLVideoElement, VideoTaskPlayerProps>(function VideoTaskPlayer(
  { taskId, ...props },
  ref,
) {
  const video = <PlayerVideo {...props} ref={ref} />
  return taskId === undefined ? video : <WatchProvider taskId={taskId}>{video}</WatchProvider>
})
