import { MutationObserver } from '@tanstack/react-query'
import { afterEach, expect, it } from 'vitest'
import { createVideoTaskOptions, createVideoTaskRegistry } from 'react-video-task'
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
