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

/** What may be told of tasks. What a listener throws, or its promise rejects with, goes to the global error handler. */
export interface VideoTaskListeners {
  /** The video is there. */
  onCompleted?: ((task: CompletedVideoTask) => void) | undefined
  /** The task ended without a video, as `failed` or `error`. */
  onFailed?: ((task: FailedVideoTask) => void) | undefined
  /**
   * The task moved on, ends included. A task that falls back, from running to queued, is told again only once it is further
   * than it ever was. `previousStatus` is undefined where `includeSettled` tells of a task nobody saw running.
   */
  onStatusChange?: ((task: VideoTask, previousStatus: VideoTaskStatus | undefined) => void) | undefined
}

/** Whose tasks are listened to, and how. */
export interface VideoTaskEventsOptions {
  /** Whose tasks they are; the provider's. @default '' */
  scope?: string | undefined
  /** Remembers across reloads and tabs what was told of the tasks made here. @default none: each page tells for itself */
  registry?: VideoTaskRegistry | undefined
  /** Whether a task that has already ended when this page first sees it is told as well. @default false */
  includeSettled?: boolean | undefined
  /** Whether this tab tells of a task; false while another tab does. Asked at each change. @default always */
  isLeader?: ((id: string, scope: string) => boolean) | undefined
}

const hubsOf = perQueryClient((): EventHub[] => [])

/**
 * Tells what becomes of the tasks in the cache: each transition once, however often it is seen.
 *
 * @param listeners read at each change
 * @returns what ends it
 */
export function subscribeToVideoTasks(
  queryClient: QueryClient,
  listeners: VideoTaskListeners,
  { scope = '', registry, includeSettled, isLeader }: VideoTaskEventsOptions = {},
): () => void {
  const known = hubsOf(queryClient)
  let hub = known.find((other) => other.scope === scope && other.registry === registry)
  if (!hub) {
    hub = createEventHub(queryClient, scope, registry)
    known.push(hub)
  }
  return hub.join({ listeners, includeSettled, isLeader })
}

/** One who listens, and how. */
interface EventMember {
  /** Read at each change. */
  listeners: VideoTaskListeners
  includeSettled?: boolean | undefined
  isLeader?: ((id: string, scope: string) => boolean) | undefined
}

/** Tells all who listen to the tasks of one scope in one page. */
interface EventHub {
  scope: string
  registry: VideoTaskRegistry | undefined
  /** @returns what ends it */
  join: (member: EventMember) => () => void
}

/**
 * Compares what the cache shows with what was told last. It follows the cache only while somebody listens, but what was
 * told is kept: what happened while nobody listened is told to the next who does, as it is after a reload.
 */
function createEventHub(
  queryClient: QueryClient,
  scope: string,
  registry: VideoTaskRegistry | undefined,
): EventHub {
  const told = new Map<string, VideoTaskStatus>()
  const members = createListeners<EventMember>(() => followVideoTasks(queryClient, scope, see))

  function tell(id: string, task: VideoTask, silent: Set<EventMember>) {
    const listening = members.current()
    if (listening.length === 0) return
    const record = registry?.list(scope).find((entry) => entry.id === id)
    let before = told.get(id)
    if (record && isLaterStatus(record.notifiedStatus, before)) before = record.notifiedStatus
    const isNews = isLaterStatus(task.status, before)
    told.set(id, isNews || before === undefined ? task.status : before)
    if (!isNews || (before === undefined && !isTerminal(task))) return
    const hearing = listening.filter(
      (member) => !silent.has(member) && (before !== undefined || member.includeSettled),
    )
    if (hearing.length === 0) return
    registry?.markNotified(id, task.status, scope)
    for (const { listeners } of hearing) callListeners(listeners, task, before)
  }

  function see(id: string, task: VideoTask) {
    if (told.get(id) === task.status) return
    // Asked at once, since a tab may give up its voice with its last poll; told a moment later, since React may be rendering.
    const silent = new Set(members.current().filter((member) => member.isLeader?.(id, scope) === false))
    queueMicrotask(() => tell(id, task, silent))
  }

  return {
    scope,
    registry,
    join: members.subscribe,
  }
}

/** Tells one set of listeners of one transition; none of them can break another, or the caller. */
function callListeners(
  { onCompleted, onFailed, onStatusChange }: VideoTaskListeners,
  task: VideoTask,
  previousStatus: VideoTaskStatus | undefined,
): void {
  void call(() => onStatusChange?.(task, previousStatus))
  if (task.status === 'completed') void call(() => onCompleted?.(task))
  if (task.status === 'failed' || task.status === 'error') void call(() => onFailed?.(task))
}

async function call(listener: () => unknown): Promise<void> {
  try {
    await listener()
  } catch (error) {
    if (typeof reportError === 'function') reportError(error)
    else throw error
  }
}

/**
 * Shows every task of a scope that is in the cache, and again whenever its cache entry is updated: by a poll, a create,
 * hydration or another tab. What is there already is shown a moment later, when all that mounts together has mounted.
 * It may be called while React renders.
 *
 * @returns what ends it
 */
export function followVideoTasks(
  queryClient: QueryClient,
  scope: string,
  onTask: (id: string, task: VideoTask) => void,
): () => void {
  const cache = queryClient.getQueryCache()
  const prefix = videoTaskKeys.details(scope)
  const show = ({ queryKey }: Query) => {
    const id = queryKey[prefix.length]
    if (typeof id !== 'string' || !partialMatchKey(queryKey, prefix)) return
    const task = queryClient.getQueryData<VideoTask>(queryKey)
    if (task) onTask(id, task)
  }
  const unsubscribe = cache.subscribe(({ type, query }) => {
    if (type === 'added' || type === 'updated') show(query)
  })
  let isOver = false
  queueMicrotask(() => {
    if (!isOver) for (const query of cache.findAll({ queryKey: prefix })) show(query)
  })
  return () => {
    isOver = true
    unsubscribe()
  }
}
