import type { QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../../core/VideoTask.js'
import type { VideoTaskError } from '../../core/VideoTaskError.js'
import { videoTaskKeys } from '../videoTaskKeys.js'
import { createTaskLock, type TabLocks } from './createTaskLock.js'
import { hearTabMessage } from './hearTabMessage.js'
import type { PageLife } from './pageLife.js'
import { releaseUnwatched, type TabLink } from './TabLink.js'
import { TAB_PROTOCOL } from './tabMessage.js'
import { createTaskSeat, noteHeard, type TaskSeat, wakeSeat } from './TaskSeat.js'

/** The part of `BroadcastChannel` that sharing needs. */
export interface TabChannel {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  close(): void
}

/** Where a link is made, and what it tells of itself. */
export interface TabLinkOptions {
  queryClient: QueryClient
  /** The app's. */
  name: string
  scope: string
  locks: TabLocks
  BroadcastChannel: new (name: string) => TabChannel
  page: PageLife
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
  const seats = new Map<string, TaskSeat>()
  const claimed = new Set<TaskSeat>()
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
    if (!isClosed) hearTabMessage(link, data)
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
