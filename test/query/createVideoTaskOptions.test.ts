import { MutationObserver } from '@tanstack/react-query'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import { createVideoTaskOptions, createVideoTaskRegistry, videoTaskKeys } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'

afterEach(() => localStorage.clear())

it.each([
  ['A fox [instant]', 0],
  ['A fox', 1],
])('after a create of %j, a reloaded page lists %d pending tasks', async (prompt, pending) => {
  const { client, queryClient, advance } = createTestApp()
  const options = createVideoTaskOptions(client, queryClient, { registry: createVideoTaskRegistry() })
  const created = new MutationObserver(queryClient, options).mutate({ model: 'wan2.6', prompt })
  await advance(1_000)
  const { id } = await created
  const reloaded = createVideoTaskRegistry()
  expect(reloaded.list()).toMatchObject([{ id }])
  expect(reloaded.pending()).toHaveLength(pending)
})

it('a billed create does not look like a failed one where listeners of the app throw', async () => {
  const { client, queryClient, advance } = createTestApp()
  const others = process.listeners('unhandledRejection')
  const rejections: unknown[] = []
  process
    .removeAllListeners('unhandledRejection')
    .on('unhandledRejection', (reason) => rejections.push(reason))
  onTestFinished(() => {
    process.removeAllListeners('unhandledRejection')
    for (const listener of others) process.on('unhandledRejection', listener)
  })
  const broken = new TypeError('The list cannot be shown')
  const fail = () => {
    throw broken
  }
  const registry = createVideoTaskRegistry({ storage: null })
  onTestFinished(registry.subscribe(fail))
  onTestFinished(queryClient.getQueryCache().subscribe(({ type }) => type === 'updated' && fail()))
  const options = createVideoTaskOptions(client, queryClient, { registry })
  const created = new MutationObserver(queryClient, options).mutate({ model: 'wan2.6', prompt: 'A fox' })
  await advance(1_000)
  const { id } = await created
  await advance(0)
  expect(registry.list()).toMatchObject([{ id }])
  expect(queryClient.getQueryData(videoTaskKeys.detail(id))).toMatchObject({ id })
  expect(rejections).toEqual([broken, broken])
})
