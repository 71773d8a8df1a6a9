import { QueryClient, type QueryKey, QueryObserver } from '@tanstack/react-query'
import { vi } from 'vitest'
import { createVideoClient, type VideoClient, type VideoTask, videoTaskOptions } from 'react-video-task'
import { createVideoTaskTabs, type VideoTaskTabs, type VideoTaskTabsOptions } from 'react-video-task/tabs'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { createFakeBrowser, type FakeBrowser, type FakeTab } from './fakeTabs.js'

type Answer = ((request: Request) => Response | Promise<Response>) | undefined

/** An app in a tab. */
export interface AppTab extends FakeTab {
  queryClient: QueryClient
  tabs: VideoTaskTabs
  /** Ids this tab asked for, in their order. */
  asked: string[]
  /** Answers this tab's requests instead of the emulator. */
  answer: Answer
  /** Changes what this tab makes of an answer. */
  alter: ((task: VideoTask) => VideoTask) | undefined
  disconnect: () => void
  prefetch: (id: string) => Promise<void>
  updatedAt: (id: string) => number | undefined
  /** Watches a task; gives what ends that. */
  watch: (id: string) => () => void
  task: (id: string) => VideoTask | undefined
  error: (id: string) => Error | null | undefined
  /** What this tab would have told the app: status by status, while it was the one to speak. */
  told: string[]
}

interface OpenTabOptions {
  name?: string
  scope?: string
  parts?: VideoTaskTabsOptions
}

interface TabWorld {
  browser: FakeBrowser
  emulator: VideoEmulator
  openTab: (options?: OpenTabOptions) => AppTab
  pass: (ms: number) => Promise<unknown>
}

/** Several tabs of one app on one emulator in fake time: a task takes 20 s, polls go every 5 s, requests take 200 ms. */
export function tabWorld(): TabWorld {
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ duration: 20_000, now: () => Date.now() })
  const browser = createFakeBrowser()

  function openTab({ name = '', scope = '', parts = {} }: OpenTabOptions = {}): AppTab {
    const fake = browser.openTab()
    const queryClient = new QueryClient()
    const tabs = createVideoTaskTabs({ ...fake, name, ...parts })
    const asked: string[] = []
    const told: string[] = []
    const disconnect = tabs.connect(queryClient, scope)
    const stops = [disconnect]
    const api = createVideoClient({
      baseURL: 'http://api.test/v1',
      apiKey: 'sk-emulator',
      dangerouslyAllowBrowser: true,
      fetch: async (input, init) => {
        const request = new Request(input, { ...init, signal: null })
        asked.push(request.url.split('/').at(-1) ?? '')
        await new Promise((resolve) => setTimeout(resolve, 200))
        return tab.answer?.(request) ?? emulator.fetch(request)
      },
    })
    const client: VideoClient = {
      ...api,
      retrieve: async (id, options) => {
        const task = await api.retrieve(id, options)
        return tab.alter?.(task) ?? task
      },
    }
    const keyOf = (id: string): QueryKey => videoTaskOptions(client, id, { scope }).queryKey
    const stateOf = (id: string) => queryClient.getQueryState<VideoTask>(keyOf(id))
    const last = new Map<string, string>()
    queryClient.getQueryCache().subscribe(({ type, query }) => {
      const { data } = query.state
      if (type !== 'updated' || data === undefined || last.get(query.queryHash) === data.status) return
      const isFirst = !last.has(query.queryHash)
      last.set(query.queryHash, data.status)
      if (!isFirst && tabs.isLeader(data.id, scope, queryClient)) told.push(data.status)
    })

    const optionsOf = (id: string) => videoTaskOptions(client, id, { scope, tabs, pollInterval: 5_000 })

    const tab: AppTab = {
      ...fake,
      queryClient,
      tabs,
      asked,
      told,
      answer: undefined,
      alter: undefined,
      disconnect,
      prefetch: (id) => queryClient.prefetchQuery(optionsOf(id)),
      updatedAt: (id) => stateOf(id)?.dataUpdatedAt,
      watch(id) {
        const stop = new QueryObserver(queryClient, optionsOf(id)).subscribe(() => {})
        stops.push(stop)
        return stop
      },
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
  return { browser, emulator, openTab, pass: (ms) => vi.advanceTimersByTimeAsync(ms) }
}
