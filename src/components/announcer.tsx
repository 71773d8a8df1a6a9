'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type MutableRefObject, useEffect, useRef } from 'react'
import { useMessages } from './messages/useMessages.js'
import { announcementWords, titleWords } from './messages/words.js'
import { pageMemory, useFormats } from './page/pageMemory.js'
import { useWatchedTask, WatchProvider, type WatchProviderProps } from './watch.js'
import { knownProgress } from '../core/polling/progress.js'
import type { VideoTask } from '../core/task/videoTask.js'
import { useVideoTaskContext } from '../hooks/VideoTaskProvider.js'

/** A watch whose milestones are spoken; renders no element but its live region. */
export function AnnouncedWatch({ children, ...props }: WatchProviderProps) {
  return (
    <WatchProvider {...props}>
      {children}
      <Announcer />
    </WatchProvider>
  )
}

const HIDDEN = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)'

/** A ref that hides an element from sight but not from screen readers: with or without our stylesheet, under any policy. */
const hideVisually = (ref: MutableRefObject<HTMLElement | null>) => (element: HTMLElement | null) => {
  ref.current = element
  if (element) element.style.cssText = HIDDEN
}

/**
 * The live region of a watch, a `<span role="status">` that nobody sees. It speaks milestones alone: the start, 25, 50 and
 * 75 %, the end; each once in the page, however many components watch, and nothing of what was so when it came.
 */
function Announcer() {
  const { taskId, task, title } = useWatchedTask()
  const { scope } = useVideoTaskContext()
  const { announcements, untitled } = useMessages({ ...announcementWords, ...titleWords })
  const { percent } = useFormats()
  const { told } = pageMemory(useQueryClient())
  const region = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!task || !region.current) return
    const key = `${scope ?? ''} ${taskId}`
    const milestone = milestoneOf(task)
    const last = told.get(key)
    told.set(key, Math.max(milestone, last ?? 0))
    if (last === undefined || milestone <= last) return
    const kind =
      milestone === 1 ? 'started' : milestone < 100 ? 'progress' : milestone > 100 ? 'failed' : 'completed'
    region.current.textContent = announcements[kind](title ?? untitled, percent(milestone))
  }, [task, taskId, title, untitled, scope, told, announcements, percent])
  return <span role="status" className="video-task-announcer" ref={hideVisually(region)} />
}

/** The last milestone a task has passed, in their order: 0 queued, 1 started, 25, 50, 75, 100 completed, 101 failed. */
function milestoneOf(task: VideoTask): number {
  if (task.status === 'queued') return 0
  if (task.status !== 'in_progress') return task.status === 'completed' ? 100 : 101
  return Math.floor((knownProgress(task) ?? 0) / 25) * 25 || 1
}
