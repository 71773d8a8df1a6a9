'use client'

import { forwardRef, useCallback, type VideoHTMLAttributes } from 'react'
import { assignRef, classNames, frameSize, stateAttributes } from './renderPart.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'
import type { VideoTaskSourcePreference } from '../core/content/playableUrls.js'
import { usePlayback } from '../hooks/source/usePlayback.js'
import { useVideoTaskContext } from '../hooks/VideoTaskProvider.js'

/** Props of `VideoTaskPlayer`: its own, and every attribute of a `<video>`. */
export interface VideoTaskPlayerProps extends Omit<VideoHTMLAttributes<HTMLVideoElement>, 'src'> {
  /** The task to watch; null while there is none yet. @default the task of the `VideoTaskRoot` around it */
  taskId?: string | null | undefined
  /** Frame size to reserve, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string | undefined
  /** Source tried first: the task's temporary `video_url`, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
}

/**
 * Plays a completed task. Renders a `<video>`: empty and in the right shape until the task is completed, then with native
 * controls on `video_url`, or on the content route when the provider gives no URL. When a URL fails, the task is polled
 * once for a fresh one, then the other source is tried; position, rate, volume, muted and paused are kept. Attributes and
 * the ref go to the element; it has `data-status` (the watch's state), `aria-busy` while a fresh URL is requested, and
 * the property `--video-task-ratio`.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { VideoTaskPlayer } from 'react-video-task/components'
 *
 * export const Player = ({ taskId }: { taskId: string }) => (
 *   <VideoTaskPlayer taskId={taskId} size="1280x720" loop muted aria-label="A fox in the snow" />
 * )
 * ```
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
  const { task, taskId, contentUrl } = watch
  const { scope } = useVideoTaskContext()
  const { src, phase, attach } = usePlayback({ taskId, task, contentUrl, scope, source })
  const { width, height } = frameSize(size ?? task?.size)
  const ratio = `${width} / ${height}`
  const videoRef = useCallback(
    (element: HTMLVideoElement | null) => {
      attach(element)
      // Through the style object: a strict Content-Security-Policy drops `style` attributes.
      element?.style.setProperty('--video-task-ratio', ratio)
      return assignRef(ref, element)
    },
    [attach, ratio, ref],
  )
  // Mobile browsers show no frame with only the metadata loaded; a media fragment makes them show the first one. A
  // fragment is not sent to the server, so a signed URL stays valid.
  const firstFrame =
    props.poster === undefined && (props.preload ?? 'metadata') === 'metadata' ? '#t=0.001' : ''
  return (
    <video
      // A new id gets a new element, so that no state of the previous video, such as its position, remains.
      key={taskId}
      controls={src !== undefined}
      // Firefox puts every video in the tab order, also one without a source.
      tabIndex={src === undefined ? -1 : undefined}
      playsInline
      width={width}
      height={height}
      preload="metadata"
      {...props}
      ref={videoRef}
      src={src && src + firstFrame}
      className={classNames('video-task-player', className)}
      aria-busy={phase === 'refreshing' || undefined}
      {...stateAttributes(watch)}
    />
  )
})
