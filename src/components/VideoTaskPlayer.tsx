'use client'

import { useQueryClient } from '@tanstack/react-query'
import { forwardRef, useCallback, useMemo, useRef, useState, type VideoHTMLAttributes } from 'react'
import { framePostersOf } from './player/framePosters.js'
import { PlayFacade } from './player/PlayFacade.js'
import { isWaiting, Well } from './player/Well.js'
import { assignRef, classNames, frameSize, stateAttributes } from './renderPart.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'
import { VideoTaskProgress } from './VideoTaskProgress.js'
import { VideoTaskStatus } from './VideoTaskStatus.js'
import type { VideoTaskSourcePreference } from '../core/content/playableUrls.js'
import { stillOf, thumbnailUrl } from '../core/wire/thumbnailUrl.js'
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
  /**
   * Whether the frame shows where the task stands while there is nothing to play: its progress, or its state in a word.
   * @default true with a `taskId` of its own, false among the parts of a `VideoTaskRoot`, which show it
   */
  showsState?: boolean | undefined
}

/**
 * Plays a completed task. Renders a `<div>` with a `<video>`: empty and in the right shape until the task is completed,
 * then on `video_url`, or on the content route when the provider gives no URL. Until it plays, a poster, a button and the
 * length cover it; then it has native controls. The poster is the prop, the provider's thumbnail, or the first frame that
 * is not black, where the page may read the video; `controls` or `autoPlay` leave the cover out. When a URL fails, the task is polled
 * once for a fresh one, then the other source is tried; position, rate, volume, muted and paused are kept. Attributes and
 * the ref go to the `<video>`; it has `data-status` (the watch's state), `aria-busy` while a fresh URL is requested, and
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
  if (taskId === undefined) return <Player {...props} ref={ref} />
  return (
    <WatchProvider taskId={taskId}>
      <Player showsState {...props} ref={ref} />
    </WatchProvider>
  )
})

/** The player of the watch around it. */
const Player = forwardRef<HTMLVideoElement, Omit<VideoTaskPlayerProps, 'taskId'>>(function Player(
  { className, size, source, showsState = false, onPlay, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const { task, taskId, contentUrl } = watch
  const { client, scope } = useVideoTaskContext()
  const { src, phase, attach } = usePlayback({ taskId, task, contentUrl, scope, source })
  const posters = framePostersOf(useQueryClient())
  const video = useRef<HTMLVideoElement | null>(null)
  const [played, setPlayed] = useState<string | null>(null)
  // The picture of a kept film is where the film is, and gets there what the film gets: the page's cookies.
  const kept =
    taskId && contentUrl && stillOf(task) === 'kept'
      ? client.contentUrl(taskId, { variant: 'thumbnail' })
      : undefined
  const poster = props.poster ?? thumbnailUrl(task) ?? kept
  const key = `${scope ?? ''} ${taskId ?? ''}`
  // Decided once for a video: another `src` or `preload` would load it again.
  const isDrawn = useMemo(() => posters.has(key), [posters, key])
  const { width, height } = frameSize(size ?? task?.size)
  const ratio = `${width} / ${height}`
  const videoRef = useCallback(
    (element: HTMLVideoElement | null) => {
      video.current = element
      attach(element)
      // Through the style object: a strict Content-Security-Policy drops `style` attributes.
      element?.style.setProperty('--video-task-ratio', ratio)
      return assignRef(ref, element)
    },
    [attach, ratio, ref],
  )
  // Beside a picture, an unknown length is worth a request for the video before it is played, and not of a kept film.
  const isShown = poster === undefined ? isDrawn : kept !== undefined || Number(task?.seconds) > 0
  const preload = props.preload ?? (isShown ? 'none' : 'metadata')
  // Mobile browsers show no frame with only the metadata loaded; a media fragment makes them show the first one. A
  // fragment is not sent to the server, so a signed URL stays valid.
  const firstFrame = poster === undefined && preload === 'metadata' ? '#t=0.001' : ''
  const isCovered =
    src !== undefined && props.controls === undefined && !props.autoPlay && played !== (taskId ?? '')
  const Frame = showsState ? Well : 'div'
  return (
    <Frame className={classNames('video-task-stage', showsState ? 'video-task-well' : undefined)}>
      <video
        // A new id gets a new element, so that no state of the previous video, such as its position, remains.
        key={taskId}
        controls={src !== undefined && !isCovered}
        // Firefox puts every video in the tab order, also one without a source.
        tabIndex={src === undefined || isCovered ? -1 : undefined}
        playsInline
        width={width}
        height={height}
        {...props}
        poster={poster}
        preload={preload}
        ref={videoRef}
        src={src && src + firstFrame}
        className={classNames('video-task-player', className)}
        aria-busy={phase === 'refreshing' || undefined}
        onPlay={(event) => {
          setPlayed(taskId ?? '')
          onPlay?.(event)
        }}
        {...stateAttributes(watch)}
      />
      {isCovered && (
        <PlayFacade key={`${taskId} cover`} video={video} frameKey={poster === undefined ? key : undefined} />
      )}
      {showsState && src === undefined && <PlayerState />}
    </Frame>
  )
})

/** Where the task stands while there is nothing to play: its progress, and its state in a word. */
function PlayerState() {
  const watch = useWatchedTask()
  const isInProgress = /^(loading|queued|in_progress)$/.test(watch.state)
  return (
    <>
      {isWaiting(watch) && <VideoTaskProgress />}
      {!isInProgress && <VideoTaskStatus className="video-task-line" />}
    </>
  )
}
