'use client'

import {
  forwardRef,
  type HTMLAttributes,
  type ReactNode,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react'
import { classNames, frameSize } from './renderPart.js'
import { ListEntry, useKeptHeights } from './list/ListEntry.js'
import { createListWatches } from './list/listWatches.js'
import { type OpenedVideo, Viewer } from './list/Viewer.js'
import { useIsomorphicLayoutEffect } from './LiveText.js'
import { listWords } from './messages/englishWords.js'
import { useFormats, useMessages, useNumberFormat } from './messages/formats.js'
import { ScreenReaderAnnouncer } from './messages/ScreenReaderAnnouncer.js'
import { OpenVideoContext } from './player/PlayFacade.js'
import type { VideoTaskCardProps } from './card/cardProps.js'
import { VideoTaskCard } from './VideoTaskCard.js'
import { moveProgress } from './VideoTaskProgress.js'
import { summarizeWatches, type VideoTaskState, type VideoTaskSummary } from '../core/task/videoTaskState.js'
import { useVideoTasks } from '../hooks/useVideoTasks.js'

/** What an app knows of a video in a list: props of its card, of which the large view takes title and source too. */
export interface VideoTaskDetails extends Partial<Omit<VideoTaskCardProps, 'taskId' | 'title' | 'variant'>> {
  /** The video's title. @default the task's prompt, where the API returns it */
  title?: string | undefined
}

/** Parts of a list that the app can replace with elements of its own. */
export interface VideoTaskListSlots {
  /** Replaces the player in the large view; the element reads `useVideoTaskWatch`. */
  viewer?: ReactNode
}

/** Props of `VideoTaskList`: its own, and every attribute of a `<section>`. */
export interface VideoTaskListProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  /** The tasks to show, in this order; duplicate ids are shown once. */
  taskIds: readonly string[]
  /**
   * Cards in columns, rows of 72 px, or a gallery: pictures in their own shapes, in rows without holes.
   * @default 'grid'
   */
  layout?: 'grid' | 'rows' | 'gallery' | undefined
  /** What the app knows of a video: with a `size`, a gallery has its shape before the first response. */
  details?: ((taskId: string) => VideoTaskDetails | undefined) | undefined
  /** Level of the cards' titles, which are headings. @default 3 */
  headingLevel?: VideoTaskCardProps['headingLevel']
  /** Whether play buttons open the large view. @default true in rows and a gallery, false in a grid */
  lightbox?: boolean | undefined
  /** The app's own elements instead of the list's parts. */
  slots?: VideoTaskListSlots | undefined
  /** Renders one task. @default a `VideoTaskCard` with its `details`, compact in rows */
  children?: ((taskId: string) => ReactNode) | undefined
}

/**
 * Shows many tasks under one progress bar. Renders a `<section>` with a `<div role="progressbar">` and a `<ul>` with an
 * `<li>` for each task. All tasks are watched and announced; the content of an `<li>` is mounted only near the viewport, so that
 * thousands scroll smoothly, and stays mounted while its video plays, is being downloaded in the page, is in fullscreen or
 * Picture-in-Picture, or it contains the focus.
 *
 * The large view is a modal `<dialog>`. The arrow keys or a swipe show the next video that can
 * play, Space plays, F fills the screen and Esc closes it, which returns the focus to the entry.
 *
 * @throws {VideoTaskError} code `missing_provider` without a client
 * @example
 * ```tsx
 * import { VideoTaskList } from 'react-video-task/components'
 *
 * export const Gallery = ({ taskIds }: { taskIds: string[] }) => <VideoTaskList taskIds={taskIds} layout="gallery" />
 * ```
 */
export const VideoTaskList = forwardRef<HTMLElement, VideoTaskListProps>(function VideoTaskList(
  {
    taskIds,
    layout = 'grid',
    details,
    headingLevel,
    lightbox = layout !== 'grid',
    slots,
    className,
    children,
    ...props
  },
  ref,
) {
  const { list } = useMessages(listWords)
  const unique = [...new Set(taskIds)]
  const renderEntry =
    children ??
    ((taskId) => (
      <VideoTaskCard
        taskId={taskId}
        variant={layout === 'rows' ? 'compact' : 'full'}
        headingLevel={headingLevel}
        {...details?.(taskId)}
      />
    ))
  return (
    <section
      aria-label={list}
      {...props}
      ref={ref}
      className={classNames('video-task-list', className)}
      data-layout={layout}
    >
      <WatchedList
        taskIds={unique}
        layout={layout}
        details={details}
        hasViewer={lightbox}
        viewer={slots?.viewer}
      >
        {unique.map((taskId, index) => (
          <ListEntry key={taskId} isInitial={index < INITIALLY_MOUNTED} layout={layout}>
            {() => renderEntry(taskId)}
          </ListEntry>
        ))}
      </WatchedList>
    </section>
  )
})

/** Entries mounted from the start, also in a server's HTML. */
const INITIALLY_MOUNTED = 6

interface WatchedListProps extends Pick<VideoTaskListProps, 'taskIds' | 'details'> {
  /** In a gallery, entries have the shapes of their videos. */
  layout: string
  hasViewer: boolean
  /** The app's own element in the large view. */
  viewer: ReactNode
  /** The entries, which a poll does not render. */
  children: ReactNode
}

/** Progress bar, `<ul>` and large view of a list. Watches all of its tasks. */
function WatchedList({ taskIds, layout, details, hasViewer, viewer, children }: WatchedListProps) {
  const results = useVideoTasks(taskIds)
  const list = useRef<HTMLUListElement>(null)
  const [opened, setOpened] = useState<OpenedVideo | null>(null)
  useKeptHeights(list, layout)
  useIsomorphicLayoutEffect(() => {
    if (layout !== 'gallery') return
    // Through the style object, and without a render of the entries.
    list.current?.querySelectorAll<HTMLElement>(':scope > li').forEach(({ style }, index) => {
      const size = details?.(taskIds[index] ?? '')?.size ?? results[index]?.data?.size
      const { width, height } = frameSize(size)
      const ratio = `${width} / ${height}`
      if (style.getPropertyValue(RATIO) !== ratio) style.setProperty(RATIO, ratio)
    })
  })
  const open = useCallback((taskId: string, button: HTMLElement) => {
    const index = [...(list.current?.children ?? [])].findIndex((entry) => entry.contains(button))
    setOpened({ taskId, button, from: { taskId, index } })
  }, [])
  const watchOf = useMemo(() => createListWatches(details), [details])
  const watches = results.map((result, index) => watchOf(result, taskIds[index] ?? ''))
  const idsIn = (wanted: VideoTaskState) =>
    new Set(watches.flatMap(({ taskId, state }) => (state === wanted ? taskId : [])))
  return (
    <>
      <ListProgress summary={summarizeWatches(watches)} />
      <ScreenReaderAnnouncer watches={watches} />
      <OpenVideoContext.Provider value={hasViewer ? open : null}>
        {/* Safari drops the role of a list without bullets unless it is explicit. */}
        <ul role="list" ref={list} tabIndex={-1}>
          {children}
        </ul>
      </OpenVideoContext.Provider>
      {opened && (
        <Viewer
          opened={opened}
          taskIds={taskIds}
          playable={idsIn('completed')}
          isGone={idsIn('deleted').has(opened.taskId)}
          list={list}
          details={details?.(opened.taskId) ?? {}}
          content={viewer}
          onShow={(taskId) => setOpened(taskId === null ? null : { ...opened, taskId })}
        />
      )}
    </>
  )
}

/** The shape of an entry's video, `width / height`. */
const RATIO = '--video-task-ratio'

/** The progress bar of all tasks of a list, a `<div role="progressbar">`. */
function ListProgress({ summary }: { summary: VideoTaskSummary }) {
  const { total, settled, progress, states } = summary
  const { list, counts } = useMessages(listWords)
  const formats = useFormats()
  const number = useNumberFormat()
  if (total === 0) return null
  const numbers = {
    completed: states.completed + states.expired + states.unplayable,
    failed: states.failed + states.error,
    deleted: states.deleted,
    left: total - settled,
  }
  const text = formats.parts([
    formats.percent(progress),
    ...(['completed', 'failed', 'deleted', 'left'] as const)
      .filter((name) => numbers[name] > 0)
      .map((name) => counts[name](number(numbers[name]), numbers[name])),
  ])
  return (
    <div
      className="video-task-progress"
      // Through the style object: a strict Content-Security-Policy drops `style` attributes.
      ref={(bar) => void (bar && moveProgress(bar, progress, 1, false))}
      role="progressbar"
      aria-label={list}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={progress}
      aria-valuetext={text}
      data-status={settled === total ? 'completed' : 'in_progress'}
    >
      <span className="video-task-progress-time">{text}</span>
      <span className="video-task-progress-track">
        <span className="video-task-progress-fill" />
      </span>
    </div>
  )
}
