'use client'

import { VideoTaskProgress as Progress } from 'react-video-task/components'
import { cn } from '@/lib/utils'

interface VideoTaskProgressProps {
  /** The task to watch; absent inside a card, whose task it takes. */
  taskId?: string | null
  className?: string
}

/**
 * A bar that moves between polls, and the time left. Both come without a render: the library keeps the property
 * `--video-task-progress` and the text of `aria-valuetext` current, and CSS shows them.
 */
export function VideoTaskProgress({ taskId, className }: VideoTaskProgressProps) {
  return (
    <Progress
      taskId={taskId}
      className={cn(
        'group grid gap-1.5 text-xs text-muted-foreground tabular-nums after:content-[attr(aria-valuetext)]',
        // The state in a word, which stands beside the bar anyway.
        'data-indeterminate:after:hidden',
        className,
      )}
      render={(props) => (
        <div {...props}>
          <span className="h-2 overflow-hidden rounded-full bg-primary/20 group-data-indeterminate:animate-pulse motion-reduce:animate-none">
            <span
              className={cn(
                'block h-full w-[calc(var(--video-task-progress,0)*1%)] rounded-full bg-primary',
                'group-data-jump:transition-[width] group-data-jump:duration-700 motion-reduce:transition-none',
              )}
            />
          </span>
        </div>
      )}
    />
  )
}
