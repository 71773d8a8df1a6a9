'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type MutableRefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { announcementWords, titleWords } from './messages/englishWords.js'
import { useFormats, useMessages } from './messages/formats.js'
import { useWatchedTask } from './useVideoTaskWatch.js'
import { createListeners } from '../core/listeners.js'
import { knownProgress } from '../core/polling/progress.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { useVideoTaskContext } from '../hooks/VideoTaskProvider.js'
import { perQueryClient } from '../query/perQueryClient.js'

interface LiveTextProps {
  /** Returns the text at a time, in ms since the epoch. */
  read: (now: number) => string
  /** Whether the text changes with time alone. */
  isLive: boolean
  className?: string
}

/**
 * Renders a `<span>` whose text follows the clock without a render. Empty in a server's HTML, which cannot know the time.
 */
export function LiveText({ read, isLive, className }: LiveTextProps) {
  const span = useRef<HTMLSpanElement>(null)
  useTick((now) => {
    const text = read(now)
    if (span.current && span.current.textContent !== text) span.current.textContent = text
  }, isLive)
  return <span ref={span} className={className} />
}

/** `useLayoutEffect` in a browser; React 18 warns about it on a server. */
export const useIsomorphicLayoutEffect = 'document' in globalThis ? useLayoutEffect : useEffect

/**
 * Calls `write` before paint after each render and, while `isLive`, once a second, so that a value that changes with time
 * alone reaches the page without a render.
 */
export function useTick(write: (now: number) => void, isLive: boolean): void {
  const queryClient = useQueryClient()
  const latest = useRef(write)
  useIsomorphicLayoutEffect(() => {
    latest.current = write
    write(Date.now())
  })
  useEffect(
    () => (isLive ? clockOf(queryClient).subscribe((now) => latest.current(now)) : undefined),
    [queryClient, isLive],
  )
}

/** One timer for all live values of a page: each listener is called once a second. */
const clockOf = perQueryClient(() => {
  const { subscribe, current } = createListeners<(now: number) => void>(() => {
    const timer = setInterval(() => {
      const now = Date.now()
      current().forEach((listener) => listener(now))
    }, 1_000)
    return () => clearInterval(timer)
  })
  return { subscribe }
})

/**
 * Announces the milestones of the watched task to screen readers: started, 25, 50 and 75 %, completed or failed. Each
 * milestone is announced once in a page, however many components watch the task; those passed before the page opened are
 * not. Renders a visually hidden `<span role="status">`, the live region.
 */
export function ScreenReaderAnnouncer() {
  const { taskId, task, title } = useWatchedTask()
  const { scope } = useVideoTaskContext()
  const { announcements, untitled } = useMessages({ ...announcementWords, ...titleWords })
  const { percent } = useFormats()
  const lastMilestones = lastMilestonesOf(useQueryClient())
  const region = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!task || !region.current) return
    const key = `${scope ?? ''} ${taskId}`
    const milestone = milestoneOf(task)
    const last = lastMilestones.get(key)
    lastMilestones.set(key, Math.max(milestone, last ?? 0))
    if (last === undefined || milestone <= last) return
    const kind =
      milestone === 1 ? 'started' : milestone < 100 ? 'progress' : milestone > 100 ? 'failed' : 'completed'
    region.current.textContent = announcements[kind](title ?? untitled, percent(milestone))
  }, [task, taskId, title, untitled, scope, lastMilestones, announcements, percent])
  return <span role="status" className="video-task-announcer" ref={hideVisually(region)} />
}

/** The last milestone of each task that was announced or passed over, by scope and id. */
const lastMilestonesOf = perQueryClient(() => new Map<string, number>())

/** The last milestone a task has passed: 0 queued, 1 started, 25, 50, 75, 100 completed, 101 failed. */
function milestoneOf(task: VideoTask): number {
  if (task.status === 'queued') return 0
  if (task.status !== 'in_progress') return task.status === 'completed' ? 100 : 101
  return Math.floor((knownProgress(task) ?? 0) / 25) * 25 || 1
}

const VISUALLY_HIDDEN = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)'

/** A ref that hides an element visually: with or without our stylesheet, and under any Content-Security-Policy. */
export const hideVisually = (ref: MutableRefObject<HTMLElement | null>) => (element: HTMLElement | null) => {
  ref.current = element
  if (element) element.style.cssText = VISUALLY_HIDDEN
}
