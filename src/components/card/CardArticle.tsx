'use client'

import { forwardRef } from 'react'
import { VideoTaskActions } from '../actions/VideoTaskActions.js'
import { VideoTaskCopyLink } from '../actions/VideoTaskCopyLink.js'
import { VideoTaskDownload } from '../actions/VideoTaskDownload.js'
import { classNames } from '../classNames.js'
import { useMessages } from '../messages/useMessages.js'
import { titleWords } from '../root/titleWords.js'
import { stateAttributes } from '../stateAttributes.js'
import { VideoTaskStatus } from '../status/VideoTaskStatus.js'
import { useWatchedTask } from '../useWatchedTask.js'
import { CardNotice } from './CardNotice.js'
import { CardWell } from './CardWell.js'
import type { VideoTaskCardProps } from './VideoTaskCard.js'

/** The card of the watch around it: the well, and the row under it. */
export const CardArticle = forwardRef<HTMLElement, Omit<VideoTaskCardProps, 'taskId'>>(function CardArticle(
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
