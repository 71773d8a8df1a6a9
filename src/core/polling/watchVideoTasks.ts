import type { VideoClient } from '../client/VideoClient.js'
import { toVideoTaskError, type VideoTaskError } from '../errors/VideoTaskError.js'
import type { DurationStore } from '../storage/durationStore.js'
import { isTerminal, type VideoTask } from '../task/videoTask.js'
import { dropAbsent } from '../wire/fieldValues.js'
import { type PolledVideoTask, pollWith, type VideoTaskPoll } from './pollVideoTaskOnce.js'
import { createRequestQueue } from './requestQueue.js'
import { retryWait } from './retryPolicy.js'

/** A task to watch: its id, or what `onChange` got last, which keeps what was observed of it over a restart. */
export type WatchedVideoTask = string | VideoTask

/** Options of `watchVideoTasks`. */
export interface WatchVideoTasksOptions {
  /**
   * The tasks to watch. A function is called at the start and every minute, to find those that other processes made: it
   * reads the app's store. A task that is watched already is not watched twice.
   * @default none: `add` brings them
   */
  pending?:
    Iterable<WatchedVideoTask> | (() => Iterable<WatchedVideoTask> | Promise<Iterable<WatchedVideoTask>>)
  /**
   * Called with the task at its first answer, at each change of status or progress, when it ends, and when it is `stalled`
   * (`observed.stalled`). Awaited: the task is not polled meanwhile. Where it throws, it is called again, an end after 2 s,
   * 4 s and so on up to every minute, until it returns, so that no end is lost.
   */
  onChange: (task: VideoTask) => void | Promise<void>
  /**
   * Called when a poll fails, `onChange` or `pending` throws. `isFinal` where the task is watched no more, because asking again
   * cannot help: the API refuses the id, or the key.
   * @default errors are ignored, and what can be repeated is
   */
  onError?:
    ((error: VideoTaskError, context: { id: string | undefined; isFinal: boolean }) => void) | undefined
  /** Ends the watch, as `stop` does. */
  signal?: AbortSignal | undefined
  /** Requests in flight at the same time. @default 4 */
  maxConcurrentRequests?: number | undefined
  /** A task without a change for this long becomes `stalled` and is polled no more, in ms. @default 1800000, 30 minutes */
  pollDeadline?: number | undefined
  /** Records how long each model takes, so that polls come when an end is likely. @default none */
  durations?: DurationStore | undefined
}

/** A watch of tasks. */
export interface VideoTaskWatch {
  /** Watches one more task. A stalled one is watched once more. */
  add(task: WatchedVideoTask): void
  /** Watches a task no more. */
  remove(id: string): void
  /** Tasks that are watched. */
  readonly size: number
  /** Ends the watch: requests are aborted, and nothing is called any more. */
  stop(): void
}

/**
 * Watches any number of tasks in one process, such as a server, by the policy of the page: adaptive intervals, backoff,
 * `Retry-After` for the whole key, a bounded number of requests, and `stalled` after 30 minutes without a change. A task is
 * never asked for twice at the same time. To stop and go on in another process, pass the tasks that have not ended as
 * `pending`.
 *
 * @example
 * ```ts
 * import { createVideoClient } from 'react-video-task/client'
 * import { watchVideoTasks } from 'react-video-task/server'
 *
 * declare function pendingIds(): Promise<string[]>
 * declare function save(id: string, status: string): Promise<void>
 *
 * const client = createVideoClient({ baseURL: 'https://api.cometapi.com/v1', apiKey: process.env.COMETAPI_KEY ?? '' })
 * const watch = watchVideoTasks(client, {
 *   pending: pendingIds,
 *   onChange: (task) => save(task.id, task.status),
 *   onError: (error, { id }) => console.error(id, error),
 * })
 * process.once('SIGTERM', () => watch.stop())
 * ```
 */
export function watchVideoTasks(client: VideoClient, options: WatchVideoTasksOptions): VideoTaskWatch {
  const { pending, onChange, onError, durations, pollDeadline } = options
  const queue = createRequestQueue(true)
  const watched = new Map<string, Watched>()
  let refreshTimer: Timer | undefined
  let isStopped = false

  /** A throw of `onError` is the app's to handle, as an unhandled rejection, and ends nothing here. */
  function reportError(cause: unknown, id: string | undefined, isFinal: boolean): void {
    try {
      onError?.(toVideoTaskError(cause), { id, isFinal })
    } catch (error) {
      void Promise.reject(error)
    }
  }

  async function poll(watch: Watched): Promise<void> {
    const { signal } = watch.controller
    const request = { client, signal, max: options.maxConcurrentRequests }
    const settings = { signal, pollDeadline, durations }
    let polled
    try {
      polled = await pollWith((retrieve) => queue.run(retrieve, request), client, watch.last, settings)
    } catch {
      // Removed, or stopped.
      return
    }
    const { poll: last, error } = polled
    watch.last = last
    if (error) reportError(error, watch.id, last.delay === false)
    if (last.isChanged) watch.isUndelivered = true
    await proceed(watch, last)
  }

  /** Delivers what changed, then waits for the next poll, or ends the watch of this task. */
  async function proceed(watch: Watched, polled: VideoTaskPoll): Promise<void> {
    const { id } = watch
    const isFinal = polled.delay === false
    let wait = polled.delay
    if (watch.isUndelivered && polled.task) {
      try {
        await onChange(polled.task)
        watch.isUndelivered = false
        watch.deliveries = 0
      } catch (cause) {
        if (watched.get(id) !== watch) return
        watch.deliveries += 1
        reportError(cause, id, false)
        if (isFinal) wait = retryDelay(watch.deliveries)
      }
    }
    if (watched.get(id) !== watch) return
    if (wait === false) return void watched.delete(id)
    watch.timer = setTimeout(() => void (isFinal ? proceed(watch, polled) : poll(watch)), wait)
  }

  function add(entry: WatchedVideoTask): void {
    const known = typeof entry === 'string' ? undefined : resumed(entry)
    const id = typeof entry === 'string' ? entry : entry.id
    if (isStopped || watched.has(id) || isTerminal(known)) return
    const watch: Watched = {
      id,
      last: known ? { id, task: known } : id,
      controller: new AbortController(),
      isUndelivered: false,
      deliveries: 0,
    }
    watched.set(id, watch)
    void poll(watch)
  }

  async function refresh(attempt = 1): Promise<void> {
    if (typeof pending !== 'function') return
    let failures = 0
    try {
      for (const entry of await pending()) add(entry)
    } catch (cause) {
      failures = attempt
      if (!isStopped) reportError(cause, undefined, false)
    }
    const wait = failures > 0 ? retryDelay(failures) : REFRESH_MS
    if (!isStopped) refreshTimer = setTimeout(() => void refresh(failures + 1), wait)
  }

  function remove(id: string): void {
    const watch = watched.get(id)
    clearTimeout(watch?.timer)
    watch?.controller.abort()
    watched.delete(id)
  }

  function stop(): void {
    isStopped = true
    options.signal?.removeEventListener('abort', stop)
    clearTimeout(refreshTimer)
    for (const id of [...watched.keys()]) remove(id)
  }

  if (options.signal?.aborted) isStopped = true
  else options.signal?.addEventListener('abort', stop)
  if (typeof pending !== 'function') for (const entry of pending ?? []) add(entry)
  else if (!isStopped) void refresh()

  return {
    add,
    remove,
    get size() {
      return watched.size
    },
    stop,
  }
}

type Timer = ReturnType<typeof setTimeout>

/** A task that is watched. Its timer waits while no request of it is queued or in flight. */
interface Watched {
  id: string
  last: PolledVideoTask
  controller: AbortController
  /** `onChange` has not returned for the last change. */
  isUndelivered: boolean
  /** Failed calls of `onChange` in a row. */
  deliveries: number
  timer?: Timer
}

/** Time between two calls of `pending`, in ms. */
const REFRESH_MS = 60_000
/** Waits after failures of the app's functions as after those of polls: 2 s, doubling up to a minute. */
const retryDelay = (attempt: number) => retryWait(new Error('Failed'), attempt)?.delay ?? REFRESH_MS

/** A known task, of which a stalled watch begins once more. */
function resumed(task: VideoTask): VideoTask {
  if (task.observed?.stalled === undefined) return task
  return { ...task, observed: dropAbsent({ ...task.observed, stalled: undefined }) }
}
