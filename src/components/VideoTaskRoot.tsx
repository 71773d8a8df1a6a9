'use client'

import { forwardRef, type HTMLAttributes } from 'react'
import { AnnouncedWatch } from './announcer.js'
import { classNames, type PartRender, renderPart, stateAttributes } from './part.js'
import { useWatchedTask } from './watch.js'

/** Props of `VideoTaskRoot`: its own, and every attribute of a `<div>`. */
export interface VideoTaskRootProps extends Omit<HTMLAttributes<HTMLElement>, 'title'> {
  /** The task to watch; null while there is none yet. */
  taskId: string | null | undefined
  /** What the video is called where it is spoken of. @default the task's prompt, where the API returns it */
  title?: string | undefined
  /** The app's own element instead of the `<div>`. */
  render?: PartRender | undefined
}

/**
 * Watches a task for the parts inside it, in any layout. Renders a `<div>` with `data-status` (the watch's state) and, while
 * an outage is waited out, `data-retrying`; and beside it the live region that speaks the task's milestones.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export const VideoTaskRoot = forwardRef<HTMLElement, VideoTaskRootProps>(function VideoTaskRoot(
  { taskId, title, ...props },
  ref,
) {
  return (
    <AnnouncedWatch taskId={taskId} title={title}>
      <RootElement {...props} ref={ref} />
    </AnnouncedWatch>
  )
})

/** The element of a root that is already watched. */
const RootElement = forwardRef<HTMLElement, Omit<VideoTaskRootProps, 'taskId' | 'title'>>(
  function RootElement({ render, className, ...props }, ref) {
    const watch = useWatchedTask()
    const attributes = { ...stateAttributes(watch), className: classNames('video-task', className) }
    return renderPart(render, 'div', { ...props, ...attributes, ref }, watch)
  },
)
