import OpenAI from 'openai'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../support/errorOf.js'
import { serve } from '../support/serve.js'

const KEY = 'sk-upstream-4711'

/** Connects OpenAI's client, the proxy and the emulator over HTTP. */
async function connect(options: VideoEmulatorOptions = {}) {
  let time = Date.UTC(2026, 4, 28)
  const emulator = createVideoEmulator({ apiKey: KEY, now: () => time, ...options })
  const upstream = await serve((request) => emulator.handle(request))
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: `${upstream}/v1`,
    authorize: ({ request }) => request.headers.get('authorization') === 'Bearer app-token',
    onError: () => undefined,
    // Real time passes too slowly for the proxy's cache to expire: only the emulator's clock moves.
    cache: false,
  })
  const app = await serve(proxy)
  const openai = new OpenAI({ baseURL: `${app}/api/v1`, apiKey: 'app-token', maxRetries: 0 })
  return { openai, emulator, wait: (ms: number) => (time += ms) }
}

describe("OpenAI's client in front of the proxy", () => {
  it('creates, polls and downloads a video', async () => {
    const { openai, emulator, wait } = await connect()
    const created = await openai.videos.create({
      model: 'wan2.6',
      prompt: 'A fox in the snow',
      // The client's types allow OpenAI's values only, the wire allows any.
      ...JSON.parse('{"seconds":"10","size":"832x1088"}'),
    })
    expect(created).toMatchObject({ object: 'video', model: 'wan2.6', status: 'queued', progress: 0 })
    expect(emulator.requests[0]?.params).toMatchObject({
      prompt: 'A fox in the snow',
      seconds: '10',
      size: '832x1088',
    })

    wait(12_000)
    expect(await openai.videos.retrieve(created.id)).toMatchObject({ id: created.id, status: 'in_progress' })
    wait(8000)
    expect((await openai.videos.retrieve(created.id)).status).toBe('completed')
    const content = await openai.videos.downloadContent(created.id)
    expect(content.headers.get('content-type')).toBe('video/mp4')
    const bytes = Buffer.from(await content.arrayBuffer())
    expect(bytes.toString('latin1', 4, 8)).toBe('ftyp')
    expect(bytes.length).toBe(Number(content.headers.get('content-length')))
  })

  it("reads status, code, type, param and request id of the proxy's errors", async () => {
    const { openai } = await connect()
    expect(await errorOf(() => openai.videos.retrieve('unknown'))).toMatchObject({
      status: 400,
      code: 'task_not_exist',
      type: 'invalid_request_error',
      requestID: expect.stringMatching(/^\w{24}$/),
    })
    const refused = errorOf(() => openai.videos.create({ model: 'wan2.6', prompt: 'x [refuse]' }))
    expect(await refused).toMatchObject({ status: 400, code: 'content_policy_violation', param: 'prompt' })
    expect(
      await errorOf(() => openai.videos.retrieve('t', { headers: { authorization: 'Bearer no' } })),
    ).toMatchObject({ status: 403 })
  })
})
