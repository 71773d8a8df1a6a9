import Database from 'libsql'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook } from '@testing-library/react'
import { type ReactNode, StrictMode } from 'react'
import { vi } from 'vitest'
import {
  createVideoClient,
  useCreateVideoTask,
  useVideoTaskHistory,
  type UseVideoTaskHistoryOptions,
  useVideoTasks,
  VideoTaskProvider,
  type VideoTaskRegistry,
} from 'react-video-task'
import { createSqliteTaskStore, createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { stubNodeBytes } from './nodeBytes.js'

/** What the pages of the app have sent. */
interface SentRequests {
  /** As `METHOD /path?query`. */
  requests: string[]
  /** Bodies of the creates. */
  creates: BodyInit[]
  /** Whether each delete outlives its page. */
  keepalive: (boolean | undefined)[]
  /** Answers deletes in place of the proxy while set. */
  answerDelete: (() => Response | Promise<Response>) | undefined
}

/** The most steps in which the clock advances. */
const MAX_STEPS = 300

// The real one: tests have a fake clock.
const { setImmediate } = globalThis

/**
 * Waits in real time until no request is pending: proxy, database and emulator read streams and load code, which takes more
 * of it on a busy machine.
 */
async function settle(pending: () => number) {
  for (let rounds = 0, after = 0; rounds < MAX_ROUNDS && after < 3; rounds++) {
    await vi.dynamicImportSettled()
    await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(0)
    if (pending() === 0) after += 1
  }
}

/** The most turns of the event loop that a request may take. */
const MAX_ROUNDS = 10_000

/**
 * Creates an app with fake timers: pages of one user, a proxy that keeps tasks in a database, and the emulator behind it. A
 * task takes 20 s, the poll interval is 5 s.
 */
export function createHistoryApp({
  strict = false,
  ...options
}: Partial<VideoProxyOptions> & { strict?: boolean } = {}) {
  stubNodeBytes()
  vi.useFakeTimers()
  const emulator = createVideoEmulator({ gateway: 'litellm', duration: 20_000, now: () => Date.now() })
  const proxy = createVideoProxy({
    apiKey: 'sk-emulator',
    baseURL: 'http://api.test/v1',
    fetch: (input, init) => emulator.fetch(input, { ...init, signal: null }),
    authorize: () => ({ id: 'ann' }),
    tasks: createSqliteTaskStore(new Database(':memory:')),
    onError: () => undefined,
    ...options,
  })
  const sent: SentRequests = { requests: [], creates: [], keepalive: [], answerDelete: undefined }
  let pending = 0
  const client = createVideoClient({
    baseURL: 'http://app.test/api/v1',
    body: 'json',
    fetch: async (input, init = {}) => {
      const { method = 'GET', body } = init
      const path = decodeURIComponent(String(input)).replace('http://app.test/api/v1', '')
      sent.requests.push(`${method} ${path}`)
      if (body) sent.creates.push(body)
      if (method === 'DELETE') sent.keepalive.push(init.keepalive)
      if (method === 'DELETE' && sent.answerDelete) return sent.answerDelete()
      pending += 1
      return proxy(new Request(input, { ...init, signal: null })).finally(() => (pending -= 1))
    },
  })
  const advance = async (ms: number) => {
    const step = Math.max(1_000, ms / MAX_STEPS)
    for (let left = ms; left > 0; left -= step) {
      await act(async () => {
        await vi.advanceTimersByTimeAsync(Math.min(left, step))
        await settle(() => pending)
      })
    }
  }
  return Object.assign(sent, {
    client,
    advance,
    /** Number of requests with this method whose path starts so. */
    count: (start: string) => sent.requests.filter((request) => request.startsWith(start)).length,
    /** Creates videos as another page did, one second after another; returns their ids, newest first. */
    createElsewhere: async (...prompts: string[]) => {
      const ids: string[] = []
      for (const prompt of prompts) {
        const task = await client.create({ model: 'sora-2', prompt, seconds: 4 })
        ids.unshift(task.id)
        await advance(1_000)
      }
      return ids
    },
    /** Opens a page that shows the history and watches its videos. */
    open: async (history: UseVideoTaskHistoryOptions = {}, registry?: VideoTaskRegistry) => {
      const queryClient = new QueryClient()
      const wrapper = ({ children }: { children: ReactNode }) => {
        const tree = (
          <QueryClientProvider client={queryClient}>
            <VideoTaskProvider client={client} pollInterval={5_000} registry={registry}>
              {children}
            </VideoTaskProvider>
          </QueryClientProvider>
        )
        return strict ? <StrictMode>{tree}</StrictMode> : tree
      }
      const page = renderHook(
        () => {
          const list = useVideoTaskHistory(history)
          const results = useVideoTasks(list.taskIds)
          return { list, statuses: results.map(({ data }) => data?.status), create: useCreateVideoTask() }
        },
        { wrapper },
      )
      await advance(100)
      return { ...page, queryClient }
    },
  })
}
