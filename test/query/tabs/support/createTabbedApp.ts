import { MutationObserver, QueryClient, type QueryKey, QueryObserver } from '@tanstack/react-query'
import { vi } from 'vitest'
import {
  createVideoClient,
  deleteVideoTaskOptions,
  type VideoClient,
  type VideoTask,
  videoTaskOptions,
} from 'react-video-task'
import { createVideoTaskTabs, type VideoTaskTabs, type VideoTaskTabsOptions } from 'react-video-task/tabs'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { createFakeBrowser, type FakeBrowser, type FakeTab } from './createFakeBrowser.js'

type Answer = ((request: Request) => Response | Promise<Response>) | undefined

/** A tab that runs the app. */
export interface AppTab extends FakeTab {
  queryClient: QueryClient
  tabs: VideoTaskTabs
  /** Task ids this tab has requested, in the order sent. */
  requestedIds: string[]
  /** Answers this tab's requests in place of the emulator while set. */
  answer: Answer
  /** Changes each task that this tab retrieves. */
  transform: ((task: VideoTask) => VideoTask) | undefined
  disconnect: () => void
  prefetch: (id: string) => Promise<void>
  updatedAt: (id: string) => number | undefined
  /** Watches a task; returns the function that stops it. */
  watch: (id: string) => () => void
  /** Deletes a task. */
  remove: (id: string) => Promise<unknown>
  task: (id: string) => VideoTask | undefined
  error: (id: string) => Error | null | undefined
  /** Status changes in this tab's cache for which it was the leader. */
  notifiedStatuses: string[]
}

interface OpenTabOptions {
  /** Opens no tab, but a second QueryClient on this one's page and tabs object. */
  besides?: AppTab
  name?: string
  scope?: string
  /** @default 5000 */
  pollInterval?: number
  parts?: VideoTaskTabsOptions
}

interface TabbedApp {
  browser: FakeBrowser
  emulator: VideoEmulator
  openTab: (options?: OpenTabOptions) => AppTab
  advance: (ms: number) => Promise<unknown>
}

/** Creates an app that opens tabs on one emulator, with fake timers: a task takes 20 s, the poll interval is 5 s, a request takes 200 ms. */
export function createTabbedApp(): TabbedApp {
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ duration: 20_000, now: () => Date.now() })
  const browser = createFakeBrowser()

  function openTab(options: OpenTabOptions = {}): AppTab {
    const { besides, name = '', scope = '', pollInterval = 5_000, parts = {} } = options
    const fake = besides ?? browser.openTab()
    const queryClient = new QueryClient()
    const tabs = besides?.tabs ?? createVideoTaskTabs({ ...fake, name, ...parts })
    const requestedIds: string[] = []
    const notifiedStatuses: string[] = []
    const disconnect = tabs.connect(queryClient, scope)
    const stops = [disconnect]
    const api = createVideoClient({
      baseURL: 'http://api.test/v1',
      apiKey: 'sk-emulator',
      dangerouslyAllowBrowser: true,
      fetch: async (input, init) => {
        const request = new Request(input, { ...init, signal: null })
        requestedIds.push(request.url.split('/').at(-1) ?? '')
        await new Promise((resolve) => setTimeout(resolve, 200))
        return tab.answer?.(request) ?? emulator.fetch(request)
      },
    })
    const client: VideoClient = {
      ...api,
      retrieve: async (id, options) => {
        const task = await api.retrieve(id, options)
        return tab.transform?.(task) ?? task
      },
    }
    const keyOf = (id: string): QueryKey => videoTaskOptions(client, id, { scope }).queryKey
    const stateOf = (id: string) => queryClient.getQueryState<VideoTask>(keyOf(id))
    const lastStatus = new Map<string, string>()
    queryClient.getQueryCache().subscribe(({ type, query }) => {
      const { data } = query.state
      if (type !== 'updated' || data === undefined || lastStatus.get(query.queryHash) === data.status) return
      const isFirst = !lastStatus.has(query.queryHash)
      lastStatus.set(query.queryHash, data.status)
      if (!isFirst && tabs.isLeader(data.id, scope, queryClient)) notifiedStatuses.push(data.status)
    })

    const optionsOf = (id: string) => videoTaskOptions(client, id, { scope, tabs, pollInterval })

    const tab: AppTab = {
      ...fake,
      queryClient,
      tabs,
      requestedIds,
      notifiedStatuses,
      answer: undefined,
      transform: undefined,
      disconnect,
      prefetch: (id) => queryClient.prefetchQuery(optionsOf(id)),
      updatedAt: (id) => stateOf(id)?.dataUpdatedAt,
      watch(id) {
        const stop = new QueryObserver(queryClient, optionsOf(id)).subscribe(() => {})
        stops.push(stop)
        return stop
      },
      remove: (id) =>
        new MutationObserver(queryClient, deleteVideoTaskOptions(client, queryClient, { scope })).mutate(id),
      task: (id) => stateOf(id)?.data,
      error: (id) => stateOf(id)?.error,
      close() {
        fake.close()
        for (const stop of stops) stop()
        queryClient.clear()
      },
    }
    return tab
  }
  return { browser, emulator, openTab, advance: (ms) => vi.advanceTimersByTimeAsync(ms) }
}
