import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { videoTaskKeys } from 'react-video-task'
import { parseVideoTask } from 'react-video-task/client'
import { subscribeToCachedTasks } from '../../src/query/videoTaskEvents.js'

it('subscribeToCachedTasks reports cached and new tasks of one scope until unsubscribed', async () => {
  const queryClient = new QueryClient()
  const seen: string[] = []
  const onTask = (id: string) => void seen.push(id)
  const put = (id: string | null, scope = '') =>
    queryClient.setQueryData(videoTaskKeys.detail(id, scope), parseVideoTask({ id: 'x', status: 'queued' }))
  put('cached')
  put(null)
  put('of another scope', 'ann')
  subscribeToCachedTasks(queryClient, '', onTask)()
  const unsubscribe = subscribeToCachedTasks(queryClient, '', onTask)
  expect(seen).toEqual([])
  await Promise.resolve()
  expect(seen).toEqual(['cached'])
  put('new')
  expect(seen).toEqual(['cached', 'new'])
  unsubscribe()
  put('after unsubscribing')
  expect(seen).toEqual(['cached', 'new'])
})
