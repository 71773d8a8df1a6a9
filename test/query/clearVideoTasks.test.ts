import { QueryClient } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import {
  createVideoTaskRegistry,
  clearVideoTasks,
  type VideoClient,
  videoTaskKeys,
  videoTaskOptions,
} from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'

const unusedClient: VideoClient = {
  create: () => Promise.reject(new Error('unexpected request')),
  retrieve: () => Promise.reject(new Error('unexpected request')),
  contentUrl: () => '',
}

it("clearVideoTasks removes one user's tasks from cache and storage and keeps those of other users", () => {
  const queryClient = new QueryClient()
  const registry = createVideoTaskRegistry()
  for (const scope of ['ann', 'bob', '']) {
    queryClient.setQueryData(videoTaskKeys.detail('a', scope), parseVideoTask({ id: 'a', status: 'queued' }))
    queryClient.getMutationCache().build(queryClient, { mutationKey: ['video-task', scope, 'create'] })
    registry.add('a', scope)
  }
  queryClient.setQueryData(['profile'], 'of ann')
  clearVideoTasks(queryClient, { scope: 'ann', registry })

  const keys = queryClient.getQueryCache().getAll()
  expect(keys.map(({ queryKey }) => queryKey[1])).toEqual(['bob', '', undefined])
  const creates = queryClient.getMutationCache().getAll()
  expect(creates.map(({ options }) => options.mutationKey?.[1])).toEqual(['bob', ''])
  expect(JSON.stringify(localStorage)).not.toContain('ann')
  expect([registry.pending('ann'), registry.pending('bob'), registry.pending()]).toEqual([[], ['a'], ['a']])
  localStorage.clear()
})

it('clearVideoTasks without a scope keeps the tasks of named scopes', () => {
  const queryClient = new QueryClient()
  for (const scope of ['', 'ann']) queryClient.setQueryData(videoTaskKeys.detail('a', scope), 1)
  clearVideoTasks(queryClient)
  expect(queryClient.getQueryCache().getAll()).toHaveLength(1)
  expect(queryClient.getQueryData(videoTaskKeys.detail('a', 'ann'))).toBe(1)
})

it('clearVideoTasks aborts a pending request and ignores its response', async () => {
  const queryClient = new QueryClient()
  let answer = () => {}
  let requestSignal: AbortSignal | undefined
  const retrieve: VideoClient['retrieve'] = (id, options) => {
    requestSignal = options?.signal
    return new Promise((resolve) => (answer = () => resolve(parseVideoTask({ id, status: 'queued' }))))
  }
  void queryClient.prefetchQuery(videoTaskOptions({ ...unusedClient, retrieve }, 'a'))
  await vi.waitFor(() => expect(requestSignal).toBeDefined())
  clearVideoTasks(queryClient)
  expect(requestSignal?.aborted).toBe(true)
  answer()
  await new Promise((resolve) => setTimeout(resolve))
  expect(queryClient.getQueryCache().getAll()).toEqual([])
})
