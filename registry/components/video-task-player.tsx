'use client'

import { useVideoTaskSource } from 'react-video-task'
import {
  useVideoTaskWatch,
  VideoTaskErrorMessage,
  VideoTaskRefreshButton,
  VideoTaskRoot,
  VideoTaskStatus,
} from 'react-video-task/components'
import { cn } from '@/lib/utils'
import { button } from '@/lib/video-task-styles'

interface VideoTaskPlayerProps {
  /** The task to play; null while there is none yet. */
  taskId: string | null | undefined
  /** The video's name. @default its prompt */
  title?: string
  className?: string
}

/** A frame that shows where the task stands, why there is no video, and then the video. */
export function VideoTaskPlayer({ taskId, title, className }: VideoTaskPlayerProps) {
  return (
    <VideoTaskRoot
      taskId={taskId}
      title={title}
      className={cn('grid aspect-video place-items-center overflow-hidden rounded-lg bg-muted', className)}
    >
      <Screen />
    </VideoTaskRoot>
  )
}

function Screen() {
  const { taskId, title = 'Video' } = useVideoTaskWatch()
  // Expired links are replaced, and the place in the video is kept.
  const { src, ref, phase } = useVideoTaskSource(taskId)
  if (phase === 'ready' || phase === 'refreshing')
    return (
      <video
        key={taskId}
        // The fragment makes phones show the first frame. It is not sent.
        src={src && `${src}#t=0.001`}
        ref={ref}
        aria-label={title}
        aria-busy={phase === 'refreshing'}
        className="size-full bg-black object-contain"
        controls
        playsInline
        preload="metadata"
      />
    )
  return (
    <div className="grid justify-items-center gap-2 p-6 text-center text-sm">
      <VideoTaskStatus className="font-medium" />
      <VideoTaskErrorMessage className="grid gap-1 text-balance [&_code]:text-xs [&_code]:break-all" />
      <VideoTaskRefreshButton className={cn(button.outline, 'mt-1')} />
    </div>
  )
}
