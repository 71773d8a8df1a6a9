import type { Query, QueryClient } from '@tanstack/react-query'
import type { VideoTaskError } from '../../core/errors/VideoTaskError.js'
import { isTerminal, type VideoTask } from '../../core/task/videoTask.js'
import { createTaskLock, type TabLocks, type TaskLock } from './leaderLock.js'
import type { PageLifecycle } from './pageLifecycle.js'
import { readTabMessage, TAB_PROTOCOL, type TabMessage } from './tabMessage.js'
import { createTaskSeat, noteHeard, type TabTaskState, wakeSeat } from './tabTaskState.js'
import { videoTaskKeys } from '../videoTaskKeys.js'

/** One page's tie to the other tabs, for one cache and one scope. */
export interface TabLink {
  readonly queryClient: QueryClient
  readonly scope: string
  readonly page: PageLifecycle
  /** How many hold the link open, besides the tasks that are watched here. */
  uses: number
  readonly isClosed: boolean
  /** Nothing here watches a task any more. */
  readonly isIdle: boolean
  /** Other tabs that nobody can see, as far as they were heard. */
  readonly hiddenTabs: Set<string>
  /** This tab's seat at a task; made where there is none. */
  seatOf(id: string): TabTaskState
  queryOf(id: string): Query<VideoTask, VideoTaskError> | undefined
  /** Claims the task's lock, once. */
  claim(seat: TabTaskState): TaskLock
  /** Gives up the lock, or the place in line. */
  release(seat: TabTaskState): void
  /** Tells the other tabs. */
  post(message: Omit<TabMessage, 'from' | 'hidden'>): void
  close(): void
}

/** The task as this tab knows it; undefined where nothing is known, or its last poll could not learn the state. */
export function knownTask(link: TabLink, id: string): VideoTask | undefined {
  const state = link.queryOf(id)?.state
  return state?.error === null ? state.data : undefined
}

/** Gives up the lock of a task that nothing in this tab watches any more. */
export function releaseUnwatched(link: TabLink, seat: TabTaskState): void {
  if (seat.lock && !link.queryOf(seat.id)?.isActive()) link.release(seat)
}

/** The part of `BroadcastChannel` that sharing needs. */
export interface TabChannel {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  close(): void
}

/** Where a link is made, and what it tells of itself. */
interface TabLinkOptions {
  queryClient: QueryClient
  /** The app's. */
  name: string
  scope: string
  locks: TabLocks
  BroadcastChannel: new (name: string) => TabChannel
  page: PageLifecycle
  onIdle: () => void
  /** The browser refuses locks or channel. */
  onError: () => void
}

/** Joins the other tabs of this app. */
export function openTabLink(options: TabLinkOptions): TabLink {
  const { queryClient, name, scope, page, onError } = options
  const from = crypto.randomUUID()
  const cache = queryClient.getQueryCache()
  /** By the hash of the query's key. */
  const seats = new Map<string, TabTaskState>()
  const claimed = new Set<TabTaskState>()
  let isClosed = false

  const label = (...rest: string[]) => `video-task/${TAB_PROTOCOL}:${JSON.stringify([name, scope, ...rest])}`
  // Asked by its hash: a search through the cache would make a thousand polls a million comparisons.
  const hashOf = (id: string) =>
    queryClient.defaultQueryOptions({ queryKey: videoTaskKeys.detail(id, scope) }).queryHash
  const releaseAll = () => {
    for (const seat of claimed) link.release(seat)
  }

  const link: TabLink = {
    queryClient,
    scope,
    page,
    uses: 0,
    hiddenTabs: new Set(),
    get isClosed() {
      return isClosed
    },
    get isIdle() {
      return claimed.size === 0
    },
    seatOf(id) {
      const hash = hashOf(id)
      const seat = seats.get(hash) ?? createTaskSeat(id)
      seats.set(hash, seat)
      return seat
    },
    queryOf: (id) => cache.get<VideoTask, VideoTaskError>(hashOf(id)),
    claim(seat) {
      claimed.add(seat)
      return (seat.lock ??= createTaskLock(options.locks, label(seat.id), {
        onGain() {
          seat.leader = undefined
          link.post({ id: seat.id, leads: true })
          wakeSeat(seat)
        },
        onLose() {
          noteHeard(seat)
          wakeSeat(seat)
        },
        onError,
      }))
    },
    release(seat) {
      seat.lock?.release()
      seat.lock = undefined
      wakeSeat(seat)
      if (claimed.delete(seat) && claimed.size === 0) options.onIdle()
    },
    post(message) {
      if (isClosed) return
      try {
        channel.postMessage({ ...message, from, hidden: page.isHidden() })
      } catch {
        // A task that cannot be cloned, or no channel any more.
        onError()
      }
    },
    close() {
      isClosed = true
      releaseAll()
      leaveCache()
      leavePage()
      channel.close()
    },
  }

  const channel = new options.BroadcastChannel(label())
  channel.addEventListener('message', ({ data }) => {
    if (!isClosed) handleTabMessage(link, data)
  })
  const leaveCache = cache.subscribe(({ type, query }) => {
    const seat = seats.get(query.queryHash)
    if (!seat) return
    if (type === 'removed') seats.delete(query.queryHash)
    if (type === 'removed' || type === 'observerRemoved' || type === 'observerOptionsUpdated')
      releaseUnwatched(link, seat)
  })
  const leavePage = page.subscribe({ onTurn: () => link.post({}), onRest: releaseAll })
  return link
}

/** Whether nobody polls this task any more. */
export function isOver(task: VideoTask): boolean {
  return isTerminal(task) || task.observed?.stalled !== undefined
}

/** Takes in what another tab says; what is no message of ours is passed over. */
function handleTabMessage(link: TabLink, data: unknown): void {
  const message = readTabMessage(data)
  if (!message) return
  const { id, from, leads = false, task, at } = message
  if (message.hidden) link.hiddenTabs.add(from)
  else link.hiddenTabs.delete(from)
  const query = id === undefined ? undefined : link.queryOf(id)
  if (id === undefined || !query) return
  const seat = link.seatOf(id)
  const holds = seat.lock?.isHeld ?? false

  if (message.wanted) {
    if (holds) link.post({ id, leads: true, task: knownTask(link, id), at: query.state.dataUpdatedAt })
    return
  }
  if (message.until !== undefined) seat.quietUntil = message.until
  if (leads) seat.leader = from
  if (leads || task) noteHeard(seat)
  if (task && (isTerminal(task) || !isTerminal(query.state.data))) {
    // The tab that asks tells the app; what a tab learnt on its own is told by whoever holds the lock.
    seat.speaks = !leads && holds
    link.queryClient.setQueryData(videoTaskKeys.detail(id, link.scope), task, { updatedAt: at })
    if (isOver(task)) link.release(seat)
  }
  wakeSeat(seat)
}
