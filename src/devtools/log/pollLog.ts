import {
  focusManager,
  onlineManager,
  type QueryCacheNotifyEvent,
  type QueryClient,
} from '@tanstack/react-query'
import { isVideoTaskError } from '../../core/errors/VideoTaskError.js'
import { createListeners } from '../../core/listeners.js'
import { keyWaitOf } from '../../core/polling/retryPolicy.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { perQueryClient } from '../../query/perQueryClient.js'
import { eventObserversOf } from '../../query/videoTaskEvents.js'
import { type DevtoolsSettings, idOf, type TaskQuery } from './pollPlan.js'
import { createTaskRecorder, type TaskLog, type TaskRecorder } from './taskLog.js'

/** What the devtools have recorded of a page. */
export interface PageLog {
  /** The logs of the tasks in the cache, the newest first. */
  tasks: readonly TaskLog[]
  /** The requests for several tasks, and how many polls they answered. */
  batches: { requests: number; polls: number }
  /** The last answer that asked the key to wait; undefined where there was none. */
  limit: KeyLimitAnswer | undefined
}

/** An answer that asked the key to wait. */
interface KeyLimitAnswer {
  at: number
  /** The task whose poll it answered; undefined of a create. */
  id: string | undefined
  status: number | undefined
}

/** Records the polls of a page from its first subscriber on, as long as the QueryClient lives. */
export interface PollLog {
  subscribe: (listener: () => void) => () => void
  /** The same object until something changes. */
  current: () => PageLog
  /** Takes over the settings of the provider. */
  configure: (settings: DevtoolsSettings) => void
}

/** Returns the log of a QueryClient. */
export function pollLogOf(queryClient: QueryClient): PollLog {
  const slot = slotOf(queryClient)
  return (slot.log ??= createPollLog(queryClient))
}

const slotOf = /* @__PURE__ */ perQueryClient((): { log?: PollLog } => ({}))

/** The most tasks of which a log is kept. */
const MAX_TASKS = 200
/** Changes are shown together, at most this often, in ms. */
const REFRESH_MS = 50

function createPollLog(queryClient: QueryClient): PollLog {
  const cache = queryClient.getQueryCache()
  /** By the hash of the query's key, oldest first. */
  const recorders = new Map<string, TaskRecorder>()
  const batches = { requests: 0, polls: 0 }
  const triggers = { focusedAt: -Infinity, onlineAt: -Infinity }
  let hasStarted = false
  let settings: DevtoolsSettings = {}
  let limit: KeyLimitAnswer | undefined
  let page: PageLog | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const { subscribe, current: listeners } = createListeners(() => {
    if (!hasStarted) start()
    return () => undefined
  })

  function refresh() {
    timer ??= setTimeout(() => {
      timer = undefined
      page = undefined
      listeners().forEach((listener) => listener())
    }, REFRESH_MS)
  }

  function recorderOf(hash: string): TaskRecorder | undefined {
    const known = recorders.get(hash)
    const query: TaskQuery | undefined = cache.get<VideoTask, Error, VideoTask>(hash)
    const id = query && idOf(query.queryKey)
    if (known || !query || id === undefined) return known
    const [, owner] = query.queryKey
    const scope = typeof owner === 'string' ? owner : ''
    if (recorders.size >= MAX_TASKS && !dropUnwatched()) return undefined
    const recorder = createTaskRecorder(
      query,
      id,
      scope,
      () => settings,
      () => settings.tabs?.isLeader(id, scope, queryClient),
    )
    recorders.set(hash, recorder)
    recorder.found(Date.now())
    return recorder
  }

  /** Makes room for another task. @returns false where all are watched */
  function dropUnwatched(): boolean {
    const unwatched = [...recorders].find(([hash]) => !cache.get(hash)?.isActive())
    return unwatched !== undefined && recorders.delete(unwatched[0])
  }

  function observeBatch(calls: ReadonlySet<{ readonly id: string }>) {
    if (calls.size > 1) {
      batches.requests += 1
      batches.polls += calls.size
    }
    const ids = new Set(Array.from(calls, ({ id }) => id))
    for (const recorder of recorders.values()) if (ids.has(recorder.id)) recorder.batched(calls.size)
    refresh()
  }

  function noteLimit(error: unknown, id: string | undefined) {
    if (keyWaitOf(error) === 0) return
    limit = { at: Date.now(), id, status: isVideoTaskError(error) ? error.status : undefined }
  }

  function replanAll(name?: keyof typeof triggers) {
    const now = Date.now()
    if (name) triggers[name] = now
    for (const recorder of recorders.values()) recorder.replan(now)
    refresh()
  }

  function handleQuery(event: QueryCacheNotifyEvent) {
    const { type, query } = event
    const now = Date.now()
    const recorder = recorderOf(query.queryHash)
    if (!recorder) return
    // It loads when a page watches several tasks.
    settings.client?.batch?.observers?.add(observeBatch)
    if (type === 'removed') recorders.delete(query.queryHash)
    else if (type === 'observerAdded') recorder.mounted(now)
    else if (type === 'observerRemoved' || type === 'observerOptionsUpdated') recorder.replan(now)
    else if (type === 'updated') {
      const { action } = event
      if (action.type === 'error') noteLimit(action.error, recorder.id)
      if (action.type === 'fetch') recorder.began(now, triggers)
      else recorder.updated(action.type, action.type === 'success' && action.manual === true, now)
    } else return
    refresh()
  }

  function start() {
    hasStarted = true
    for (const { queryHash } of cache.getAll()) recorderOf(queryHash)
    cache.subscribe(handleQuery)
    queryClient.getMutationCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'error') return
      if (event.mutation.options.mutationKey?.[0] === 'video-task') noteLimit(event.action.error, undefined)
      refresh()
    })
    focusManager.subscribe((isFocused) => replanAll(isFocused ? 'focusedAt' : undefined))
    onlineManager.subscribe((isOnline) => replanAll(isOnline ? 'onlineAt' : undefined))
    eventObserversOf(queryClient).add((id, event) => {
      for (const recorder of recorders.values())
        if (recorder.id === id && recorder.scope === event.scope) recorder.sent(event, Date.now())
      refresh()
    })
  }

  return {
    subscribe,
    current: () =>
      (page ??= {
        tasks: Array.from(recorders.values(), (recorder) => recorder.current()).reverse(),
        batches: { ...batches },
        limit,
      }),
    configure: (next) => {
      if (next.client !== settings.client) settings.client?.batch?.observers?.delete(observeBatch)
      settings = next
      replanAll()
    },
  }
}
