'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { announceIn, retainRegion } from './liveRegion.js'
import { useTick } from '../LiveText.js'
import { announcementWords, titleWords } from './englishWords.js'
import { stateKey, useFormats, useMessages } from './formats.js'
import { useWatchedTask, type WatchedTask } from '../useVideoTaskWatch.js'
import type { VideoTaskMessages } from '../../core/messages.js'
import { knownProgress } from '../../core/polling/progress.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { useVideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { perQueryClient } from '../../query/perQueryClient.js'

interface ScreenReaderAnnouncerProps {
  /** Tasks to announce that need not be mounted. @default the task of the watch around it */
  watches?: readonly Pick<WatchedTask, 'taskId' | 'task' | 'title' | 'state' | 'isPolling'>[]
}

/**
 * Announces watched tasks to screen readers: started, 25, 50 and 75 %, completed or failed; and a stall, an outage of
 * more than ten seconds and its end, and a video that no longer plays. Each is announced once in a page, however many
 * components watch the task; what was so before the page opened is not. Renders an empty hidden `<span>`, whose document
 * or shadow root has the live region.
 */
export function ScreenReaderAnnouncer({ watches }: ScreenReaderAnnouncerProps) {
  const own = useWatchedTask()
  const all = watches ?? [own]
  const { scope } = useVideoTaskContext()
  const { announcements, untitled } = useMessages({ ...announcementWords, ...titleWords })
  const { percent, names } = useFormats()
  const heardTasks = heardTasksOf(useQueryClient())
  const span = useRef<HTMLSpanElement>(null)
  useEffect(() => (span.current ? retainRegion(span.current) : undefined), [])

  const hear = (watch: (typeof all)[number], now: number) => {
    const { taskId, task, state } = watch
    const element = span.current
    if (!taskId || state === 'deleted' || !element) return
    const key = `${scope ?? ''} ${taskId}`
    const heard = heardTasks.get(key) ?? {}
    heardTasks.set(key, heard)
    if (!watches) heard.title = watch.title

    const announce = (kind: keyof VideoTaskMessages['announcements'], value?: number) => {
      const shown = value === undefined ? '' : percent(value)
      announceIn(element, shorten(heard.title ?? watch.title ?? untitled), `${kind} ${shown}`, (titles) =>
        announcements[kind](names(titles), { count: titles.length, percent: shown }),
      )
    }

    if (state === 'unreachable') {
      heard.lostAt ??= now
      if (now - heard.lostAt < MIN_OUTAGE_MS || heard.problem === state) return
      heard.problem = state
      announce(watch.isPolling ? state : 'refused')
      return
    }
    heard.lostAt = undefined
    if (!task) return

    const milestone = milestoneOf(task)
    const last = heard.milestone ?? milestone
    const isFirst = heard.milestone === undefined
    const kind = stateKey(watch)
    const problem =
      kind === 'stalled' || kind === 'expired' || kind === 'notLoading' || kind === 'unplayable'
        ? kind
        : undefined
    const before = heard.problem
    heard.milestone = Math.max(milestone, last)
    heard.problem = problem
    if (milestone > last)
      announce(
        milestone === 1 ? 'started' : milestone < 100 ? 'progress' : milestone > 100 ? 'failed' : 'completed',
        milestone > 1 && milestone < 100 ? milestone : undefined,
      )
    else if (before === 'unreachable' && !problem) announce('back')
    if (problem && problem !== before && !isFirst)
      announce(problem, problem === 'stalled' ? knownProgress(task) : undefined)
  }
  const done = useRef(new WeakSet<object>()).current
  useTick(
    (now) =>
      all.forEach((watch) => {
        // An outage becomes one that is announced with time alone.
        if (watch.state !== 'unreachable' && done.has(watch)) return
        hear(watch, now)
        done.add(watch)
      }),
    all.some(({ state }) => state === 'unreachable'),
  )

  return <span ref={span} hidden />
}

/** A shorter outage, in ms, is not announced. */
const MIN_OUTAGE_MS = 10_000

/** What was announced of a task, or was so when it was first seen. */
interface HeardTask {
  /** The title that a component of its own gave it. */
  title?: string | undefined
  /** The last milestone it has passed. */
  milestone?: number
  /** What interrupts it. */
  problem?: 'stalled' | 'unreachable' | 'expired' | 'notLoading' | 'unplayable' | undefined
  /** When its first poll in a row failed, in ms since the epoch. */
  lostAt?: number | undefined
}

/** What was announced of each task, by scope and id. */
const heardTasksOf = perQueryClient(() => new Map<string, HeardTask>())

/** The last milestone a task has passed: 0 queued, 1 started, 25, 50, 75, 100 completed, 101 failed. */
function milestoneOf(task: VideoTask): number {
  if (task.status === 'queued') return 0
  if (task.status !== 'in_progress') return task.status === 'completed' ? 100 : 101
  return Math.floor((knownProgress(task) ?? 0) / 25) * 25 || 1
}

/** Longest title in an announcement, in characters: a prompt may have hundreds, read aloud at each milestone. */
const MAX_TITLE_LENGTH = 80

function shorten(title: string): string {
  const characters = [...title]
  return characters.length > MAX_TITLE_LENGTH ? `${characters.slice(0, MAX_TITLE_LENGTH).join('')}…` : title
}
