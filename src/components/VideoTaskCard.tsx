'use client'

import { forwardRef, useEffect, useRef, useState } from 'react'
import { ActionMenu } from './actions/ActionMenu.js'
import type { Deletion } from './actions/Menu.js'
import { VideoTaskCopyLink } from './actions/VideoTaskCopyLink.js'
import { VideoTaskDownload } from './actions/VideoTaskDownload.js'
import { CardFacts } from './card/CardFacts.js'
import type { VideoTaskCardProps } from './card/cardProps.js'
import { useProblemView } from './card/useProblemView.js'
import { cardWords, stateWords, titleWords } from './messages/englishWords.js'
import { useMessages } from './messages/formats.js'
import { ScreenReaderAnnouncer } from './messages/ScreenReaderAnnouncer.js'
import { isWaiting, Well } from './player/Well.js'
import { classNames, frameSize, stateAttributes } from './renderPart.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'
import { VideoTaskPlayer } from './VideoTaskPlayer.js'
import { VideoTaskProgress } from './VideoTaskProgress.js'

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
  const { taskId, state, task } = watch
  const messages = useMessages({ ...cardWords, ...stateWords, ...titleWords })
  const name = watch.title ?? messages.untitled
  const Heading = `h${headingLevel}` as const
  const isCompact = variant === 'compact'
  const { notice, verbs } = useProblemView({ error: slots.error, isCompact, onRetry, onEditPrompt })
  const [deletion, setDeletion] = useState<Deletion>()
  const tell = useRef(onDelete)
  useEffect(() => {
    tell.current = onDelete
  })
  const end = deletion?.end
  useEffect(() => end, [end, taskId])
  const isDeleted = deletion?.taskId === taskId
  const undo = isDeleted && deletion?.undo
  const isGone = isDeleted || state === 'deleted'
  const {
    progress = <VideoTaskProgress />,
    player = <VideoTaskPlayer size={size} source={source} poster={poster} aria-label={name} />,
  } = slots
  return (
    <article
      {...props}
      ref={ref}
      className={classNames('video-task-card', className)}
      data-variant={variant}
      data-labels={labels}
      {...stateAttributes(watch)}
    >
      <Well className="video-task-well" tabIndex={-1}>
        {/* Gives the well its shape: unlike a style attribute, no Content-Security-Policy removes it from a server's HTML. */}
        <canvas className="video-task-frame" hidden aria-hidden {...frameSize(size ?? task?.size)} />
        {/* A quiet field in the colours of the picture. */}
        {poster !== undefined && isWaiting(watch) && (
          <img className="video-task-backdrop" src={poster} alt="" />
        )}
        {!isCompact && (state === 'idle' || isGone) && (
          <div className="video-task-line">
            {isGone ? messages.state.deleted : messages.empty}
            {undo}
          </div>
        )}
        {!isGone && task?.status === 'completed' && player}
        {!isGone && isWaiting(watch) && progress}
        {!isGone && !isCompact && notice}
      </Well>
      <div className="video-task-row" tabIndex={-1}>
        <Heading className="video-task-title" title={name} dir="auto">
          {title ?? name}
        </Heading>
        {isDeleted ? (
          <div className="video-task-facts">{isCompact && messages.state.deleted}</div>
        ) : (
          (isCompact && notice) || (
            <CardFacts
              status={slots.status}
              isCompact={isCompact}
              hasOwnProgress={slots.progress !== undefined}
              time={time}
            />
          )
        )}
        <div className="video-task-actions">
          {isDeleted ? (
            isCompact && undo
          ) : (
            <>
              {verbs}
              {slots.actions === undefined ? (
                <>
                  <VideoTaskCopyLink source={source} />
                  <VideoTaskDownload />
                </>
              ) : (
                slots.actions
              )}
              <ActionMenu
                actions={actions}
                onEditPrompt={onEditPrompt}
                onAgain={onAgain}
                remove={onDelete && { tell, show: setDeletion }}
              />
            </>
          )}
        </div>
      </div>
    </article>
  )
})
