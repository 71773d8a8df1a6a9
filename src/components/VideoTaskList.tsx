'use client'

import { forwardRef, type HTMLAttributes, type ReactNode, useEffect, useRef, useState } from 'react'
import { useMessages } from './messages/useMessages.js'
import { listWords } from './messages/words.js'
import { useFormats } from './page/pageMemory.js'
import { classNames, frameSize, useStyleProperty } from './part.js'
import { VideoTaskCard } from './VideoTaskCard.js'
import { summarizeVideoTasks } from '../core/task/videoTaskState.js'
import { useVideoTasks } from '../hooks/useVideoTasks.js'

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

interface ListEntryProps {
  /** Whether it is there from the start. */
  isFirst: boolean
  children: () => ReactNode
}

/** Whether somebody would miss what is in an entry: they play it, or have the focus in it. */
function isInUse(entry: HTMLElement): boolean {
  const isPlaying = [...entry.querySelectorAll('video')].some((video) => !video.paused && !video.ended)
  return isPlaying || entry.contains(document.activeElement)
}

/** An `<li>` whose content is mounted only near the viewport; its place is kept. */
function ListEntry({ isFirst, children }: ListEntryProps) {
  const entry = useRef<HTMLLIElement>(null)
  const [isNear, setIsNear] = useState(isFirst)
  useEffect(() => {
    const element = entry.current
    if (!element) return
    const observer = new IntersectionObserver(
      (changes) => {
        const change = changes.at(-1)
        if (!change || (!change.isIntersecting && isInUse(element))) return
        // Its height as it was seen, before what gives it that goes. Measured here, each of a thousand entries would have
        // the browser lay all of them out anew.
        if (change.isIntersecting) element.style.removeProperty('height')
        else element.style.setProperty('height', `${change.boundingClientRect.height}px`)
        setIsNear(change.isIntersecting)
      },
      { rootMargin: '100% 0px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return <li ref={entry}>{isNear ? children() : <Placeholder />}</li>
}

/** Takes the room of a card that was never mounted. */
function Placeholder() {
  return (
    <div className="video-task-card" aria-hidden>
      <div className="video-task-well">
        <canvas className="video-task-frame" hidden {...frameSize(undefined)} />
      </div>
      <div className="video-task-row" />
    </div>
  )
}

/** The bar over all tasks of a list, a `<div role="progressbar">`; watches them all. */
function ListProgress({ taskIds }: { taskIds: readonly string[] }) {
  const { total, settled, progress } = summarizeVideoTasks(useVideoTasks(taskIds))
  const { list, settled: words } = useMessages(listWords)
  const formats = useFormats()
  const styleRef = useStyleProperty<HTMLDivElement>('--video-task-progress', progress, null)
  if (total === 0) return null
  const text = words(formats.number(settled), formats.number(total))
  return (
    <div
      className="video-task-progress"
      ref={styleRef}
      role="progressbar"
      aria-label={list}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={progress}
      aria-valuetext={text}
      data-status={settled === total ? 'completed' : 'in_progress'}
    >
      <span className="video-task-progress-track">
        <span className="video-task-progress-fill" />
      </span>
      <span className="video-task-progress-value">{text}</span>
    </div>
  )
}
