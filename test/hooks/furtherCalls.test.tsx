import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import {
  createVideoClient,
  useDeleteVideoTask,
  useRemixVideoTask,
  useVideoTask,
  useVideoTaskList,
  videoTaskState,
  VideoTaskProvider,
} from 'react-video-task'
import { expect, it, onTestFinished } from 'vitest'

/** An API with one running task. It deletes running tasks, as vLLM-Omni does. */
function createWrapper() {
  const client = createVideoClient({
    baseURL: '/api/v1',
    fetch: async (input, { method } = {}) => {
      const path = String(input)
      if (method === 'DELETE') return Response.json({ id: 'video_1', deleted: true })
      if (path.endsWith('/remix')) return Response.json({ id: 'video_2', status: 'queued' })
      const task = { id: 'video_1', status: 'in_progress', progress: 40 }
      return Response.json(path.includes('/videos/') ? task : { data: [task], has_more: false })
    },
  })
  const queryClient = new QueryClient()
  onTestFinished(() => queryClient.clear())
  return ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>
      <VideoTaskProvider client={client}>{children}</VideoTaskProvider>
    </QueryClientProvider>
  )
}

it('useDeleteVideoTask ends the watch of useVideoTask', async () => {
  const use = () => ({ remove: useDeleteVideoTask(), watch: useVideoTask('video_1') })
  const { result } = renderHook(use, { wrapper: createWrapper() })
  await waitFor(() => expect(videoTaskState(result.current.watch)).toBe('in_progress'))
  result.current.remove.mutate('video_1')
  await waitFor(() => expect(result.current.remove.data).toEqual({ id: 'video_1', deleted: true }))
  await waitFor(() => expect(videoTaskState(result.current.watch)).toBe('deleted'))
  expect(result.current.watch.error).toBeNull()
})

it('useRemixVideoTask caches its task before onSuccess, so that a watch of it sends no first request', async () => {
  const wrapper = createWrapper()
  const { result } = renderHook(() => useRemixVideoTask(), { wrapper })
  const task = await result.current.mutateAsync({ id: 'video_1', prompt: 'In winter' })
  const watch = renderHook(() => useVideoTask(task.id), { wrapper })
  expect(watch.result.current.data).toMatchObject({ id: 'video_2', status: 'queued' })
})

it('useVideoTaskList lists tasks', async () => {
  const { result } = renderHook(() => useVideoTaskList({ limit: 10 }), { wrapper: createWrapper() })
  await waitFor(() => expect(result.current.data?.pages[0]?.data).toMatchObject([{ id: 'video_1' }]))
  expect(result.current.hasNextPage).toBe(false)
})
