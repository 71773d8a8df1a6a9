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

const MANY = 1_000

/** A world whose answers take 100 ms, that counts how many requests are under way, and for which tasks. */
function createSlowApp() {
  const app = createTestApp()
  const busy = { running: 0, most: 0, asked: new Map<string, number>() }
  app.answer = async (request) => {
    const id = request.url.split('/').at(-1) ?? ''
    busy.asked.set(id, 1 + (busy.asked.get(id) ?? 0))
    busy.running += 1
    busy.most = Math.max(busy.most, busy.running)
    await new Promise((resolve) => setTimeout(resolve, 100))
    busy.running -= 1
    return app.emulator.fetch(request)
  }
  return { ...app, busy }
}
const running = { state: { status: 'in_progress', progress: 50 } } as const

it('a thousand tasks on a page: four requests in flight, one cache entry each, all get their turn', async () => {
  const ids = Array.from({ length: MANY }, (_, index) => `task_${index}`)
  const asked = new Array<string>()
  let running = 0
  let most = 0
  const client: VideoClient = {
    create: () => Promise.reject(new Error('not here')),
    contentUrl: (id) => `/${id}`,
    async retrieve(id) {
      asked.push(id)
      most = Math.max(most, ++running)
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
  await waitFor(() => expect(result.current.states.in_progress).toBe(MANY), { timeout: 30_000 })
  expect(most).toBe(4)
  expect(asked).toEqual(ids)
  expect(queryClient.getQueryCache().getAll()).toHaveLength(MANY)
  expect(result.current).toMatchObject({ total: MANY, progress: 50 })
}, 60_000)

it('round after round none starves, though more is due than may be in flight', async () => {
  const { emulator, busy, advance, queryClient, client } = createSlowApp()
  const settings = { pollInterval: 3_000, maxConcurrentRequests: 2 }
  for (let i = 0; i < 100; i++) {
    const options = videoTaskOptions(client, emulator.addTask(running).id, settings)
    new QueryObserver(queryClient, options).subscribe(() => {})
  }
  await advance(40_000)
  expect(busy.most).toBe(2)
  const counts = [...busy.asked.values()]
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(6)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
})

it('so it is with bare observers, whatever the limit, and leaving ends what was still waiting', async () => {
  const { emulator, busy, advance, queryClient, client } = createSlowApp()
  const ends = Array.from({ length: MANY }, () => {
    const { id } = emulator.addTask(running)
    return new QueryObserver(
      queryClient,
      videoTaskOptions(client, id, { maxConcurrentRequests: 2 }),
    ).subscribe(() => {})
  })
  await advance(1_000)
  expect(busy.most).toBe(2)
  expect(busy.asked.size).toBeLessThanOrEqual(22)
  const asked = busy.asked.size
  for (const end of ends) end()
  await advance(60_000)
  expect(busy.asked.size).toBe(asked)
})

it('many hooks for one task are one request a poll', async () => {
  const { emulator, busy, advance, queryClient, wrapper } = createSlowApp()
  const { id } = emulator.addTask(running)
  renderHook(() => Array.from({ length: 20 }, () => useVideoTask(id, { pollInterval: 5_000 })), { wrapper })
  await advance(5_000)
  expect(busy.asked.get(id)).toBe(1)
  expect(queryClient.getQueryCache().getAll()).toHaveLength(1)
})
