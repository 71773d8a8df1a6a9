'use client'

import { forwardRef } from 'react'
import { messages } from '../messages.js'
import { useWatch } from '../useWatch.js'
import { CardDownload } from './CardDownload.js'
import { CardWell } from './CardWell.js'
import type { VideoTaskCardProps } from './VideoTaskCard.js'

/** The card of the watch around it: the well, and the row under it. */
export const CardArticle = forwardRef<HTMLElement, Omit<VideoTaskCardProps, 'taskId'>>(function CardArticle(
  { className, title, size, onRetry, ...props },
  ref,
) {
  const { state, task, isPolling } = useWatch()
  const shown = title ?? task?.prompt ?? messages.untitled
  const label = typeof shown === 'string' ? shown : messages.untitled
  return (
    <article
      aria-label={label}
      {...props}
      ref={ref}
      className={className ? `video-task-card ${className}` : 'video-task-card'}
      data-status={state}
      data-retrying={state === 'unreachable' && isPolling ? '' : undefined}
    >
      <CardWell size={size} onRetry={onRetry} label={label} />
      <div className="video-task-row">
        <p className="video-task-title">{shown}</p>
        <p className="video-task-state" role="status">
          {messages.state[state]}
        </p>
        <CardDownload />
      </div>
    </article>
  )
})
