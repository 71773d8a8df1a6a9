import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { parseVideoTask, videoTaskKeys } from 'react-video-task'
import { subscribeToCachedTasks } from '../../src/query/videoTaskEvents.js'

it('shows what is there and what comes, of one scope, until it is ended', async () => {
  const queryClient = new QueryClient()
  const seen: string[] = []
  const note = (id: string) => void seen.push(id)
  const put = (id: string | null, scope = '') =>
    queryClient.setQueryData(videoTaskKeys.detail(id, scope), parseVideoTask({ id: 'x', status: 'queued' }))
  put('there')
  put(null)
  put('of ann', 'ann')
  subscribeToCachedTasks(queryClient, '', note)()
  const leave = subscribeToCachedTasks(queryClient, '', note)
  expect(seen).toEqual([])
  await Promise.resolve()
  expect(seen).toEqual(['there'])
  put('new')
  expect(seen).toEqual(['there', 'new'])
  leave()
  put('too late')
  expect(seen).toEqual(['there', 'new'])
})
