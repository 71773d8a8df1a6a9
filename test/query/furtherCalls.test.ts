import { MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import {
  createVideoClient,
  createVideoTaskRegistry,
  deleteVideoTaskOptions,
  nextPoll,
  remixVideoTaskOptions,
  summarizeVideoTasks,
  type VideoClient,
  type VideoTask,
  type VideoTaskError,
  videoTaskKeys,
  videoTaskListOptions,
  videoTaskOptions,
  videoTaskState,
} from 'react-video-task'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  localStorage.clear()
})

/** A client whose API answers a delete with the given body, and counts its requests. */
function createApp(deletion: { status: number; body?: object } = { status: 200, body: { deleted: true } }) {
  const requests: string[] = []
  const client = createVideoClient({
    baseURL: 'https://api.test/v1',
    fetch: async (input, { method = 'GET' } = {}) => {
      const { pathname, search } = new URL(String(input))
      requests.push(`${method} ${pathname}${search}`)
      if (method === 'DELETE') return Response.json(deletion.body ?? null, { status: deletion.status })
      if (pathname.endsWith('/remix')) return Response.json({ id: 'video_2', status: 'queued' })
      if (pathname.endsWith('/videos')) {
        const isFirst = !search.includes('after')
        const id = isFirst ? 'video_1' : 'video_0'
        return Response.json({ data: [{ id, status: 'completed' }], has_more: isFirst, last_id: id })
      }
      return Response.json({ id: 'video_1', status: 'in_progress', progress: 40 })
    },
  })
  const queryClient = new QueryClient()
  onTestFinished(() => queryClient.clear())
  return { client, queryClient, requests }
}

/** Watches the task until it is known. */
async function watch({ client, queryClient }: ReturnType<typeof createApp>) {
  const observer = new QueryObserver(queryClient, videoTaskOptions(client, 'video_1', { pollInterval: 20 }))
  onTestFinished(observer.subscribe(() => {}))
  await vi.advanceTimersByTimeAsync(50)
  expect(observer.getCurrentResult().data?.progress).toBe(40)
  return observer
}

describe('deleteVideoTaskOptions', () => {
  it('ends the watch of a task whose delete is confirmed: no poll, state deleted, no error', async () => {
    const app = createApp()
    const observer = await watch(app)
    const registry = createVideoTaskRegistry()
    registry.add('video_1')
    const lists = videoTaskListOptions(app.client)
    await app.queryClient.fetchInfiniteQuery(lists)
    const options = deleteVideoTaskOptions(app.client, app.queryClient, { registry })
    const deletion = await new MutationObserver(app.queryClient, options).mutate('video_1')
    expect(deletion).toEqual({ id: 'video_1', deleted: true })
    const count = app.requests.length
    const result = observer.getCurrentResult()
    expect([videoTaskState({ ...result, isEnabled: true }), result.error]).toEqual(['deleted', null])
    expect(nextPoll({ data: result.data, error: null })).toEqual({ delay: false, reason: 'deleted' })
    expect(summarizeVideoTasks([result])).toMatchObject({ total: 1, settled: 1, progress: 100 })
    expect(registry.list()).toEqual([])
    // A list that is shown asks again.
    expect(app.queryClient.getQueryState(lists.queryKey)?.isInvalidated).toBe(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(app.requests).toHaveLength(count)
  })

  it.each([
    ['accepts the delete without confirming it', { status: 202, body: { deleted: false } }],
    [
      'refuses to delete a running task',
      { status: 400, body: { error: { message: 'Running', code: 'running' } } },
    ],
  ])('keeps the watch where the API %s', async (_, deletion) => {
    const app = createApp(deletion)
    const observer = await watch(app)
    const mutation = new MutationObserver(
      app.queryClient,
      deleteVideoTaskOptions(app.client, app.queryClient),
    )
    const outcome = await mutation.mutate('video_1').then(
      ({ deleted }) => deleted,
      (error: VideoTaskError) => error.code,
    )
    expect(outcome).toBe(deletion.status === 202 ? false : 'running')
    expect(videoTaskState(observer.getCurrentResult())).toBe('in_progress')
    const count = app.requests.length
    await vi.advanceTimersByTimeAsync(1_000)
    expect(app.requests.length).toBeGreaterThan(count)
  })

  it('leaves a task alone that was never watched', async () => {
    const { client, queryClient } = createApp()
    await new MutationObserver(queryClient, deleteVideoTaskOptions(client, queryClient)).mutate('video_1')
    expect(queryClient.getQueryData(videoTaskKeys.detail('video_1'))).toBeUndefined()
  })
})

describe('remixVideoTaskOptions', () => {
  it('adds the task to cache and registry, and makes one of two equal calls', async () => {
    const { client, queryClient, requests } = createApp()
    const registry = createVideoTaskRegistry()
    const options = remixVideoTaskOptions(client, queryClient, { registry })
    const remix = (id: string) =>
      new MutationObserver(queryClient, options).mutate({ id, prompt: 'In winter' })
    await Promise.all([remix('video_1'), remix('video_1'), remix('video_9')])
    expect(requests).toEqual(['POST /v1/videos/video_1/remix', 'POST /v1/videos/video_9/remix'])
    expect(queryClient.getQueryData<VideoTask>(videoTaskKeys.detail('video_2'))).toMatchObject({
      status: 'queued',
    })
    expect(registry.list()).toMatchObject([{ id: 'video_2' }])
  })
})

it('videoTaskListOptions fetches page after page', async () => {
  const { client, queryClient, requests } = createApp()
  const options = videoTaskListOptions(client, { limit: 1 })
  const { pages } = await queryClient.fetchInfiniteQuery({ ...options, pages: 3 })
  expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(['video_1', 'video_0'])
  expect(requests).toEqual(['GET /v1/videos?limit=1', 'GET /v1/videos?after=video_1&limit=1'])
})

it('a client without these calls makes them fail with unsupported_call', async () => {
  const { client, queryClient } = createApp()
  const { create, retrieve, contentUrl } = client
  const bare: VideoClient = { create, retrieve, contentUrl }
  const unsupported = (name: string) => ({
    code: 'unsupported_call',
    message: `This client has no method '${name}'.`,
  })
  const remove = new MutationObserver(queryClient, deleteVideoTaskOptions(bare, queryClient))
  await expect(remove.mutate('video_1')).rejects.toMatchObject(unsupported('delete'))
  const remix = new MutationObserver(queryClient, remixVideoTaskOptions(bare, queryClient))
  await expect(remix.mutate({ id: 'video_1', prompt: 'In winter' })).rejects.toMatchObject(
    unsupported('remix'),
  )
  const list = queryClient.fetchInfiniteQuery({ ...videoTaskListOptions(bare), retry: false })
  await expect(list).rejects.toMatchObject(unsupported('list'))
})
