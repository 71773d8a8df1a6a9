import { isServer, type QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../core/VideoTask.js'
import type { TabLocks } from './tabs/createTaskLock.js'
import { openTabLink, type TabChannel } from './tabs/openTabLink.js'
import { type PageLife, pageLife } from './tabs/pageLife.js'
import { shareTask, type TaskPoll } from './tabs/shareTask.js'
import { speaks, type TabLink } from './tabs/TabLink.js'

/** Options of `createVideoTaskTabs`; the last three are for tests. */
export interface VideoTaskTabsOptions {
  /** Tells apps apart that share an origin. @default '' */
  name?: string
  /** @default the browser's `navigator.locks` */
  locks?: TabLocks
  /** @default the browser's `BroadcastChannel` */
  BroadcastChannel?: new (name: string) => TabChannel
  /** Whether the page is hidden, and when that changes. @default this page's */
  page?: PageLife
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
  isSpeaker(id: string, scope?: string, queryClient?: QueryClient): boolean
}

interface SharedLink {
  queryClient: QueryClient
  scope: string
  link: TabLink
  /** How many have called `connect`. */
  uses: number
}

/**
 * Lets several tabs of one app share the polling: per task one tab holds a Web Lock and asks the API, and all others get
 * the answer from it. A tab somebody looks at takes over from a hidden one; when the asking tab closes, crashes, freezes
 * or fails for good, another goes on. Where the browser has no Web Locks or no BroadcastChannel, or refuses them, each
 * tab polls for itself.
 */
export function createVideoTaskTabs(options: VideoTaskTabsOptions = {}): VideoTaskTabs {
  const { name = '', page = pageLife } = options
  // A server has neither tabs nor a single user, even where its runtime has locks and channels.
  const locks = options.locks ?? (isServer ? undefined : globalThis.navigator?.locks)
  const BroadcastChannel = options.BroadcastChannel ?? (isServer ? undefined : globalThis.BroadcastChannel)
  const links = new Set<SharedLink>()
  let isRefused = false

  function close(shared: SharedLink): void {
    if (links.delete(shared)) shared.link.close()
  }
  function closeUnused(): void {
    for (const shared of [...links]) if (shared.uses === 0 && shared.link.isIdle) close(shared)
  }
  function refuse(): void {
    isRefused = true
    for (const shared of [...links]) close(shared)
  }

  function open(queryClient: QueryClient, scope: string): SharedLink | undefined {
    if (isRefused || !locks || !BroadcastChannel) return undefined
    for (const shared of links)
      if (shared.queryClient === queryClient && shared.scope === scope) return shared
    const parts = { queryClient, name, scope, page, locks, BroadcastChannel }
    try {
      const link = openTabLink({ ...parts, onIdle: closeUnused, onError: refuse })
      const shared = { queryClient, scope, link, uses: 0 }
      links.add(shared)
      return shared
    } catch {
      refuse()
      return undefined
    }
  }

  return {
    connect(queryClient, scope = '') {
      const shared = open(queryClient, scope)
      if (!shared) return () => {}
      shared.uses += 1
      let isConnected = true
      return () => {
        if (isConnected) shared.uses -= 1
        isConnected = false
        closeUnused()
      }
    },
    share({ queryClient, scope = '', ...poll }) {
      const shared = open(queryClient, scope)
      return shared ? shareTask(shared.link, poll) : poll.ask(poll.signal)
    },
    isSpeaker(id, scope = '', queryClient) {
      const here = [...links].filter(
        (shared) => shared.scope === scope && (!queryClient || shared.queryClient === queryClient),
      )
      return here.length === 0 || here.some(({ link }) => speaks(link, id))
    },
  }
}
