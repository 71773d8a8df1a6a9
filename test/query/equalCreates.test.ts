import { MutationObserver, QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createVideoTaskOptions,
  createVideoTaskRegistry,
  type CreateVideoParams,
  remixVideoTaskOptions,
  type VideoClient,
  type VideoTask,
} from 'react-video-task'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const fox: CreateVideoParams = { model: 'wan2.6', prompt: 'A fox' }

/** A page whose creates last until the test ends them, in any order. */
function createPage() {
  const queryClient = new QueryClient()
  const ends: ((task: VideoTask) => void)[] = []
  const make = () => new Promise<VideoTask>((resolve) => ends.push(resolve))
  const clientOf = (): VideoClient => ({
    create: make,
    remix: make,
    retrieve: () => Promise.reject(new Error('Nothing is polled here.')),
    contentUrl: (id) => `/${id}`,
  })
  const client = clientOf()
  const create = (params: CreateVideoParams, { scope = '', by = client } = {}) =>
    void new MutationObserver(queryClient, createVideoTaskOptions(by, queryClient, { scope })).mutate(params)
  return {
    ...{ queryClient, client, clientOf, create },
    /** How many creates were sent. */
    sent: () => ends.length,
    end: async (index: number) => {
      ends[index]?.({ id: `task_${index}`, object: 'video', status: 'queued', progress: 0 })
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

describe('a second create', () => {
  it.each<[string, CreateVideoParams, number]>([
    ['of the same parameters', { ...fox }, 1],
    ['with a field that is not sent', { ...fox, seconds: undefined }, 1],
    ['with an empty field', JSON.parse('{"model":"wan2.6","prompt":"A fox","seconds":null}'), 1],
    ['of another prompt', { ...fox, prompt: 'A lake' }, 2],
    ['of one more field', { ...fox, seconds: 5 }, 2],
  ])('%s is joined, or sent: %j', async (_, params, sent) => {
    const page = createPage()
    page.create(fox)
    page.create(params)
    await vi.advanceTimersByTimeAsync(0)
    expect(page.sent()).toBe(sent)
  })

  it('of another user, or to another API, is sent', async () => {
    const page = createPage()
    page.create(fox)
    page.create(fox, { scope: 'ann' })
    page.create(fox, { by: page.clientOf() })
    await vi.advanceTimersByTimeAsync(0)
    expect(page.sent()).toBe(3)
  })

  it.each([
    [59_999, 1],
    [60_000, 2],
  ])('%i ms after the first, which is still pending, makes it %i', async (ms, sent) => {
    const page = createPage()
    page.create(fox)
    await vi.advanceTimersByTimeAsync(ms)
    page.create(fox)
    await vi.advanceTimersByTimeAsync(0)
    expect(page.sent()).toBe(sent)
  })

  it('is sent once the first has ended, while others that are pending are joined', async () => {
    const page = createPage()
    const lake = { ...fox, prompt: 'A lake' }
    for (const params of [fox, lake]) page.create(params)
    await vi.advanceTimersByTimeAsync(0)
    await page.end(0)
    for (const params of [lake, fox]) page.create(params)
    await vi.advanceTimersByTimeAsync(0)
    expect(page.sent()).toBe(3)
  })
})

it('the parameters of a create are kept, and not those of a remix, which make no video without its source', async () => {
  const { client, queryClient, end } = createPage()
  const registry = createVideoTaskRegistry({ storage: null, keepParams: true })
  void new MutationObserver(queryClient, createVideoTaskOptions(client, queryClient, { registry })).mutate(
    fox,
  )
  void new MutationObserver(queryClient, remixVideoTaskOptions(client, queryClient, { registry })).mutate({
    ...{ id: 'video_1', prompt: 'In winter' },
  })
  await vi.advanceTimersByTimeAsync(0)
  await end(0)
  await end(1)
  const kept = registry.list().map(({ id, params }) => [id, params])
  expect(kept).toEqual(
    expect.arrayContaining([
      ['task_0', fox],
      ['task_1', undefined],
    ]),
  )
})
