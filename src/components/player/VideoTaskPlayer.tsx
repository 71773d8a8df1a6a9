'use client'

import { forwardRef, type VideoHTMLAttributes } from 'react'
import type { VideoTaskSourcePreference } from '../../core/videoTaskAddresses.js'
import { WatchProvider } from '../WatchProvider.js'
import { PlayerVideo } from './PlayerVideo.js'

/** Props of `VideoTaskPlayer`: its own, and every attribute of a `<video>`. */
export interface VideoTaskPlayerProps extends Omit<VideoHTMLAttributes<HTMLVideoElement>, 'src'> {
  /** The task to watch; left out, the one of the `VideoTaskRoot` around it. Null while there is none yet. */
  taskId?: string | null | undefined
  /** Frame size the place is reserved for, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string | undefined
  /** The video's own temporary address, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
}

/**
 * Plays a finished task. Renders a `<video>`: an empty one of the right shape until the task is completed, then one with
 * native controls on `video_url`, or on the content route where the provider gives no address. When an address breaks, the
 * task is asked once for a fresh one, then the other address is tried; place, rate, volume, muted and paused survive.
 * Attributes and the ref go to the element; it has `data-status` (the watch's state), `aria-busy` while a fresh address is
 * asked for, and the property `--video-task-ratio`.
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
