'use client'

import { VideoTaskProgress as Progress } from 'react-video-task/components'
import { cn } from '@/lib/utils'

interface VideoTaskProgressProps {
  /** The task to watch; absent inside a card, whose task it takes. */
  taskId?: string | null
  className?: string
}

/**
 * A bar with the percentage and the time left, or the time waited. The library moves them between polls without a render:
 * the bar by the property `--video-task-progress`, the texts in its own elements, which are styled from here.
 */
export function VideoTaskProgress({ taskId, className }: VideoTaskProgressProps) {
  return (
    <Progress
      taskId={taskId}
      className={cn(
        'grid grid-cols-[auto_1fr] gap-1.5 text-xs text-muted-foreground tabular-nums',
        bar,
        className,
      )}
    />
  )
}

const bar = cn(
  '[&_.video-task-progress-track]:order-first [&_.video-task-progress-track]:col-span-2 [&_.video-task-progress-track]:h-2',
  '[&_.video-task-progress-track]:overflow-hidden [&_.video-task-progress-track]:rounded-full [&_.video-task-progress-track]:bg-primary/20',
  '[&_.video-task-progress-fill]:block [&_.video-task-progress-fill]:h-full [&_.video-task-progress-fill]:bg-primary',
  '[&_.video-task-progress-fill]:w-[calc(var(--video-task-progress,0)*1%)]',
  '[&_.video-task-progress-time]:order-last [&_.video-task-progress-time]:text-end',
  // Only steps that are worth it ease.
  'motion-safe:data-jump:[&_.video-task-progress-fill]:transition-[width] motion-safe:data-jump:[&_.video-task-progress-fill]:duration-700',
  // There is no percentage yet: the word for the state stands beside the bar anyway.
  'data-indeterminate:[&_.video-task-progress-value]:hidden data-indeterminate:[&_.video-task-progress-time]:col-span-2 data-indeterminate:[&_.video-task-progress-time]:text-start',
)
