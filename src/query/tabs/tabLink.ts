import { hashKey, type Query, type QueryClient } from '@tanstack/react-query'
import type { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { isDeleted, isTerminal, type VideoTask } from '../../core/task/videoTask.js'
import { hasTypes } from '../../core/wire/fieldValues.js'
import { deleteKey, endWatch } from '../deleteVideoTaskOptions.js'
import { remember } from '../perQueryClient.js'
import { detailKey } from '../videoTaskKeys.js'
import { createLeaderLock, type LeaderLock, type TabLocks } from './leaderLock.js'
import type { PageLifecycle } from './pageLifecycle.js'
import { readTabMessage, TAB_PROTOCOL, type TabMessage } from './tabMessage.js'
import { createTabTaskState, notifyWaiters, recordLeaderActivity, type TabTaskState } from './tabTaskState.js'

/** Connection of one page to the other tabs, for one app, cache and scope. */
export interface TabLink {
  readonly queryClient: QueryClient
  /** Name of the app. */
  readonly name: string
  readonly scope: string
  /** The page in messages. */
  readonly from: string
  readonly page: PageLifecycle
  /** How many callers keep the link open, besides the tasks that are watched here. */
  users: number
  readonly isClosed: boolean
  /** Nothing here watches a task any more. */
  readonly isIdle: boolean
  /** Other tabs that are hidden, by their messages. */
  readonly hiddenTabs: Set<string>
  /** This tab's state for a task; created on first use. */
  stateOf(id: string): TabTaskState
  queryOf(id: string): Query<VideoTask, VideoTaskError> | undefined
  /** Whether this link holds the task's lock, and held it at a time in ms. @default now */
  isLeading(id: string, at?: number): boolean
  /** Whether a link of this page does: a page with several caches has one link for each. */
  isLedInPage(id: string, at?: number): boolean
  /** Requests the task's lock, once. */
  requestLock(state: TabTaskState): LeaderLock
  /** Releases the task's lock, or stops waiting for it. */
  releaseLock(state: TabTaskState): void
  /** Sends a message to the other tabs. */
  post(message: Omit<TabMessage, 'from' | 'hidden'>): void
  close(): void
}

/** The part of `BroadcastChannel` that sharing needs. */
export interface TabChannel {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  close(): void
}

/** Options of `openTabLink`. */
interface TabLinkOptions {
  queryClient: QueryClient
  name: string
  scope: string
  from: string
  /** The links of this page, app and scope, the new one among them. */
  linksInPage: () => TabLink[]
  locks: TabLocks
  BroadcastChannel: new (name: string) => TabChannel
  page: PageLifecycle
  onIdle: () => void
  /** The browser refuses locks or channel. */
  onError: () => void
}

/** Connects this page to the other tabs of the app. */
export function openTabLink(options: TabLinkOptions): TabLink {
  const { queryClient, name, scope, from, page, onError } = options
  const cache = queryClient.getQueryCache()
  /** By the hash of the query's key. */
  const states = new Map<string, TabTaskState>()
  const statesWithLock = new Set<TabTaskState>()
  let isClosed = false

  const sharedName = (...rest: string[]) =>
    `video-task/${TAB_PROTOCOL}:${JSON.stringify([name, scope, ...rest])}`
  // By hash: a search through the cache would make a thousand polls a million comparisons.
  const hashOf = (id: string) => queryClient.defaultQueryOptions({ queryKey: detailKey(id, scope) }).queryHash
  const releaseAll = () => {
    for (const state of statesWithLock) link.releaseLock(state)
  }

  const link: TabLink = {
    queryClient,
    name,
    scope,
    from,
    page,
    users: 0,
    hiddenTabs: new Set(),
    get isClosed() {
      return isClosed
    },
    get isIdle() {
      return statesWithLock.size === 0
    },
    stateOf(id) {
      return remember(states, hashOf(id), () => createTabTaskState(id))
    },
    queryOf: (id) => cache.get<VideoTask, VideoTaskError>(hashOf(id)),
    isLeading(id, at = Infinity) {
      const state = states.get(hashOf(id))
      return state?.lock?.isHeld === true && state.leadsSince <= at
    },
    isLedInPage: (id, at) => options.linksInPage().some((other) => other.isLeading(id, at)),
    requestLock(state) {
      statesWithLock.add(state)
      return (state.lock ??= createLeaderLock(options.locks, sharedName(state.id), {
        onGain() {
          state.leader = undefined
          state.leadsSince = Date.now()
          link.post({ id: state.id, leads: true })
          notifyWaiters(state)
        },
        onLose() {
          recordLeaderActivity(state)
          notifyWaiters(state)
        },
        onError,
      }))
    },
    releaseLock(state) {
      state.lock?.release()
      state.lock = undefined
      notifyWaiters(state)
      if (statesWithLock.delete(state) && statesWithLock.size === 0) options.onIdle()
    },
    post(message) {
      if (isClosed) return
      try {
        channel.postMessage({ ...message, from, hidden: page.isHidden() })
      } catch {
        // The task cannot be cloned, or the channel is gone.
        onError()
      }
    },
    close() {
      isClosed = true
      releaseAll()
      leaveCache()
      leaveMutations()
      leavePage()
      channel.close()
    },
  }

  const channel = new options.BroadcastChannel(sharedName())
  channel.addEventListener('message', ({ data }) => {
    if (!isClosed) handleTabMessage(link, data)
  })
  const leaveCache = cache.subscribe(({ type, query }) => {
    const state = states.get(query.queryHash)
    if (!state) return
    if (type === 'removed') states.delete(query.queryHash)
    if (type === 'removed' || type === 'observerRemoved' || type === 'observerOptionsUpdated')
      releaseUnwatched(link, state)
  })
  const hashOfDeletes = hashKey(deleteKey(scope))
  const leaveMutations = queryClient.getMutationCache().subscribe(({ type, mutation }) => {
    if (type !== 'updated' || mutation.state.status !== 'success') return
    const { mutationKey } = mutation.options
    const deletion = mutation.state.data
    if (!mutationKey || hashKey(mutationKey) !== hashOfDeletes) return
    if (!hasTypes(deletion, { id: 'string', deleted: 'boolean' }) || !deletion.deleted) return
    link.post({ id: deletion.id, deleted: true })
    releaseDeleted(link, deletion.id)
  })
  const leavePage = page.subscribe({ onVisibilityChange: () => link.post({}), onSuspend: releaseAll })
  return link
}

/** Applies another tab's message to this tab's state and cache. Ignores anything that is not a message of this library. */
function handleTabMessage(link: TabLink, data: unknown): void {
  const message = readTabMessage(data)
  if (!message) return
  const { id, from, leads = false, task, at } = message
  const isOwnPage = from === link.from
  if (message.hidden && !isOwnPage) link.hiddenTabs.add(from)
  else link.hiddenTabs.delete(from)
  if (id !== undefined && message.deleted) {
    void endWatch(link.queryClient, id, link.scope)
    releaseDeleted(link, id)
    return
  }
  const query = id === undefined ? undefined : link.queryOf(id)
  if (id === undefined || !query) return
  const state = link.stateOf(id)

  if (message.wanted) {
    if (link.isLeading(id))
      link.post({ id, leads: true, task: knownTask(link, id), at: query.state.dataUpdatedAt })
    return
  }
  if (message.until !== undefined) state.retryAfterEnd = message.until
  if (leads) state.leader = from
  if (leads || task) recordLeaderActivity(state)
  // A leader that has not heard of a delete may still send an answer from before.
  if (task && !isDeleted(query.state.data) && (isTerminal(task) || !isTerminal(query.state.data))) {
    // A leader's page sends the events of its answers. An answer that a tab got on its own is to be reported by the leader
    // of that time, which may have released the lock at this answer.
    state.sendsEvents = leads ? isOwnPage : link.isLedInPage(id, at)
    link.queryClient.setQueryData(detailKey(id, link.scope), task, { updatedAt: at })
    if (isPollingEnded(task)) link.releaseLock(state)
  }
  notifyWaiters(state)
}

/** The task in this tab's cache; undefined without one, and while its last poll has failed. */
export function knownTask(link: TabLink, id: string): VideoTask | undefined {
  const state = link.queryOf(id)?.state
  return state?.error === null ? state.data : undefined
}

/** Whether no tab polls this task any more. */
export function isPollingEnded(task: VideoTask): boolean {
  return isTerminal(task) || isDeleted(task) || task.observed?.stalled !== undefined
}

/** Releases the lock of a deleted task, which no tab polls any more. */
function releaseDeleted(link: TabLink, id: string): void {
  if (link.queryOf(id)) link.releaseLock(link.stateOf(id))
}

/** Releases the lock of a task that nothing in this tab watches any more. */
export function releaseUnwatched(link: TabLink, state: TabTaskState): void {
  if (state.lock && !link.queryOf(state.id)?.isActive()) link.releaseLock(state)
}
