import { MutationObserver } from '@tanstack/react-query'
import { afterEach, expect, it } from 'vitest'
import { createVideoTaskOptions, createVideoTaskRegistry } from 'react-video-task'
import { watchWorld } from '../hooks/support/watchWorld.js'

afterEach(() => localStorage.clear())

it.each([
  { prompt: 'A fox [instant]', left: 0 },
  { prompt: 'A fox', left: 1 },
])('the next page finds $left pending of a create of "$prompt"', async ({ prompt, left }) => {
  const { client, queryClient, pass } = watchWorld()
  const options = createVideoTaskOptions(client, queryClient, { registry: createVideoTaskRegistry() })
  const created = new MutationObserver(queryClient, options).mutate({ model: 'wan2.6', prompt })
  await pass(1_000)
  const { id } = await created
  const nextPage = createVideoTaskRegistry()
  expect(nextPage.list()).toMatchObject([{ id }])
  expect(nextPage.pending()).toHaveLength(left)
})
