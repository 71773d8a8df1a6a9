import { createOpenaiVideo } from '@tanstack/ai-openai'
import { generateVideo, getVideoJobStatus } from '@tanstack/ai'
import OpenAI from 'openai'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../support/errorOf.js'
import { serve } from '../support/serve.js'

const KEY = 'sk-upstream-4711'

interface Documented {
  id: string
  status: string
  progress: number
  video_url?: string
  error?: { message: string } | null
}

/** How a gateway writes a documented task. */
type Dialect = (task: Documented, route: 'create' | 'retrieve') => Response

const WORDS: Record<string, string> = { in_progress: 'IN_PROGRESS', completed: 'SUCCESS', failed: 'FAILURE' }

/** Dialects in which OpenAI's client finds no id, no status that it knows, or no reason of a failure. */
const dialects: Record<string, Dialect> = {
  // Gateways of the one-api family.
  'a wrapped task': ({ id, status, progress, video_url, error }) =>
    Response.json({
      code: 'success',
      message: '',
      data: {
        task_id: id,
        status: WORDS[status] ?? 'NOT_START',
        fail_reason: error?.message ?? video_url ?? '',
        progress: `${progress}%`,
      },
    }),
  // xAI: 202 without a body until the video is done.
  'empty answers until the end': ({ id, status, video_url, error }, route) => {
    if (route === 'create') return Response.json({ request_id: id })
    if (error) return Response.json({ status: 'failed', model: 'grok-imagine', error: error.message })
    if (status !== 'completed') return new Response(null, { status: 202 })
    return Response.json({ status: 'done', video: { url: video_url, duration: 5 } })
  },
  // OpenRouter: 202, with URLs that name the task.
  'accepted creates and other words': ({ id, status, error }) =>
    Response.json(
      {
        id,
        polling_url: `https://gateway.example/api/v1/videos/${id}`,
        status: status === 'queued' ? 'pending' : status,
        ...(status === 'completed' && {
          unsigned_urls: [`https://gateway.example/api/v1/videos/${id}/content`],
          usage: { cost: 0.25 },
        }),
        ...(error && { error: error.message }),
      },
      { status: status === 'queued' ? 202 : 200 },
    ),
  // MiniMax and relays of it.
  'a result in another place': ({ id, status, video_url, error }) =>
    Response.json({
      base_resp: error
        ? { status_code: 1026, status_msg: error.message }
        : { status_code: 0, status_msg: 'success' },
      task: {
        id,
        status: error
          ? 'Fail'
          : { queued: 'Preparing', in_progress: 'Processing', completed: 'Success' }[status],
        content: video_url ? [{ url: video_url }] : undefined,
      },
    }),
}

/** Connects a client, the proxy and a gateway that speaks a dialect, over HTTP. */
async function connect(dialect: Dialect) {
  let time = Date.UTC(2026, 10, 28)
  const emulator = createVideoEmulator({ apiKey: KEY, now: () => time })
  const gateway = await serve(async (request) => {
    const answer = await emulator.handle(request.method === 'POST' ? await asWan(request) : request)
    if (!answer.ok || request.url.includes('/content')) return answer
    const task: Documented = await answer.json()
    return dialect(task, request.method === 'POST' ? 'create' : 'retrieve')
  })
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: `${gateway}/v1`,
    authorize: () => ({ id: 'ada' }),
    secret: 'secret-of-the-tests-0123456789abcdef',
    onError: () => undefined,
    cache: false,
  })
  return { gateway: `${gateway}/v1`, app: `${await serve(proxy)}/api/v1`, wait: (ms: number) => (time += ms) }
}

/** The clients' types allow OpenAI's models only, and the emulator has others. */
async function asWan(request: Request): Promise<Request> {
  const form = await request.formData()
  form.set('model', 'wan2.6')
  const authorization = request.headers.get('authorization') ?? ''
  return new Request(request.url, { method: 'POST', body: form, headers: { authorization } })
}

const openaiAt = (baseURL: string) => new OpenAI({ baseURL, apiKey: KEY, maxRetries: 0 })
const adapterAt = (baseURL: string) => createOpenaiVideo('sora-2', KEY, { baseURL, maxRetries: 0 })

describe.each(Object.entries(dialects))('in front of a gateway with %s', (_, dialect) => {
  it("OpenAI's client creates, polls and downloads through the proxy", async () => {
    const { app, wait } = await connect(dialect)
    const { videos } = openaiAt(app)
    const created = await videos.create({ model: 'sora-2', prompt: 'A fox in the snow' })
    expect(created).toMatchObject({ object: 'video', status: 'queued', progress: 0 })
    expect(created.id).toMatch(/^\S+$/)

    wait(12_000)
    const running = await videos.retrieve(created.id)
    expect(running).toMatchObject({ id: created.id, object: 'video' })
    expect(['queued', 'in_progress']).toContain(running.status)
    wait(10_000)
    const ended = await videos.retrieve(created.id)
    expect(ended).toMatchObject({ id: created.id, object: 'video', status: 'completed', progress: 100 })
    // Fields of the gateway name the task by the id that the caller knows.
    const urls = JSON.stringify(ended).match(/https:\/\/gateway\.example[^"]*/g) ?? []
    for (const url of urls) expect(url).toContain(`/videos/${created.id}`)
    const content = await videos.downloadContent(created.id)
    expect(Buffer.from(await content.arrayBuffer()).toString('latin1', 4, 8)).toBe('ftyp')
  })

  it("TanStack AI's adapter creates, polls and gets the video through the proxy", async () => {
    const { app, wait } = await connect(dialect)
    const adapter = adapterAt(app)
    const { jobId } = await generateVideo({ adapter, prompt: 'A fox in the snow' })
    wait(12_000)
    expect(['pending', 'processing']).toContain((await getVideoJobStatus({ adapter, jobId })).status)
    wait(10_000)
    const status = await getVideoJobStatus({ adapter, jobId })
    expect(status.status).toBe('completed')
    expect(status.url).toMatch(/^data:video\/mp4;base64,/)
  })

  it('both clients learn why a video failed', async () => {
    const { app, wait } = await connect(dialect)
    const { videos } = openaiAt(app)
    const { id } = await videos.create({ model: 'sora-2', prompt: 'A fox in the snow [fail]' })
    wait(30_000)
    const failed = await videos.retrieve(id)
    expect(failed).toMatchObject({ id, status: 'failed', error: { message: expect.stringMatching(/\w/) } })
    const status = await getVideoJobStatus({ adapter: adapterAt(app), jobId: id })
    expect(status).toMatchObject({ status: 'failed', error: failed.error?.message })
  })

  it("without the proxy OpenAI's client gets no documented task", async () => {
    const { gateway, wait } = await connect(dialect)
    const { videos } = openaiAt(gateway)
    const created = await videos.create({ model: 'sora-2', prompt: 'A fox in the snow' })
    wait(30_000)
    const ended = created.id ? await videos.retrieve(created.id) : created
    const isDocumented = ended?.object === 'video' && ended.status === 'completed'
    expect(isDocumented).toBe(false)
  })
})

describe('a create that fails', () => {
  it.each([
    ['a 500', () => Response.json({ error: { message: 'Oops' } }, { status: 500 })],
    ['a 502 page', () => new Response('<html>', { status: 502 })],
    ['a 409', () => Response.json({ error: { message: 'Conflict' } }, { status: 409 })],
    ['an answer without an id', () => Response.json({ ok: true })],
    ['a connection that breaks', () => Response.error()],
  ])("is sent once, although OpenAI's client repeats it after %s", async (_, answer) => {
    let creates = 0
    const proxy = createVideoProxy({
      apiKey: KEY,
      authorize: () => true,
      onError: () => undefined,
      fetch: async () => {
        creates += 1
        return answer()
      },
    })
    const openai = new OpenAI({ baseURL: `${await serve(proxy)}/api/v1`, apiKey: KEY, maxRetries: 2 })
    const error = await errorOf(() => openai.videos.create({ model: 'sora-2', prompt: 'A fox' }))
    expect(error).toMatchObject({ status: expect.any(Number) })
    expect(creates).toBe(1)
  })
})
