'use client'

import { forwardRef, type HTMLAttributes, type ReactNode, useEffect, useRef, useState } from 'react'
import { classNames, frameSize } from './renderPart.js'
import { listWords } from './messages/englishWords.js'
import { useFormats, useMessages } from './messages/formats.js'
import { hasFocus, treeOf } from './trees.js'
import { VideoTaskCard } from './VideoTaskCard.js'
import { summarizeVideoTasks } from '../core/task/videoTaskState.js'
import { useVideoTasks } from '../hooks/useVideoTasks.js'

/** Props of `VideoTaskList`: its own, and every attribute of a `<section>`. */
export interface VideoTaskListProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  /** The tasks to show, in this order; duplicate ids are shown once. */
  taskIds: readonly string[]
  /** Renders one task. @default `<VideoTaskCard taskId={taskId} />` */
  children?: ((taskId: string) => ReactNode) | undefined
}

/**
 * Shows many tasks under one progress bar. Renders a `<section>` with a `<div role="progressbar">` and a `<ul>` with an
 * `<li>` for each task. All tasks are watched; the content of an `<li>` is mounted only near the viewport, so that
 * thousands scroll smoothly, and stays mounted while its video plays, is in fullscreen or Picture-in-Picture, or it contains the focus.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { VideoTaskCard, VideoTaskList } from 'react-video-task/components'
 *
 * export const Gallery = ({ taskIds }: { taskIds: string[] }) => (
 *   <VideoTaskList taskIds={taskIds}>
 *     {(taskId) => <VideoTaskCard taskId={taskId} variant="compact" />}
 *   </VideoTaskList>
 * )
 * ```
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
      {/* Safari drops the role of a list without bullets unless it is explicit. */}
      <ul role="list">
        {unique.map((taskId, index) => (
          <ListEntry key={taskId} isInitial={index < INITIALLY_MOUNTED}>
            {() => children(taskId)}
          </ListEntry>
        ))}
      </ul>
    </section>
  )
})

/** Entries mounted from the start, also in a server's HTML. */
const INITIALLY_MOUNTED = 6

interface ListEntryProps {
  /** Whether the content is mounted from the start. */
  isInitial: boolean
  children: () => ReactNode
}

/** An `<li>` whose content is mounted only near the viewport; its height is kept. */
function ListEntry({ isInitial, children }: ListEntryProps) {
  const entry = useRef<HTMLLIElement>(null)
  const [isNear, setIsNear] = useState(isInitial)
  useEffect(() => {
    const element = entry.current
    if (!element) return
    // Of the entry's own window, whose viewport it is in. jsdom has none.
    const { IntersectionObserver } = element.ownerDocument.defaultView ?? {}
    if (!IntersectionObserver) return setIsNear(true)
    const observer = new IntersectionObserver(
      (changes) => {
        const change = changes.at(-1)
        if (!change || (!change.isIntersecting && isInUse(element))) return
        // Fixes the height before the content unmounts. It is the observer's measurement: reading the layout here would
        // force a reflow for each of a thousand entries.
        if (change.isIntersecting) element.style.removeProperty('height')
        else element.style.setProperty('height', `${change.boundingClientRect.height}px`)
        setIsNear(change.isIntersecting)
      },
      { root: element.ownerDocument, rootMargin: '100% 0px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return <li ref={entry}>{isNear ? children() : <Placeholder />}</li>
}

/** Whether an entry must stay mounted: its video plays or has a window or the screen for itself, or it has the focus. */
function isInUse(entry: HTMLElement): boolean {
  const isPlaying = [...entry.querySelectorAll('video')].some((video) => !video.paused && !video.ended)
  const { fullscreenElement, pictureInPictureElement } = treeOf(entry)
  const apart = [fullscreenElement, pictureInPictureElement]
  return isPlaying || hasFocus(entry) || apart.some((element) => element && entry.contains(element))
}

/** Reserves the space of a card that was never mounted. */
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

/** The progress bar of all tasks of a list, a `<div role="progressbar">`. Watches them all. */
function ListProgress({ taskIds }: { taskIds: readonly string[] }) {
  const { total, settled, progress } = summarizeVideoTasks(useVideoTasks(taskIds))
  const { list, settled: words } = useMessages(listWords)
  const formats = useFormats()
  if (total === 0) return null
  const text = words(formats.number(settled), formats.number(total))
  return (
    <div
      className="video-task-progress"
      // Through the style object: a strict Content-Security-Policy drops `style` attributes.
      ref={(bar) => bar?.style.setProperty('--video-task-progress', String(progress))}
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
