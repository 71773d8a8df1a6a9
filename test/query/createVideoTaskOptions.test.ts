import { MutationObserver } from '@tanstack/react-query'
import { afterEach, expect, it } from 'vitest'
import { createVideoTaskOptions, createVideoTaskRegistry } from 'react-video-task'
import { createTestApp } from '../hooks/support/createTestApp.js'

afterEach(() => localStorage.clear())

it.each([
  { prompt: 'A fox [instant]', pending: 0 },
  { prompt: 'A fox', pending: 1 },
])(
  'a reloaded page finds $pending pending tasks in the registry after a create of "$prompt"',
  async ({ prompt, pending }) => {
    const { client, queryClient, advance } = createTestApp()
    const options = createVideoTaskOptions(client, queryClient, { registry: createVideoTaskRegistry() })
    const created = new MutationObserver(queryClient, options).mutate({ model: 'wan2.6', prompt })
    await advance(1_000)
    const { id } = await created
    const reloaded = createVideoTaskRegistry()
    expect(reloaded.list()).toMatchObject([{ id }])
    expect(reloaded.pending()).toHaveLength(pending)
  },
)
