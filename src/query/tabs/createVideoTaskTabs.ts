import { isServer, type QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { TabLocks } from './leaderLock.js'
import { type PageLifecycle, pageLifecycle } from './pageLifecycle.js'
import { pollViaLeader, type TaskPoll } from './pollViaLeader.js'
import { openTabLink, type TabChannel, type TabLink } from './tabLink.js'

/** Options of `createVideoTaskTabs`; the last three are for tests. */
export interface VideoTaskTabsOptions {
  /** Tells apps apart that share an origin. @default '' */
  name?: string | undefined
  /** @default the browser's `navigator.locks` */
  locks?: TabLocks | undefined
  /** @default the browser's `BroadcastChannel` */
  BroadcastChannel?: (new (name: string) => TabChannel) | undefined
  /** Whether the page is hidden, and when that changes. @default this page's */
  page?: PageLifecycle | undefined
}

/** One poll of a query that may be another tab's to make. */
interface SharedPoll extends TaskPoll {
  queryClient: QueryClient
  /** As in the query's key. @default '' */
  scope?: string | undefined
}

/** Several tabs of one app that share their polling. */
export interface VideoTaskTabs {
  /** Listens to the other tabs until the returned function is called; `share` also does so by itself while it polls. */
  connect(queryClient: QueryClient, scope?: string): () => void
  /**
   * Polls a task: asks where this tab is the one to ask, else gives what is known, which the other tabs keep up to date.
   *
   * @throws what `ask` throws, or the signal's reason
   */
  share(poll: SharedPoll): Promise<VideoTask>
  /**
   * Whether this tab is the one to tell the app what the latest answer about a task changed; asked when the cache changes.
   *
   * @param queryClient whose cache it is, where a page has several
   */
  isLeader(id: string, scope?: string, queryClient?: QueryClient): boolean
}

/**
 * Lets several tabs of one app share the polling: per task one tab holds a Web Lock and asks the API, and all others get
 * the answer from it. A tab somebody looks at takes over from a hidden one; when the asking tab closes, crashes, freezes
 * or fails for good, another goes on. Where the browser has no Web Locks or no BroadcastChannel, or refuses them, each
 * tab polls for itself.
 */
export function createVideoTaskTabs(options: VideoTaskTabsOptions = {}): VideoTaskTabs {
  const { name = '', page = pageLifecycle } = options
  // A server has neither tabs nor a single user, even where its runtime has locks and channels.
  const locks = options.locks ?? (isServer ? undefined : globalThis.navigator?.locks)
  const BroadcastChannel = options.BroadcastChannel ?? (isServer ? undefined : globalThis.BroadcastChannel)
  const links = new Set<TabLink>()
  let isRefused = false

  function close(link: TabLink): void {
    if (links.delete(link)) link.close()
  }
  function closeUnused(): void {
    for (const link of links) if (link.uses === 0 && link.isIdle) close(link)
  }
  function refuse(): void {
    isRefused = true
    links.forEach(close)
  }
  const find = (queryClient: QueryClient | undefined, scope: string) =>
    [...links].filter((link) => link.scope === scope && (!queryClient || link.queryClient === queryClient))

  function open(queryClient: QueryClient, scope: string): TabLink | undefined {
    if (isRefused || !locks || !BroadcastChannel) return undefined
    const [known] = find(queryClient, scope)
    if (known) return known
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

  return {
    connect(queryClient, scope = '') {
      const link = open(queryClient, scope)
      if (!link) return () => {}
      link.uses += 1
      let isConnected = true
      return () => {
        if (isConnected) link.uses -= 1
        isConnected = false
        closeUnused()
      }
    },
    share({ queryClient, scope = '', ...poll }) {
      const link = open(queryClient, scope)
      return link ? pollViaLeader(link, poll) : poll.ask(poll.signal)
    },
    isLeader(id, scope = '', queryClient) {
      const seats = find(queryClient, scope).map((link) => link.seatOf(id))
      return seats.length === 0 || seats.some(({ speaks, lock }) => speaks ?? lock?.isHeld ?? true)
    },
  }
}
