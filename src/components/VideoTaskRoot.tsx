'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { classNames, type PartRender, renderPart, stateAttributes } from './renderPart.js'
import { ScreenReaderAnnouncer } from './messages/ScreenReaderAnnouncer.js'
import { useWatchedTask, WatchProvider } from './useVideoTaskWatch.js'

/** Props of `VideoTaskRoot`: its own, and every attribute of a `<div>`. */
export interface VideoTaskRootProps extends Omit<HTMLAttributes<HTMLElement>, 'title'> {
  /** The task to watch; null while there is none yet. */
  taskId: string | null | undefined
  /** The video's title in announcements and file names. @default the task's prompt, where the API returns it */
  title?: string | undefined
  /** The app's own element instead of the `<div>`. */
  render?: PartRender | undefined
}

/**
 * Watches a task for the parts inside it, in any layout. Renders a `<div>` with `data-status` (the watch's state) and,
 * while an outage is retried, `data-retrying`. Announces the task's
 * milestones and interruptions to screen readers, in one live region of the page.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { VideoTaskActions, VideoTaskPlayer, VideoTaskRoot, VideoTaskStatus } from 'react-video-task/components'
 *
 * export const Video = ({ taskId }: { taskId: string }) => (
 *   <VideoTaskRoot taskId={taskId} title="A fox in the snow">
 *     <VideoTaskPlayer aria-label="A fox in the snow" />
 *     <VideoTaskStatus />
 *     <VideoTaskActions />
 *   </VideoTaskRoot>
 * )
 * ```
 */
export const VideoTaskRoot = forwardRef<HTMLElement, VideoTaskRootProps>(function VideoTaskRoot(
  { taskId, title, ...props },
  ref,
) {
  return (
    <WatchProvider taskId={taskId} title={title}>
      <RootElement {...props} ref={ref} />
      <ScreenReaderAnnouncer />
    </WatchProvider>
  )
})

/** The element of a root, inside its watch. */
const RootElement = forwardRef<HTMLElement, Omit<VideoTaskRootProps, 'taskId' | 'title'>>(
  function RootElement({ render, className, ...props }, ref) {
    const watch = useWatchedTask()
    const attributes = { ...stateAttributes(watch), className: classNames('video-task', className) }
    return renderPart(render, 'div', { ...props, ...attributes, ref }, watch)
  },
)
