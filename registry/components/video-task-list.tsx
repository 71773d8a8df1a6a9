'use client'

import { useId, useRef } from 'react'
import {
  summarizeVideoTasks,
  useVideoTaskHistory,
  type UseVideoTaskHistoryOptions,
  useVideoTasks,
} from 'react-video-task'
import { describeVideoTaskError } from 'react-video-task/messages'
import { VideoTaskCard } from '@/components/video-task-card'
import { cn } from '@/lib/utils'
import { button } from '@/lib/video-task-styles'

interface VideoTaskListProps extends Pick<UseVideoTaskHistoryOptions, 'source' | 'onEdit'> {
  className?: string
}

/** The user's videos, newest first: of this browser, or of a proxy that keeps `tasks` with `source="server"`. */
export function VideoTaskList({ source = 'registry', onEdit, className }: VideoTaskListProps) {
  const history = useVideoTaskHistory({ source, onEdit })
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const isEmpty = history.entries.length === 0 && !history.isPending
  const removeError = history.entries.find((entry) => entry.removeError)?.removeError
  const error = history.error ?? history.againError ?? removeError
  // Not the error's own message, which is written for developers.
  const problem = error && describeVideoTaskError(error)

  function remove(taskId: string) {
    history.remove(taskId)
    // The button is gone with its card. The next stop is the undo.
    heading.current?.focus()
  }

  return (
    <section aria-labelledby={id} className={cn('grid content-start gap-4', className)}>
      <div>
        <div className="flex items-baseline justify-between gap-4">
          <h2
            id={id}
            ref={heading}
            tabIndex={-1}
            className="text-lg font-semibold tracking-tight outline-none"
          >
            Your videos
          </h2>
          <Summary taskIds={history.taskIds} />
        </div>
        <div role="status" className="grid gap-2 not-empty:mt-4">
          {history.removed.map(({ id, title = 'the video' }) => (
            <p
              key={id}
              className="flex items-center justify-between gap-4 rounded-lg border bg-muted/50 py-2 ps-4 pe-2 text-sm"
            >
              <span className="truncate">Removed {title}.</span>
              <button type="button" className={button.outline} onClick={() => history.undo(id)}>
                Undo
              </button>
            </p>
          ))}
        </div>
      </div>
      {problem && (
        <p role="alert" className="text-sm text-destructive">
          {problem.title} {problem.action}
        </p>
      )}
      {isEmpty && (
        <p className="rounded-xl border border-dashed px-6 py-16 text-center text-sm text-muted-foreground">
          Videos that you create appear here.
        </p>
      )}
      <ul className="grid gap-4 sm:grid-cols-2">
        {history.entries.map(({ id, title }) => {
          const { onRetry, onEditPrompt } = history.details(id)
          return (
            // What is far below is not drawn. The padding keeps shadows, which this would cut.
            <li
              key={id}
              className="-m-1 grid p-1 [contain-intrinsic-size:auto_18rem] [content-visibility:auto]"
            >
              <VideoTaskCard
                taskId={id}
                title={title}
                onRetry={onRetry}
                onEdit={onEditPrompt}
                onRemove={() => remove(id)}
              />
            </li>
          )
        })}
      </ul>
      {history.hasNextPage && (
        <button
          type="button"
          className={cn(button.outline, 'justify-self-center')}
          onClick={history.fetchNextPage}
        >
          Older videos
        </button>
      )}
    </section>
  )
}

function Summary({ taskIds }: { taskIds: readonly string[] }) {
  const { total, settled } = summarizeVideoTasks(useVideoTasks(taskIds))
  if (settled === total) return null
  return (
    <p className="text-sm text-muted-foreground tabular-nums">
      {settled} of {total} done
    </p>
  )
}
