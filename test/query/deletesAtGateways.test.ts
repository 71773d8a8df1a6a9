import { InfiniteQueryObserver, MutationObserver, QueryClient, QueryObserver } from '@tanstack/react-query'
import {
  createVideoClient,
  deleteVideoTaskOptions,
  remixVideoTaskOptions,
  type VideoClient,
  videoTaskListOptions,
  videoTaskOptions,
  videoTaskState,
} from 'react-video-task'
import { createVideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { serve } from '../support/serve.js'

type Gateway = NonNullable<VideoEmulatorOptions['gateway']>

/** An app in front of an API over real HTTP; `answer` replaces what the API says to a delete. */
async function startApp(gateway: Gateway) {
  const emulator = createVideoEmulator({ gateway, apiKey: false })
  const api = { answer: undefined as (() => Response | Promise<Response>) | undefined, polls: 0 }
  const origin = await serve(async (request) => {
    if (request.method === 'GET') api.polls += 1
    return (request.method === 'DELETE' && (await api.answer?.())) || emulator.handle(request)
  })
  const client = createVideoClient({ baseURL: `${origin}/v1` })
  const queryClient = new QueryClient()
  onTestFinished(() => queryClient.clear())
  return { emulator, api, client, queryClient }
}
type App = Awaited<ReturnType<typeof startApp>>

/** Watches a task until its first answer is there. */
async function watch({ client, queryClient }: App, id: string) {
  const observer = new QueryObserver(queryClient, videoTaskOptions(client, id, { pollInterval: 20 }))
  onTestFinished(observer.subscribe(() => {}))
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBeDefined())
  return () => videoTaskState({ ...observer.getCurrentResult(), isEnabled: true })
}

const remove = ({ client, queryClient }: App, id: string, using: VideoClient = client) =>
  new MutationObserver(queryClient, deleteVideoTaskOptions(using, queryClient)).mutate(id)

/** Polls go on. */
async function expectPolls({ api }: App) {
  const before = api.polls
  await vi.waitFor(() => expect(api.polls).toBeGreaterThan(before))
}

const RUNNING = { id: 'r', model: 'sora-2', state: { status: 'in_progress', progress: 40 } } as const
const COMPLETED = { id: 'c', model: 'sora-2', state: { status: 'completed' } } as const

describe('a delete of a running task', () => {
  it('is confirmed at vLLM-Omni, which aborts it: the watch ends', async () => {
    const app = await startApp('vllm-omni')
    app.emulator.addTask(RUNNING)
    const state = await watch(app, 'r')
    expect(await remove(app, 'r')).toEqual({ id: 'r', deleted: true })
    expect(state()).toBe('deleted')
    // A poll that was sent before may still arrive.
    await new Promise((resolve) => setTimeout(resolve, 200))
    const { polls } = app.api
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(app.api.polls).toBe(polls)
  })

  it.each([
    ['litellm', 400],
    ['cometapi', 405],
    ['openrouter', 405],
  ] as const)(
    'is not possible at %s: it is made and billed, and the watch goes on',
    async (gateway, status) => {
      const app = await startApp(gateway)
      app.emulator.addTask(RUNNING)
      const state = await watch(app, 'r')
      await expect(remove(app, 'r')).rejects.toMatchObject({ name: 'VideoApiError', status })
      expect(state()).toBe('in_progress')
      await expectPolls(app)
      expect(app.emulator.tasks.map(({ id }) => id)).toEqual(['r'])
    },
  )

  it.each([400, 401, 403, 404, 405, 409, 429, 500, 501, 503])(
    'goes on being watched after an answer %s',
    async (status) => {
      const app = await startApp('vllm-omni')
      app.emulator.addTask(RUNNING)
      const state = await watch(app, 'r')
      const headers = { 'retry-after': '0' }
      app.api.answer = () => Response.json({ error: { message: 'No', code: 'no' } }, { status, headers })
      await expect(remove(app, 'r')).rejects.toMatchObject({ status })
      expect(state()).toBe('in_progress')
      await expectPolls(app)
    },
  )

  it.each<[string, () => Response | Promise<Response>]>([
    ['an answer 202', () => new Response(null, { status: 202 })],
    ['the running task', () => Response.json({ id: 'r', status: 'in_progress' })],
    ['deleted: false', () => Response.json({ id: 'r', object: 'video.deleted', deleted: false })],
  ])('goes on being watched after %s, which does not confirm it', async (_, answer) => {
    const app = await startApp('vllm-omni')
    app.emulator.addTask(RUNNING)
    const state = await watch(app, 'r')
    app.api.answer = answer
    expect(await remove(app, 'r')).toEqual({ id: 'r', deleted: false })
    expect(state()).toBe('in_progress')
    await expectPolls(app)
  })

  it('goes on being watched after a network error, and is sent once', async () => {
    const app = await startApp('vllm-omni')
    app.emulator.addTask(RUNNING)
    const state = await watch(app, 'r')
    let sent = 0
    const broken = createVideoClient({
      baseURL: 'http://127.0.0.1:9/v1',
      fetch: (input, init) => {
        sent += 1
        return fetch(input, init)
      },
    })
    await expect(remove(app, 'r', broken)).rejects.toMatchObject({ name: 'VideoNetworkError' })
    expect([state(), sent]).toEqual(['in_progress', 1])
    await expectPolls(app)
  })

  it('goes on being watched after an answer that breaks off', async () => {
    const app = await startApp('vllm-omni')
    app.emulator.addTask(RUNNING)
    const state = await watch(app, 'r')
    const headers = { 'content-type': 'application/json' }
    app.api.answer = () => new Response('{"id":"r","dele', { headers })
    await expect(remove(app, 'r')).rejects.toMatchObject({ name: 'VideoResponseError' })
    expect(state()).toBe('in_progress')
    await expectPolls(app)
  })
})

describe('a delete of a completed task', () => {
  it.each(['litellm', 'vllm-omni'] as const)(
    'at %s takes it out of a list that is shown',
    async (gateway) => {
      const app = await startApp(gateway)
      app.emulator.addTask(COMPLETED)
      app.emulator.addTask({ ...COMPLETED, id: 'd' })
      const list = new InfiniteQueryObserver(app.queryClient, videoTaskListOptions(app.client))
      onTestFinished(list.subscribe(() => {}))
      const idsOf = () =>
        list.getCurrentResult().data?.pages.flatMap(({ data }) => data.map(({ id }) => id)) ?? []
      await vi.waitFor(() => expect(idsOf()).toHaveLength(2))
      const [first = ''] = idsOf()
      const state = await watch(app, first)
      expect(state()).toBe('completed')
      expect(await remove(app, first)).toEqual({ id: first, deleted: true })
      expect(state()).toBe('deleted')
      await vi.waitFor(() => expect(idsOf()).toHaveLength(1))
      expect(idsOf()).not.toContain(first)
      // What is gone cannot be deleted again.
      await expect(remove(app, first)).rejects.toMatchObject({ status: 404 })
      expect(state()).toBe('deleted')
    },
  )

  it('keeps what is known where it is refused', async () => {
    const app = await startApp('cometapi')
    app.emulator.addTask(COMPLETED)
    const state = await watch(app, 'c')
    await expect(remove(app, 'c')).rejects.toMatchObject({ status: 405 })
    expect(state()).toBe('completed')
  })
})

describe('a remix', () => {
  it.each(['cometapi', 'litellm'] as const)(
    'of a video of Sora is made at %s, and watched',
    async (gateway) => {
      const app = await startApp(gateway)
      app.emulator.addTask(COMPLETED)
      const options = remixVideoTaskOptions(app.client, app.queryClient)
      const task = await new MutationObserver(app.queryClient, options).mutate({
        id: 'c',
        prompt: 'In winter',
      })
      expect(task).toMatchObject({ status: 'queued', remixed_from_video_id: 'c' })
      const state = await watch(app, task.id)
      expect(state()).toBe('queued')
    },
  )

  it.each([
    ['cometapi', { ...COMPLETED, model: 'wan2.6' }, 400],
    ['cometapi', { ...RUNNING, id: 'c' }, 400],
    ['vllm-omni', COMPLETED, 404],
    ['openrouter', COMPLETED, 404],
  ] as const)('that %s does not make is an error, and no task: %j', async (gateway, source, status) => {
    const app = await startApp(gateway)
    app.emulator.addTask(source)
    const options = remixVideoTaskOptions(app.client, app.queryClient)
    const remix = new MutationObserver(app.queryClient, options).mutate({ id: 'c', prompt: 'In winter' })
    await expect(remix).rejects.toMatchObject({ name: 'VideoApiError', status })
    expect(app.emulator.tasks).toHaveLength(1)
  })
})
