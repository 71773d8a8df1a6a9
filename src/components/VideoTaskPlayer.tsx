'use client'

import { forwardRef, useCallback, type VideoHTMLAttributes } from 'react'
import { assignRef, classNames, frameSize, stateAttributes } from './part.js'
import { useWatchedTask, WatchProvider } from './watch.js'
import type { VideoTaskSourcePreference } from '../core/wire/videoUrl.js'
import { contentUrlOf, useMediaSource } from '../hooks/source/useMediaSource.js'
import { useVideoTaskContext } from '../hooks/VideoTaskProvider.js'

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

/** The `<video>` of the watch around it. */
const PlayerVideo = forwardRef<HTMLVideoElement, Omit<VideoTaskPlayerProps, 'taskId'>>(function PlayerVideo(
  { className, size, source, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const { task, taskId } = watch
  const { client, scope } = useVideoTaskContext()
  const contentUrl = task?.status === 'completed' ? contentUrlOf(client, taskId ?? task.id) : undefined
  const { src, phase, attach } = useMediaSource({ id: taskId, task, contentUrl, scope, source })
  const { width, height } = frameSize(size ?? task?.size)
  const ratio = `${width} / ${height}`
  const place = useCallback(
    (element: HTMLVideoElement | null) => {
      attach(element)
      // Through the style object: a strict Content-Security-Policy drops `style` attributes.
      element?.style.setProperty('--video-task-ratio', ratio)
      return assignRef(ref, element)
    },
    [attach, ratio, ref],
  )
  // Phones show nothing of a video that has only its metadata; a media fragment makes them show its first frame. It is
  // never sent, so no signature breaks on it.
  const firstFrame =
    props.poster === undefined && (props.preload ?? 'metadata') === 'metadata' ? '#t=0.001' : ''
  return (
    <video
      // A new id is a new video: nothing of the old one, such as a place in it, may show.
      key={taskId}
      controls={src !== undefined}
      // Firefox stops at any video, also at one with nothing to play.
      tabIndex={src === undefined ? -1 : undefined}
      playsInline
      width={width}
      height={height}
      preload="metadata"
      {...props}
      ref={place}
      src={src && src + firstFrame}
      className={classNames('video-task-player', className)}
      aria-busy={phase === 'refreshing' || undefined}
      {...stateAttributes(watch)}
    />
  )
})
