'use client'

import { isTerminal } from 'react-video-task'
import {
  useVideoTaskWatch,
  VideoTaskCopyLink,
  VideoTaskDownload,
  VideoTaskRetryButton,
  VideoTaskRoot,
} from 'react-video-task/components'
import { VideoTaskPlayer } from '@/components/video-task-player'
import { VideoTaskProgress } from '@/components/video-task-progress'
import { cn } from '@/lib/utils'
import { button } from '@/lib/video-task-styles'

interface VideoTaskCardProps extends ActionsProps {
  /** The task to show; null while there is none yet. */
  taskId: string | null | undefined
  /** The video's title. @default its prompt */
  title?: string
  className?: string
}

/** One video from the queue to the player. Its milestones are read out by screen readers. */
export function VideoTaskCard({ taskId, title, className, ...actions }: VideoTaskCardProps) {
  return (
    <VideoTaskRoot
      taskId={taskId}
      title={title}
      render={<article />}
      className={cn(
        'flex flex-col overflow-hidden rounded-xl border bg-card text-card-foreground shadow-sm',
        className,
      )}
    >
      <VideoTaskPlayer taskId={taskId} title={title} className="rounded-none border-b" />
      <div className="flex grow flex-col gap-3 p-4">
        <Title />
        <Actions {...actions} />
      </div>
    </VideoTaskRoot>
  )
}

function Title() {
  const { title = 'Untitled video', task, state } = useVideoTaskWatch()
  const isRunning = state === 'queued' || state === 'in_progress'
  return (
    <>
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="line-clamp-2 text-sm font-medium" dir="auto" title={title}>
          {title}
        </h3>
        <p className="shrink-0 text-xs text-muted-foreground">{task?.model}</p>
      </div>
      {isRunning && <VideoTaskProgress />}
    </>
  )
}

interface ActionsProps {
  /** Makes a failed video again, which is billed. */
  onRetry?: () => void
  /** Puts the prompt of a video that has ended into the form. */
  onEdit?: () => void
  /** Takes the video off the list. */
  onRemove?: () => void
}

function Actions({ onRetry, onEdit, onRemove }: ActionsProps) {
  const { title = 'video', task } = useVideoTaskWatch()
  const hasEnded = isTerminal(task)
  return (
    // A button that disappears leaves the focus here.
    <div className="mt-auto flex flex-wrap gap-1 outline-none empty:hidden" tabIndex={-1}>
      {onRetry && <VideoTaskRetryButton onRetry={onRetry} className={button.outline} />}
      <VideoTaskDownload className={button.outline} />
      <VideoTaskCopyLink className={button.icon} />
      {hasEnded && onEdit && (
        <button type="button" className={button.ghost} onClick={onEdit} aria-label={`Edit ${title}`}>
          Edit
        </button>
      )}
      {hasEnded && onRemove && (
        <button
          type="button"
          className={cn(button.ghost, 'ms-auto')}
          onClick={onRemove}
          aria-label={`Remove ${title}`}
        >
          Remove
        </button>
      )}
    </div>
  )
}
