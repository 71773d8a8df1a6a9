'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { announcements } from './announce.js'
import type { HeardTask, WatchFacts } from './announcements.js'
import { useTick } from '../LiveText.js'
import { titleWords } from './englishWords.js'
import { stateKey, useMessages } from './formats.js'
import { useWatchedTask, type WatchedTask } from '../useVideoTaskWatch.js'
import { knownProgress } from '../../core/polling/progress.js'
import { isTerminal } from '../../core/task/videoTask.js'
import { useLaterPart } from '../../hooks/useLaterPart.js'
import { useVideoTaskContext } from '../../hooks/VideoTaskProvider.js'
import { perQueryClient, remember } from '../../query/perQueryClient.js'

interface ScreenReaderAnnouncerProps {
  /** Tasks to announce that need not be mounted. @default the task of the watch around it */
  watches?: readonly Watch[]
}

type Watch = Pick<WatchedTask, 'taskId' | 'task' | 'title' | 'state' | 'isPolling'>

/**
 * Announces watched tasks to screen readers: started, 25, 50 and 75 %, completed or failed; and a stall, an outage of
 * more than ten seconds and its end, and a video that no longer plays. Each is announced once in a page, however many
 * components watch the task; what was so before the page opened is not. Renders an empty hidden `<span>`, whose document
 * or shadow root has the live region.
 *
 * What announces loads with the first task that runs or changes. Until it is there, this keeps what was so at first.
 */
export function ScreenReaderAnnouncer({ watches }: ScreenReaderAnnouncerProps) {
  const own = useWatchedTask()
  const all: readonly Watch[] = watches ?? [own]
  const { scope } = useVideoTaskContext()
  const messages = useMessages(titleWords)
  const heardTasks = heardTasksOf(useQueryClient())
  const keyOf = ({ taskId }: Watch) => `${scope ?? ''} ${taskId}`
  // Also after a failure: the next change of the watch is another need.
  const part = useLaterPart(
    announcements,
    all.find((watch) => {
      const { task, state } = watch
      const first = heardTasks.get(keyOf(watch))?.first
      return (
        state === 'unreachable' || (task && (!isTerminal(task) || (first && first.kind !== stateKey(watch))))
      )
    }),
  )
  const span = useRef<HTMLSpanElement>(null)
  useEffect(() => (part && span.current ? part.retainRegion(span.current) : undefined), [part])
  const done = useRef(new WeakSet<object>()).current
  useTick(
    (now) =>
      all.forEach((watch) => {
        const { taskId, task, state } = watch
        const element = span.current
        // An outage becomes one that is announced with time alone.
        if (!taskId || !element || (state !== 'unreachable' && done.has(watch))) return
        const heard = remember(heardTasks, keyOf(watch), () => ({}))
        if (!watches) heard.title = watch.title
        const facts: WatchFacts = {
          kind: stateKey(watch),
          status: task?.status,
          progress: knownProgress(task),
        }
        if (task) heard.first ??= facts
        if (!part) return
        part.announceWatch(heard, facts, now, { element, watch, messages })
        done.add(watch)
      }),
    all.some(({ state }) => state === 'unreachable'),
  )

  return <span ref={span} hidden />
}

/** What was announced of each task, by scope and id. */
const heardTasksOf = perQueryClient(() => new Map<string, HeardTask>())
