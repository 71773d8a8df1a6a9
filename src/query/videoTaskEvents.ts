import { partialMatchKey, type Query, type QueryClient } from '@tanstack/react-query'
import { createListeners } from '../core/listeners.js'
import type { VideoTaskRegistry } from '../core/storage/videoTaskRegistry.js'
import {
  type CompletedVideoTask,
  type FailedVideoTask,
  isLaterStatus,
  isTerminal,
  type VideoTask,
  type VideoTaskStatus,
} from '../core/task/videoTask.js'
import { perQueryClient } from './perQueryClient.js'
import { videoTaskKeys } from './videoTaskKeys.js'

/**
 * Listeners to the events of tasks. An error that a listener throws, or rejects with, goes to the global error handler and
 * stops neither the other listeners nor polling.
 */
export interface VideoTaskListeners {
  /** Called when the video is ready. */
  onCompleted?: ((task: CompletedVideoTask) => void) | undefined
  /** Called when the task has ended without a video, with status `failed` or `error`. */
  onFailed?: ((task: FailedVideoTask) => void) | undefined
  /**
   * Called when the task reaches a later status than ever before, ends included; not when it falls back from running to
   * queued. `previousStatus` is undefined for a task that had already ended when it was first seen (`includeSettled`).
   */
  onStatusChange?: ((task: VideoTask, previousStatus: VideoTaskStatus | undefined) => void) | undefined
}

/** Options of `subscribeToVideoTasks`. */
export interface VideoTaskEventsOptions {
  /** The provider's scope. @default '' */
  scope?: string | undefined
  /** Remembers across reloads and tabs which events of the tasks created here were sent. @default none: each page sends its own */
  registry?: VideoTaskRegistry | undefined
  /** Includes tasks that had already ended when this page first saw them. @default false */
  includeSettled?: boolean | undefined
  /** Returns false while another tab sends the events of a task. Called at each change. @default always true */
  isLeader?: ((id: string, scope: string) => boolean) | undefined
}

/**
 * Calls listeners when a task in the cache reaches its next status: once per transition, however many hooks watch it.
 * Sends no request.
 *
 * @param queryClient the app's QueryClient
 * @param listeners read at each event, so a caller may replace them
 * @returns a function that unsubscribes
 * @example
 * ```ts
 * import { QueryClient } from '@tanstack/react-query'
 * import { subscribeToVideoTasks } from 'react-video-task'
 *
 * const unsubscribe = subscribeToVideoTasks(new QueryClient(), {
 *   onCompleted: (task) => console.log(task.id, task.video_url),
 * })
 * unsubscribe()
 * ```
 */
export function subscribeToVideoTasks(
  queryClient: QueryClient,
  listeners: VideoTaskListeners,
  { scope = '', registry, includeSettled, isLeader }: VideoTaskEventsOptions = {},
): () => void {
  const hubs = hubsOf(queryClient)
  let hub = hubs.find((other) => other.scope === scope && other.registry === registry)
  if (!hub) {
    hub = createEventHub(queryClient, scope, registry)
    hubs.push(hub)
  }
  return hub.subscribe({ listeners, includeSettled, isLeader })
}

/** One subscription. */
interface EventSubscriber {
  listeners: VideoTaskListeners
  includeSettled: VideoTaskEventsOptions['includeSettled']
  isLeader: VideoTaskEventsOptions['isLeader']
}

/** Sends the events of one scope in one page. */
interface EventHub {
  scope: string
  registry: VideoTaskRegistry | undefined
  /** @returns a function that unsubscribes */
  subscribe: (subscriber: EventSubscriber) => () => void
}

/** A transition whose listeners were called. */
export interface SentEvent {
  scope: string
  task: VideoTask
  previousStatus: VideoTaskStatus | undefined
  /** How many listeners were called; 0 where another tab calls its own. */
  listeners: number
}

/** Called with each transition that a page with listeners sends, or leaves to another tab; the devtools add theirs. */
export const eventObserversOf = /* @__PURE__ */ perQueryClient(
  () => new Set<(id: string, event: SentEvent) => void>(),
)

const hubsOf = /* @__PURE__ */ perQueryClient((): EventHub[] => [])

/** The statuses that this page has marked in a registry, by scope and id; other tabs mark there too. */
const marksOf = /* @__PURE__ */ new WeakMap<VideoTaskRegistry, Map<string, VideoTaskStatus>>()

/**
 * Compares the status of each cached task with the last one that listeners were called with. It follows the cache only
 * while it has subscribers, but keeps the statuses: the next subscriber gets what happened in between, as after a reload.
 */
function createEventHub(
  queryClient: QueryClient,
  scope: string,
  registry: VideoTaskRegistry | undefined,
): EventHub {
  const notifiedStatuses = new Map<string, VideoTaskStatus>()
  const marks = (registry && marksOf.get(registry)) ?? new Map<string, VideoTaskStatus>()
  if (registry) marksOf.set(registry, marks)
  const subscribers = createListeners<EventSubscriber>(() =>
    subscribeToCachedTasks(queryClient, scope, handleTask),
  )

  function handleTask(id: string, task: VideoTask) {
    if (notifiedStatuses.get(id) === task.status) return
    // Read now, since this tab may stop leading with its last poll; sent later, since React may be rendering.
    const followers = new Set(
      subscribers.current().filter((subscriber) => subscriber.isLeader?.(id, scope) === false),
    )
    queueMicrotask(() => sendTransition(id, task, followers))
  }

  function sendTransition(id: string, task: VideoTask, followers: Set<EventSubscriber>) {
    const current = subscribers.current()
    if (current.length === 0) return
    const record = registry?.list(scope).find((entry) => entry.id === id)
    const key = JSON.stringify([scope, id])
    let previous = notifiedStatuses.get(id)
    // What another QueryClient of this page has sent, it has sent to other listeners.
    const isOwnMark = previous !== undefined && marks.get(key) === record?.notifiedStatus
    if (record && !isOwnMark && isLaterStatus(record.notifiedStatus, previous))
      previous = record.notifiedStatus
    const isTransition = isLaterStatus(task.status, previous)
    notifiedStatuses.set(id, isTransition || previous === undefined ? task.status : previous)
    if (!isTransition || (previous === undefined && !isTerminal(task))) return
    const recipients = current.filter(
      (subscriber) => !followers.has(subscriber) && (previous !== undefined || subscriber.includeSettled),
    )
    const event = { scope, task, previousStatus: previous, listeners: recipients.length }
    eventObserversOf(queryClient).forEach((observer) => observer(id, event))
    if (recipients.length === 0) return
    registry?.markNotified(id, task.status, scope)
    marks.set(key, task.status)
    for (const { listeners } of recipients) callListeners(listeners, task, previous)
  }

  return { scope, registry, subscribe: subscribers.subscribe }
}

function callListeners(
  { onCompleted, onFailed, onStatusChange }: VideoTaskListeners,
  task: VideoTask,
  previousStatus: VideoTaskStatus | undefined,
): void {
  void callSafely(() => onStatusChange?.(task, previousStatus))
  if (task.status === 'completed') void callSafely(() => onCompleted?.(task))
  else if (isTerminal(task)) void callSafely(() => onFailed?.(task))
}

/** Calls a listener and reports what it throws or rejects with, so that it breaks no other listener. */
async function callSafely(listener: () => unknown): Promise<void> {
  try {
    await listener()
  } catch (error) {
    if (typeof reportError === 'function') reportError(error)
    else throw error
  }
}

/** Records in the registry each cached task of a scope that has ended. @returns a function that ends it */
export const settleEndedTasks = (
  queryClient: QueryClient,
  scope: string,
  registry: VideoTaskRegistry,
): (() => void) =>
  subscribeToCachedTasks(queryClient, scope, (id, task) => {
    // Later, since React may be rendering.
    if (isTerminal(task)) queueMicrotask(() => registry.settle(id, scope, task))
  })

/**
 * Calls back with every cached task of a scope, and again whenever its cache entry is updated: by a poll, a create,
 * hydration or another tab. Tasks that are already there come in a microtask, once everything that mounts together has
 * mounted. Safe to call while React renders.
 *
 * @returns a function that unsubscribes
 */
export function subscribeToCachedTasks(
  queryClient: QueryClient,
  scope: string,
  onTask: (id: string, task: VideoTask) => void,
): () => void {
  const cache = queryClient.getQueryCache()
  const prefix = videoTaskKeys.details(scope)
  const handleQuery = ({ queryKey }: Query) => {
    const id = queryKey[prefix.length]
    if (typeof id !== 'string' || !partialMatchKey(queryKey, prefix)) return
    const task = queryClient.getQueryData<VideoTask>(queryKey)
    if (task) onTask(id, task)
  }
  const unsubscribe = cache.subscribe(({ type, query }) => {
    if (type === 'added' || type === 'updated') handleQuery(query)
  })
  let isEnded = false
  queueMicrotask(() => {
    if (!isEnded) for (const query of cache.findAll({ queryKey: prefix })) handleQuery(query)
  })
  return () => {
    isEnded = true
    unsubscribe()
  }
}
