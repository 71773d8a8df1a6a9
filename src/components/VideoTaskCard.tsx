'use client'

import { forwardRef, type HTMLAttributes, type MouseEvent, type ReactNode } from 'react'
import { VideoTaskActions } from './actions/VideoTaskActions.js'
import { VideoTaskRefreshButton } from './actions/VideoTaskRefreshButton.js'
import { VideoTaskCopyLink } from './actions/VideoTaskCopyLink.js'
import { VideoTaskDownload } from './actions/VideoTaskDownload.js'
import { VideoTaskRetryButton } from './actions/VideoTaskRetryButton.js'
import { AnnouncedWatch } from './announcer.js'
import { useMessages } from './messages/useMessages.js'
import { stateWords, titleWords } from './messages/words.js'
import { LiveText } from './page/LiveText.js'
import { useFormats } from './page/pageMemory.js'
import { classNames, frameSize, stateAttributes } from './part.js'
import { VideoTaskErrorMessage } from './VideoTaskErrorMessage.js'
import { VideoTaskPlayer } from './VideoTaskPlayer.js'
import { VideoTaskProgress } from './VideoTaskProgress.js'
import { VideoTaskStatus } from './VideoTaskStatus.js'
import { useWatchedTask } from './watch.js'
import type { FailedVideoTask } from '../core/task/videoTask.js'
import type { VideoTaskSourcePreference } from '../core/wire/videoUrl.js'

/** Places of a card where the app may put something of its own, which reads `useVideoTaskWatch`; null leaves one out. */
export interface VideoTaskCardSlots {
  /** Instead of `VideoTaskProgress`, while the task is under way. */
  progress?: ReactNode
  /** Instead of `VideoTaskPlayer`, once the task is completed; `useVideoTaskSource` serves any player. */
  player?: ReactNode
  /** Instead of `VideoTaskErrorMessage` and the button under it. */
  error?: ReactNode
  /** Instead of `VideoTaskStatus` in the row. */
  status?: ReactNode
  /** Instead of the link and download buttons in the row. */
  actions?: ReactNode
}

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

/** The card of the watch around it: the well, and the row under it. */
const CardArticle = forwardRef<HTMLElement, Omit<VideoTaskCardProps, 'taskId'>>(function CardArticle(
  { className, title, size, poster, source, variant = 'full', slots = {}, onRetry, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const { untitled } = useMessages(titleWords)
  const name = watch.title ?? untitled
  const {
    status = <VideoTaskStatus />,
    actions = (
      <VideoTaskActions>
        <VideoTaskCopyLink source={source} />
        <VideoTaskDownload />
      </VideoTaskActions>
    ),
  } = slots
  return (
    <article
      aria-label={name}
      {...props}
      ref={ref}
      className={classNames('video-task-card', className)}
      data-variant={variant}
      {...stateAttributes(watch)}
    >
      <CardWell
        size={size}
        poster={poster}
        source={source}
        slots={slots}
        onRetry={onRetry}
        variant={variant}
      />
      <div className="video-task-row" tabIndex={-1}>
        <p className="video-task-title">{title ?? name}</p>
        {status}
        {variant === 'compact' && <CardNotice error={slots.error} onRetry={onRetry} />}
        {actions}
      </div>
    </article>
  )
})

type CardWellProps = Pick<VideoTaskCardProps, 'size' | 'poster' | 'source' | 'slots' | 'onRetry' | 'variant'>

/** The stage of a card: one place of one shape in which every state shows. */
function CardWell({ size, poster, source, slots = {}, onRetry, variant }: CardWellProps) {
  const { state, task, title } = useWatchedTask()
  const { state: words, untitled } = useMessages({ ...stateWords, ...titleWords })
  const formats = useFormats()
  const isCompact = variant === 'compact'
  const isWaiting = task ? task.status === 'queued' || task.status === 'in_progress' : state !== 'idle'
  const waited = (now: number) => formats.duration(now - (task?.observed?.first_seen ?? now))
  const {
    progress = <VideoTaskProgress variant={isCompact ? 'ring' : 'bar'} />,
    player = <VideoTaskPlayer size={size} source={source} poster={poster} aria-label={title ?? untitled} />,
  } = slots
  return (
    <div className="video-task-well" tabIndex={-1}>
      {/* Keeps the well in shape: unlike a style attribute, no Content-Security-Policy drops it from a server's HTML. */}
      <canvas className="video-task-frame" hidden aria-hidden {...frameSize(size ?? task?.size)} />
      {state === 'idle' && <p className="video-task-line">{words.idle}</p>}
      {state === 'queued' && (
        <p className="video-task-line">
          {words.queued} <LiveText className="video-task-waited" isLive read={waited} />
        </p>
      )}
      {task?.status === 'completed' && player}
      {isWaiting && progress}
      {!isCompact && <CardNotice error={slots.error} onRetry={onRetry} />}
    </div>
  )
}

interface CardNoticeProps extends Pick<VideoTaskCardProps, 'onRetry'> {
  /** The app's own instead of message and button. */
  error: ReactNode
}

/** The button that is pressed goes away with what it mends; whoever pressed it by keyboard stays where they are. */
function keepFocus({ currentTarget }: MouseEvent<HTMLElement>) {
  currentTarget.closest<HTMLElement>('[tabindex="-1"]')?.focus()
}

/** What stands in a task's way, if anything does, and the one way on. */
function CardNotice({ error, onRetry }: CardNoticeProps) {
  const { state, task } = useWatchedTask()
  const hasFailed = task?.status === 'failed' || task?.status === 'error'
  if (!hasFailed && state !== 'stalled' && state !== 'unreachable' && state !== 'expired') return null
  return (
    <div className="video-task-notice">
      {error === undefined ? (
        <>
          <VideoTaskErrorMessage />
          <VideoTaskRefreshButton onClick={keepFocus} />
          {onRetry && <VideoTaskRetryButton onRetry={onRetry} onClick={keepFocus} />}
        </>
      ) : (
        error
      )}
    </div>
  )
}
