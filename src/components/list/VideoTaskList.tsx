'use client'

import { forwardRef, type HTMLAttributes, type ReactNode } from 'react'
import { VideoTaskCard } from '../card/VideoTaskCard.js'
import { classNames } from '../classNames.js'
import { useMessages } from '../messages/useMessages.js'
import { ListEntry } from './ListEntry.js'
import { ListProgress } from './ListProgress.js'
import { listWords } from './listWords.js'

/** Props of `VideoTaskList`: its own, and every attribute of a `<section>`. */
export interface VideoTaskListProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  /** The tasks to show, in this order; equal ids are shown once. */
  taskIds: readonly string[]
  /** What stands for a task. @default `<VideoTaskCard taskId={taskId} />` */
  children?: ((taskId: string) => ReactNode) | undefined
}

/**
 * Many tasks with one bar over all. Renders a `<section>`: a `<div role="progressbar">`, and a `<ul>` with an `<li>` for each
 * task. All are watched; what stands in an entry is mounted only near the viewport, so that thousands scroll smoothly, and
 * stays while somebody plays it or has the focus in it.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 */
export const VideoTaskList = forwardRef<HTMLElement, VideoTaskListProps>(function VideoTaskList(
  { taskIds, className, children = (taskId) => <VideoTaskCard taskId={taskId} />, ...props },
  ref,
) {
  const { list } = useMessages(listWords)
  const unique = [...new Set(taskIds)]
  return (
    <section aria-label={list} {...props} ref={ref} className={classNames('video-task-list', className)}>
      <ListProgress taskIds={unique} />
      {/* The role is said again, since Safari takes it from a list without bullets. */}
      <ul role="list">
        {unique.map((taskId, index) => (
          <ListEntry key={taskId} isFirst={index < FIRST}>
            {() => children(taskId)}
          </ListEntry>
        ))}
      </ul>
    </section>
  )
})

/** So many entries are there from the start, also in a server's HTML. */
const FIRST = 6
