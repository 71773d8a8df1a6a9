import { isServer, type QueryClient } from '@tanstack/react-query'
import type { VideoTask } from '../../core/task/videoTask.js'
import { remember } from '../perQueryClient.js'
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
   * Receives the other tabs' answers until the returned function is called, which also hands over the tasks that this tab
   * leads. The provider connects; `share` does too while it polls.
   */
  connect(queryClient: QueryClient, scope?: string): () => void
  /**
   * Polls a task: through `pollApi` if this tab leads, else returns the known task, which the leader keeps up to date.
   *
   * @throws what `pollApi` throws, or the signal's reason
   */
  share(poll: SharedPoll): Promise<VideoTask>
  /**
   * Checks whether this tab sends the events of the latest answer about a task to the app, whichever of its QueryClients
   * polls. To be called when the cache changes.
   *
   * @param queryClient whose cache has changed, where a page has several
   */
  isLeader(id: string, scope?: string, queryClient?: QueryClient): boolean
}

/**
 * Shares polling between the tabs of one app. For each task one tab leads: it holds a Web Lock, polls the API and sends each
 * answer to the others. A visible tab takes over from a hidden one; when the leader closes, crashes, freezes or meets a
 * non-retryable error, another tab takes over. Several objects of one page and name act as one, so a reload of the module
 * that creates it costs no poll. Where the browser has no Web Locks or no BroadcastChannel, or refuses them, each tab polls
 * for itself.
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
  const inPage = sharedOf(page)
  const { links } = inPage
  /** The browser refuses locks or channels: from then on this tab polls for itself. */
  let isRefused = false

  const linksOf = (scope: string) => [...links].filter((link) => link.name === name && link.scope === scope)
  const find = (queryClient: QueryClient, scope: string) =>
    linksOf(scope).find((link) => link.queryClient === queryClient)

  function open(queryClient: QueryClient, scope: string): TabLink | undefined {
    if (isRefused || !locks || !BroadcastChannel) return undefined
    const existing = find(queryClient, scope)
    if (existing) return existing
    const parts = { queryClient, name, scope, page, locks, BroadcastChannel }
    try {
      // Here, since only secure contexts have it, and a server has no randomness while it loads modules.
      const from = (inPage.id ??= crypto.randomUUID())
      const linksInPage = () => linksOf(scope)
      const link = openTabLink({ ...parts, from, linksInPage, onIdle: closeUnused, onError: refuse })
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
    for (const link of links) if (link.name === name) close(link)
  }

  return {
    connect(queryClient, scope = '') {
      const link = open(queryClient, scope)
      if (!link) return () => {}
      link.users += 1
      let isConnected = true
      return () => {
        if (!isConnected) return
        isConnected = false
        link.users -= 1
        // Later: what connects in place of this caller goes on with the link, and polls without a gap.
        queueMicrotask(() => {
          if (link.users === 0) close(link)
        })
      }
    },
    share({ queryClient, scope = '', ...poll }) {
      const link = open(queryClient, scope)
      return link ? pollViaLeader(link, poll) : poll.pollApi(poll.signal)
    },
    isLeader(id, scope = '', queryClient) {
      const own = linksOf(scope).filter((link) => !queryClient || link.queryClient === queryClient)
      const sends = (link: TabLink) => {
        const { sendsEvents, lock } = link.stateOf(id)
        return sendsEvents ?? (!lock || link.isLedInPage(id))
      }
      return own.length === 0 || own.some(sends)
    },
  }
}

/** What the tabs objects of one page share. */
interface PageLinks {
  /** The page's name in messages. */
  id?: string
  links: Set<TabLink>
}

// By page: an object that replaces another one, as Fast Refresh does, goes on with the other's links.
const pages = /* @__PURE__ */ new WeakMap<PageLifecycle, PageLinks>()

const sharedOf = (page: PageLifecycle): PageLinks => remember(pages, page, () => ({ links: new Set() }))
