import { isServer, type QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { TabLocks } from './leaderLock.js'
import { type PageLifecycle, pageLifecycle } from './pageLifecycle.js'
import { pollViaLeader, type TaskPoll } from './pollViaLeader.js'
import { openTabLink, type TabChannel, type TabLink } from './tabLink.js'

/** Options of `createVideoTaskTabs`; the last three are for tests. */
export interface VideoTaskTabsOptions {
  /** Name of the app, where several share an origin. @default '' */
  name?: string | undefined
  /** @default the browser's `navigator.locks` */
  locks?: TabLocks | undefined
  /** @default the browser's `BroadcastChannel` */
  BroadcastChannel?: (new (name: string) => TabChannel) | undefined
  /** Visibility of the page, and its changes. @default this page's */
  page?: PageLifecycle | undefined
}

/** One poll that another tab may make. */
interface SharedPoll extends TaskPoll {
  queryClient: QueryClient
  /** The provider's scope. @default '' */
  scope?: string | undefined
}

/** The tabs of one app, which share their polling. */
export interface VideoTaskTabs {
  /**
   * Receives the other tabs' answers until the returned function is called. The provider connects; `share` does too while
   * it polls.
   */
  connect(queryClient: QueryClient, scope?: string): () => void
  /**
   * Polls a task: through `pollApi` if this tab leads, else returns the known task, which the leader keeps up to date.
   *
   * @throws what `pollApi` throws, or the signal's reason
   */
  share(poll: SharedPoll): Promise<VideoTask>
  /**
   * Checks whether this tab sends the events of the latest answer about a task to the app. To be called when the cache
   * changes.
   *
   * @param queryClient whose cache it is, where a page has several
   */
  isLeader(id: string, scope?: string, queryClient?: QueryClient): boolean
}

/**
 * Shares polling between the tabs of one app. For each task one tab leads: it holds a Web Lock, polls the API and sends each
 * answer to the others. A visible tab takes over from a hidden one; when the leader closes, crashes, freezes or meets a
 * non-retryable error, another tab takes over. Where the browser has no Web Locks or no BroadcastChannel, or refuses them,
 * each tab polls for itself.
 *
 * @example
 * ```tsx
 * import type { ReactNode } from 'react'
 * import { createVideoClient, VideoTaskProvider } from 'react-video-task'
 * import { createVideoTaskTabs } from 'react-video-task/tabs'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 * const tabs = createVideoTaskTabs()
 *
 * export function Videos({ children }: { children: ReactNode }) {
 *   return (
 *     <VideoTaskProvider client={client} tabs={tabs}>
 *       {children}
 *     </VideoTaskProvider>
 *   )
 * }
 * ```
 */
export function createVideoTaskTabs(options: VideoTaskTabsOptions = {}): VideoTaskTabs {
  const { name = '', page = pageLifecycle } = options
  // A server has neither tabs nor a single user, even where its runtime has locks and channels.
  const locks = options.locks ?? (isServer ? undefined : globalThis.navigator?.locks)
  const BroadcastChannel = options.BroadcastChannel ?? (isServer ? undefined : globalThis.BroadcastChannel)
  const links = new Set<TabLink>()
  /** The browser refuses locks or channels: from then on this tab polls for itself. */
  let isRefused = false

  const find = (queryClient: QueryClient | undefined, scope: string) =>
    [...links].filter((link) => link.scope === scope && (!queryClient || link.queryClient === queryClient))

  function open(queryClient: QueryClient, scope: string): TabLink | undefined {
    if (isRefused || !locks || !BroadcastChannel) return undefined
    const [existing] = find(queryClient, scope)
    if (existing) return existing
    const parts = { queryClient, name, scope, page, locks, BroadcastChannel }
    try {
      const link = openTabLink({ ...parts, onIdle: closeUnused, onError: refuse })
      links.add(link)
      return link
    } catch {
      refuse()
      return undefined
    }
  }
  function close(link: TabLink): void {
    if (links.delete(link)) link.close()
  }
  function closeUnused(): void {
    for (const link of links) if (link.users === 0 && link.isIdle) close(link)
  }
  function refuse(): void {
    isRefused = true
    links.forEach(close)
  }

  return {
    connect(queryClient, scope = '') {
      const link = open(queryClient, scope)
      if (!link) return () => {}
      link.users += 1
      let isConnected = true
      return () => {
        if (isConnected) link.users -= 1
        isConnected = false
        closeUnused()
      }
    },
    share({ queryClient, scope = '', ...poll }) {
      const link = open(queryClient, scope)
      return link ? pollViaLeader(link, poll) : poll.pollApi(poll.signal)
    },
    isLeader(id, scope = '', queryClient) {
      const states = find(queryClient, scope).map((link) => link.stateOf(id))
      return (
        states.length === 0 || states.some(({ sendsEvents, lock }) => sendsEvents ?? lock?.isHeld ?? true)
      )
    },
  }
}
