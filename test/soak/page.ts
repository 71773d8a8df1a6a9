import { MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import {
  createDurationStore,
  createVideoClient,
  createVideoTaskOptions,
  createVideoTaskRegistry,
  subscribeToVideoTasks,
  type VideoClient,
  type VideoTask,
  videoTaskKeys,
  videoTaskOptions,
  type VideoTaskStorage,
} from 'react-video-task'
import { loadAnswers, loadCalls } from '../../src/core/client/lazyCode.js'
import { createVideoTaskTabs } from 'react-video-task/tabs'
import type { VideoEmulator } from 'react-video-task/testing'
import type { FakeBrowser, FakeTab } from '../query/tabs/support/createFakeBrowser.js'
import { appendTo, type Observations } from './observations.js'
import type { ProxyServer } from './proxyServer.js'
import { watchEndOf } from './watchEnd.js'

// The client loads them at the first use, which takes real time, and the clock here is virtual.
await Promise.all([loadAnswers(), loadCalls()])

/** The browser of a user, and what its pages share. */
export interface PageWorld {
  browser: FakeBrowser
  storage: VideoTaskStorage
  emulator: VideoEmulator
  /** The proxy that pages ask; undefined where they ask the API. */
  server: ProxyServer | undefined
  observations: Observations
  isOffline: () => boolean
  maxConcurrentRequests: number
  pollDeadline: number
}

/** An app in a tab, without React. */
export interface Page extends Pick<FakeTab, 'show' | 'hide'> {
  /** Creates a task with the library and watches it; returns its id. */
  create: (prompt: string) => Promise<string>
  watch: (id: string) => void
  /** Unmounts the watch of a task and mounts it again, as a scrolled list does. */
  remount: (id: string) => void
  ids: () => string[]
  /** How a watch ended; `undefined` while it goes on. */
  endOf: (id: string) => string | undefined
  /** Records the state of all watches, then destroys the page. */
  close: () => void
}

/** Opens a page that watches the pending tasks of the registry. */
export function openPage(world: PageWorld): Page {
  const { observations, emulator, server, maxConcurrentRequests, storage, browser } = world
  const tab = browser.openTab()
  const queryClient = new QueryClient()
  const tabs = createVideoTaskTabs({ ...tab })
  const registry = createVideoTaskRegistry({ storage })
  const durations = createDurationStore({ storage })
  const ends = new Map<string, string>()
  const watched = new Map<string, () => void>()
  const calls = new AbortController()
  let running = 0

  const api = createVideoClient({
    baseURL: 'http://api.test/v1',
    ...(!server && { apiKey: 'sk-emulator' }),
    fetch: (input, init) => {
      if (world.isOffline()) return Promise.reject(new TypeError('Failed to fetch'))
      return (server ?? emulator).fetch(input, init)
    },
  })
  const client: VideoClient = {
    ...api,
    // A getter, as the client's own: its first answer tells of the proxy.
    get batch() {
      return api.batch
    },
    // A signal for each, as where a person presses the button: Node warns of more than ten listeners on one.
    create: (params) => api.create(params, { signal: AbortSignal.any([calls.signal]) }),
    async retrieve(id, options) {
      const end = ends.get(id)
      if (end !== undefined)
        observations.failures.push(`${id}: polled again although the page knew its end: ${end}`)
      // One request behind the proxy is for many.
      if (++running > maxConcurrentRequests && !server)
        observations.failures.push(
          `${id}: ${running} concurrent requests of a page, more than ${maxConcurrentRequests}`,
        )
      observations.polls += 1
      try {
        return await api.retrieve(id, options)
      } finally {
        running -= 1
      }
    },
  }

  const prefix = videoTaskKeys.details('')
  const unsubscribe = queryClient.getQueryCache().subscribe((event) => {
    const id = event.query.queryKey[prefix.length]
    if (event.type !== 'updated' || typeof id !== 'string') return
    if (event.action.type !== 'success' && event.action.type !== 'error') return
    const end = watchEndOf(event.query.state)
    if (end === undefined) ends.delete(id)
    else ends.set(id, end)
    if (event.query.state.data?.status === 'in_progress') observations.seenRunning.add(id)
  })

  queryClient.mount()
  const disconnect = tabs.connect(queryClient)
  const stopListening = subscribeToVideoTasks(
    queryClient,
    {
      onStatusChange: ({ id, status }, previous) =>
        appendTo(observations.events, id, `${previous} > ${status}`),
      onCompleted: ({ id }) => appendTo(observations.events, id, 'onCompleted'),
      onFailed: ({ id }) => appendTo(observations.events, id, 'onFailed'),
    },
    { registry, isLeader: (id, scope) => tabs.isLeader(id, scope, queryClient) },
  )

  function watch(id: string): void {
    if (watched.has(id)) return
    const { pollDeadline } = world
    const options = { tabs, registry, durations, maxConcurrentRequests, pollDeadline }
    watched.set(
      id,
      new QueryObserver(queryClient, videoTaskOptions(client, id, options)).subscribe(() => {}),
    )
  }
  for (const id of registry.pending()) watch(id)

  return {
    ...{ show: tab.show, hide: tab.hide, watch },
    async create(prompt) {
      const options = createVideoTaskOptions(client, queryClient, { registry })
      const { id } = await new MutationObserver(queryClient, options).mutate({ model: 'wan2.6', prompt })
      watch(id)
      return id
    },
    remount(id) {
      watched.get(id)?.()
      watched.delete(id)
      watch(id)
    },
    ids: () => [...watched.keys()],
    endOf: (id) => ends.get(id),
    close() {
      for (const id of watched.keys()) {
        const status = queryClient.getQueryData<VideoTask>(videoTaskKeys.detail(id, ''))?.status
        appendTo(observations.watches, id, ends.get(id) ?? `still ${status ?? 'unknown'}`)
      }
      tab.close()
      calls.abort()
      for (const stop of watched.values()) stop()
      stopListening()
      disconnect()
      unsubscribe()
      queryClient.unmount()
      queryClient.clear()
    },
  }
}
