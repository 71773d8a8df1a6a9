'use client'

import { forwardRef, type HTMLAttributes, type ReactNode } from 'react'
import { VideoTaskCopyLink } from './actions/VideoTaskCopyLink.js'
import { VideoTaskDownload } from './actions/VideoTaskDownload.js'
import { CardFacts } from './card/CardFacts.js'
import { CardMenu, type VideoTaskCardAction } from './card/CardActions.js'
import { CardNotice } from './card/CardNotice.js'
import { CardVerbs } from './card/CardVerbs.js'
import { CardWell, DeletedWord, UndoButton } from './card/CardWell.js'
import { useUndoableDelete } from './card/useUndoableDelete.js'
import { classNames, stateAttributes } from './renderPart.js'
import { ScreenReaderAnnouncer } from './messages/ScreenReaderAnnouncer.js'
import { titleWords } from './messages/englishWords.js'
import { problemOf, useMessages } from './messages/formats.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'
import type { CompletedVideoTask, FailedVideoTask, VideoTask } from '../core/task/videoTask.js'
import type { VideoTaskSourcePreference } from '../core/content/playableUrls.js'

/** Props of `VideoTaskCard`: its own, and every attribute of an `<article>`. */
export interface VideoTaskCardProps extends Omit<HTMLAttributes<HTMLElement>, 'title' | 'children'> {
  /** The task to show; null while there is none yet. */
  taskId: string | null | undefined
  /** The line of text in the row under the video. @default the task's prompt, where the API returns it */
  title?: ReactNode
  /** Frame size to reserve, `WIDTHxHEIGHT`. @default the task's own `size`, else 16:9 */
  size?: string | undefined
  /**
   * URL of the image shown until the video plays, and once its link has expired; blurred while the video is made, as the
   * reference picture that it is made of. @default the video's first frame, and until then a colour of its own
   */
  poster?: string | undefined
  /** The video area above the row of text, or a small one beside it. @default 'full' */
  variant?: 'full' | 'compact' | undefined
  /** Level of the title, which is a heading. @default 3 */
  headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined
  /** Icons with the words as tooltips, or words beside the facts; the row is then a little higher. @default 'icons' */
  labels?: 'icons' | 'text' | undefined
  /** Source tried first: the task's temporary `video_url`, or the content route of the API or proxy. @default 'url' */
  source?: VideoTaskSourcePreference | undefined
  /** The app's own elements instead of the card's parts; null omits a part. */
  slots?: VideoTaskCardSlots | undefined
  /** Called with the failed task when the retry button is pressed; without it there is no such button. */
  onRetry?: ((task: FailedVideoTask) => void) | undefined
  /** Called with the finished task when it is to be made again; without it there is no such action. */
  onAgain?: ((task: CompletedVideoTask) => void) | undefined
  /**
   * Called with an ended task when its prompt is to be edited; without it there is no such action. It is the first button
   * where the prompt was the reason of a failure.
   */
  onEditPrompt?: ((task: VideoTask) => void) | undefined
  /**
   * Called with the id 8 s after the video was deleted on screen, unless that was undone, or earlier when the card is
   * removed; without it there is no such action. A promise that rejects brings the video back.
   */
  onDelete?: ((taskId: string) => unknown) | undefined
  /** Actions of the app's own in the card's menu, after ours. @default none */
  actions?: readonly VideoTaskCardAction[] | undefined
  /** Whether the facts of a video that has ended say how long ago that was. @default false */
  time?: boolean | undefined
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
  /** Replaces the link and download buttons in the row; the menu stays. `actions` appends to it. */
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
    headingLevel = 3,
    slots = {},
    onRetry,
    onAgain,
    onEditPrompt,
    onDelete,
    actions,
    time = false,
    ...props
  },
  ref,
) {
  const watch = useWatchedTask()
  const { untitled } = useMessages(titleWords)
  const name = watch.title ?? untitled
  const Heading = `h${headingLevel}` as const
  const isCompact = variant === 'compact'
  const problem = problemOf(watch)
  const { phase, begin, undo } = useUndoableDelete(watch.taskId, onDelete)
  const isDeleted = phase !== 'none'
  const undoButton = phase === 'pending' && <UndoButton onClick={undo} />
  const verbs = <CardVerbs onRetry={onRetry} onEditPrompt={onEditPrompt} />
  const facts = (
    <CardFacts
      status={slots.status}
      isCompact={isCompact}
      hasOwnProgress={slots.progress !== undefined}
      time={time}
    />
  )
  return (
    <article
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
        verbs={verbs}
        isCompact={isCompact}
        isDeleted={isDeleted}
        undoButton={undoButton}
      />
      <div className="video-task-row" tabIndex={-1}>
        <Heading className="video-task-title" title={name} dir="auto">
          {title ?? name}
        </Heading>
        {isDeleted ? (
          <div className="video-task-facts">{isCompact && <DeletedWord />}</div>
        ) : isCompact && problem ? (
          <CardNotice error={slots.error} />
        ) : (
          facts
        )}
        <div className="video-task-actions">
          {isDeleted ? (
            isCompact && undoButton
          ) : (
            <>
              {isCompact && slots.error === undefined && problem && verbs}
              {slots.actions === undefined ? (
                <>
                  <VideoTaskCopyLink source={source} />
                  <VideoTaskDownload />
                </>
              ) : (
                slots.actions
              )}
              <CardMenu
                actions={actions}
                onEditPrompt={onEditPrompt}
                onAgain={onAgain}
                remove={onDelete && begin}
              />
            </>
          )}
        </div>
      </div>
    </article>
  )
})
