'use client'

import { forwardRef, type HTMLAttributes, type ReactNode } from 'react'
import { VideoTaskActions } from './actions/VideoTaskActions.js'
import { VideoTaskCopyLink } from './actions/VideoTaskCopyLink.js'
import { VideoTaskDownload } from './actions/VideoTaskDownload.js'
import { CardFacts } from './card/CardFacts.js'
import { CardNotice, CardVerbs, hasNotice } from './card/CardNotice.js'
import { classNames, frameSize, stateAttributes } from './renderPart.js'
import { ScreenReaderAnnouncer } from './LiveText.js'
import { cardWords, stateWords, titleWords } from './messages/englishWords.js'
import { useMessages } from './messages/formats.js'
import { isWaiting, Well } from './player/Well.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'
import { VideoTaskPlayer } from './VideoTaskPlayer.js'
import { VideoTaskProgress } from './VideoTaskProgress.js'
import type { FailedVideoTask } from '../core/task/videoTask.js'
import type { VideoTaskSourcePreference } from '../core/content/playableUrls.js'

/** Props of `VideoTaskCard`: its own, and every attribute of an `<article>`. */
export interface VideoTaskCardProps extends Omit<HTMLAttributes<HTMLElement>, 'title' | 'children'> {
  /** The task to show; null while there is none yet. */
  taskId: string | null | undefined
  /** The line of text in the row under the video. @default the task's prompt, where the API returns it */
  title?: ReactNode
  /** Frame size to reserve, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string | undefined
  /** URL of the image shown until the video plays, and once its link has expired. @default the video's first frame */
  poster?: string | undefined
  /** The video area above the row of text, or a small one beside it. @default 'full' */
  variant?: 'full' | 'compact' | undefined
  /** Icons with the words as tooltips, or words beside the facts; the row is then a little higher. @default 'icons' */
  labels?: 'icons' | 'text' | undefined
  /** Source tried first: the task's temporary `video_url`, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
  /** The app's own elements instead of the card's parts; null omits a part. */
  slots?: VideoTaskCardSlots | undefined
  /** Called with the failed task when the retry button is pressed; without it there is no such button. */
  onRetry?: ((task: FailedVideoTask) => void) | undefined
}

/**
 * Shows one task from queue to player. Renders an `<article>` of two parts: the well, which has the video's shape from
 * the first frame and shows queue, progress, player or error; and a row with title, state and actions. The article has
 * `data-status` (the watch's state), `data-variant` and, while an outage is retried, `data-retrying`.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { useCreateVideoTask } from 'react-video-task'
 * import { VideoTaskCard } from 'react-video-task/components'
 *
 * export function Studio() {
 *   const create = useCreateVideoTask()
 *   const start = () => create.mutate({ model: 'wan2.6', prompt: 'A fox in the snow' })
 *   return (
 *     <>
 *       <button onClick={start}>Create</button>
 *       <VideoTaskCard taskId={create.data?.id} onRetry={start} />
 *     </>
 *   )
 * }
 * ```
 */
export const VideoTaskCard = forwardRef<HTMLElement, VideoTaskCardProps>(function VideoTaskCard(
  { taskId, title, ...props },
  ref,
) {
  return (
    <WatchProvider taskId={taskId} title={typeof title === 'string' ? title : undefined}>
      <CardArticle title={title} {...props} ref={ref} />
      <ScreenReaderAnnouncer />
    </WatchProvider>
  )
})

/**
 * Parts of a card that the app can replace with elements of its own, which read `useVideoTaskWatch`; null omits a part.
 */
export interface VideoTaskCardSlots {
  /** Replaces `VideoTaskProgress`, until the task has ended. */
  progress?: ReactNode
  /** Replaces `VideoTaskPlayer`, once the task is completed; `useVideoTaskSource` works with any player. */
  player?: ReactNode
  /** Replaces `VideoTaskErrorMessage` and the button under it. */
  error?: ReactNode
  /** Replaces `VideoTaskStatus` in the row. */
  status?: ReactNode
  /** Replaces the link and download buttons in the row. */
  actions?: ReactNode
}

/** The `<article>` of the watch around it. */
const CardArticle = forwardRef<HTMLElement, Omit<VideoTaskCardProps, 'taskId'>>(function CardArticle(
  {
    className,
    title,
    size,
    poster,
    source,
    variant = 'full',
    labels = 'icons',
    slots = {},
    onRetry,
    ...props
  },
  ref,
) {
  const watch = useWatchedTask()
  const { untitled } = useMessages(titleWords)
  const name = watch.title ?? untitled
  const isCompact = variant === 'compact'
  const { actions } = slots
  return (
    <article
      aria-label={name}
      {...props}
      ref={ref}
      className={classNames('video-task-card', className)}
      data-variant={variant}
      data-labels={labels}
      {...stateAttributes(watch)}
    >
      <CardWell
        size={size}
        poster={poster}
        source={source}
        slots={slots}
        onRetry={onRetry}
        isCompact={isCompact}
      />
      <div className="video-task-row" tabIndex={-1}>
        <p className="video-task-title" title={name}>
          <bdi>{title ?? name}</bdi>
        </p>
        {isCompact && hasNotice(watch.state) ? (
          <CardNotice error={slots.error} />
        ) : (
          <CardFacts status={slots.status} isCompact={isCompact} />
        )}
        {actions === undefined ? (
          <VideoTaskActions>
            {isCompact && slots.error === undefined && <CardVerbs onRetry={onRetry} />}
            <VideoTaskCopyLink source={source} />
            <VideoTaskDownload />
          </VideoTaskActions>
        ) : (
          actions
        )}
      </div>
    </article>
  )
})

interface CardWellProps extends Pick<VideoTaskCardProps, 'size' | 'poster' | 'source' | 'slots' | 'onRetry'> {
  isCompact: boolean
}

/** The video area of a card: one frame of one shape, in which every state is shown. */
function CardWell({ size, poster, source, slots = {}, onRetry, isCompact }: CardWellProps) {
  const watch = useWatchedTask()
  const { state, task, title } = watch
  const { empty, state: words, untitled } = useMessages({ ...cardWords, ...stateWords, ...titleWords })
  const {
    progress = <VideoTaskProgress />,
    player = <VideoTaskPlayer size={size} source={source} poster={poster} aria-label={title ?? untitled} />,
  } = slots
  return (
    <Well className="video-task-well" tabIndex={-1}>
      {/* Gives the well its shape: unlike a style attribute, no Content-Security-Policy removes it from a server's HTML. */}
      <canvas className="video-task-frame" hidden aria-hidden {...frameSize(size ?? task?.size)} />
      {state === 'idle' && !isCompact && <p className="video-task-line">{empty}</p>}
      {state === 'deleted' && !isCompact && <p className="video-task-line">{words.deleted}</p>}
      {task?.status === 'completed' && state !== 'deleted' && player}
      {isWaiting(watch) && progress}
      {!isCompact && (
        <CardNotice error={slots.error}>
          <CardVerbs onRetry={onRetry} />
        </CardNotice>
      )}
    </Well>
  )
}
