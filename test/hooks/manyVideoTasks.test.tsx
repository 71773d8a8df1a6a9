import { QueryClient, QueryClientProvider, QueryObserver } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import {
  useVideoTask,
  useVideoTasks,
  type VideoClient,
  videoTaskOptions,
  VideoTaskProvider,
} from 'react-video-task'
import { summarizeVideoTasks } from 'react-video-task/client'
import { createTestApp } from './support/createTestApp.js'
import { renderAsInProduction } from '../support/renderAsInProduction.js'

const TASK_COUNT = 1_000

/** Creates an app whose requests take 100 ms, and counts requests in flight and requests per task. */
function createSlowApp() {
  const app = createTestApp()
  const stats = { running: 0, maxRunning: 0, requests: new Map<string, number>() }
  app.answer = async (request) => {
    const id = request.url.split('/').at(-1) ?? ''
    stats.requests.set(id, 1 + (stats.requests.get(id) ?? 0))
    stats.running += 1
    stats.maxRunning = Math.max(stats.maxRunning, stats.running)
    await new Promise((resolve) => setTimeout(resolve, 100))
    stats.running -= 1
    return app.emulator.fetch(request)
  }
  return { ...app, stats }
}
const running = { state: { status: 'in_progress', progress: 50 } } as const

it('a thousand tasks are retrieved in order, four requests at a time, into one cache entry each', async () => {
  renderAsInProduction()
  const ids = Array.from({ length: TASK_COUNT }, (_, index) => `task_${index}`)
  const requestedIds = new Array<string>()
  let running = 0
  let maxRunning = 0
  const client: VideoClient = {
    create: () => Promise.reject(new Error('unexpected create')),
    contentUrl: (id) => `/${id}`,
    async retrieve(id) {
      requestedIds.push(id)
      maxRunning = Math.max(maxRunning, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return { id, object: 'video', status: 'in_progress', progress: 50 }
    },
  }
  const queryClient = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client}>{children}</VideoTaskProvider>
    </QueryClientProvider>
  )
  const useWatched = () => summarizeVideoTasks(useVideoTasks(ids, { pollInterval: 600_000 }))
  const { result } = renderHook(useWatched, { wrapper })
  await waitFor(() => expect(result.current.states.in_progress).toBe(TASK_COUNT), { timeout: 30_000 })
  expect(maxRunning).toBe(4)
  expect(requestedIds).toEqual(ids)
  expect(queryClient.getQueryCache().getAll()).toHaveLength(TASK_COUNT)
  expect(result.current).toMatchObject({ total: TASK_COUNT, progress: 50 })
}, 60_000)

it('all tasks are polled equally often when more polls are due than maxConcurrentRequests allows', async () => {
  const { emulator, stats, advance, queryClient, client } = createSlowApp()
  const settings = { pollInterval: 3_000, maxConcurrentRequests: 2 }
  for (let i = 0; i < 100; i++) {
    const options = videoTaskOptions(client, emulator.addTask(running).id, settings)
    new QueryObserver(queryClient, options).subscribe(() => {})
  }
  await advance(40_000)
  expect(stats.maxRunning).toBe(2)
  const counts = [...stats.requests.values()]
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(6)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
})

it('a thousand QueryObservers respect maxConcurrentRequests, and unsubscribing drops the queued requests', async () => {
  const { emulator, stats, advance, queryClient, client } = createSlowApp()
  const unsubscribes = Array.from({ length: TASK_COUNT }, () => {
    const { id } = emulator.addTask(running)
    return new QueryObserver(
      queryClient,
      videoTaskOptions(client, id, { maxConcurrentRequests: 2 }),
    ).subscribe(() => {})
  })
  await advance(1_000)
  expect(stats.maxRunning).toBe(2)
  expect(stats.requests.size).toBeLessThanOrEqual(22)
  const requested = stats.requests.size
  for (const unsubscribe of unsubscribes) unsubscribe()
  await advance(60_000)
  expect(stats.requests.size).toBe(requested)
})

it('twenty hooks for one task send one request per poll', async () => {
  const { emulator, stats, advance, queryClient, wrapper } = createSlowApp()
  const { id } = emulator.addTask(running)
  renderHook(() => Array.from({ length: 20 }, () => useVideoTask(id, { pollInterval: 5_000 })), { wrapper })
  await advance(5_000)
  expect(stats.requests.get(id)).toBe(1)
  expect(queryClient.getQueryCache().getAll()).toHaveLength(1)
})
