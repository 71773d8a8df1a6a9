import { createVideoClient } from 'react-video-task/client'
import { createVideoProxy, signContentUrl, type VideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { form, SECRET } from './support/createTestProxy.js'
import { serve } from './support/serve.js'

const KEY = 'sk-end-to-end-0123456789'

async function start() {
  let time = Date.UTC(2026, 0, 1)
  const emulator = createVideoEmulator({ apiKey: KEY, now: () => time })
  const upstream = await serve((request) => emulator.fetch(request))
  const proxy = await serve(
    createVideoProxy({
      apiKey: KEY,
      baseURL: `${upstream}/v1`,
      authorize: () => true,
      fetch: globalThis.fetch,
    }),
  )
  return { api: `${proxy}/api/v1`, emulator, wait: (ms: number) => (time += ms) }
}

async function create(api: string): Promise<string> {
  const response = await fetch(`${api}/videos`, {
    method: 'POST',
    body: form({ model: 'wan2.6', prompt: 'A lake' }),
  })
  expect(response.status).toBe(200)
  const task: unknown = await response.json()
  expect(task).toMatchObject({ object: 'video', model: 'wan2.6', status: 'queued' })
  if (typeof task !== 'object' || task === null || !('id' in task)) throw new Error('No id')
  return String(task.id)
}

describe('a proxy in front of the emulator, over HTTP', () => {
  it('creates, polls and plays a video for a caller without a key', async () => {
    const { api, wait } = await start()
    const id = await create(api)
    const early = await fetch(`${api}/videos/${id}/content`)
    expect(early.status).toBe(400)
    expect(early.headers.get('content-type')).toBe('application/json')

    wait(60_000)
    expect(await (await fetch(`${api}/videos/${id}`)).json()).toMatchObject({ id, status: 'completed' })
    const content = await fetch(`${api}/videos/${id}/content`)
    expect(content.status).toBe(200)
    expect(content.headers.get('content-type')).toBe('video/mp4')
    expect(content.headers.get('cache-control')).toBe('private')
    const bytes = new Uint8Array(await content.arrayBuffer())
    expect(String.fromCharCode(...bytes.subarray(4, 8))).toBe('ftyp')
    expect(content.headers.get('content-length')).toBe(String(bytes.byteLength))
  })

  it('answers ranges at the start, in the middle and at the end', async () => {
    const { api, emulator } = await start()
    const { id } = emulator.addTask({ state: { status: 'completed' } })
    const url = `${api}/videos/${id}/content`
    const whole = new Uint8Array(await (await fetch(url)).arrayBuffer())
    const size = whole.byteLength
    for (const [range, from, to] of [
      ['bytes=0-1', 0, 1],
      ['bytes=100-299', 100, 299],
      [`bytes=${size - 5}-`, size - 5, size - 1],
      ['bytes=-7', size - 7, size - 1],
    ] as const) {
      const part = await fetch(url, { headers: { range } })
      expect(part.status).toBe(206)
      expect(part.headers.get('content-range')).toBe(`bytes ${from}-${to}/${size}`)
      expect(part.headers.get('content-length')).toBe(String(to - from + 1))
      expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, to + 1))).toBe(true)
    }
    const beyond = await fetch(url, { headers: { range: `bytes=${size}-` } })
    expect(beyond.status).toBe(416)
    expect(beyond.headers.get('content-range')).toBe(`bytes */${size}`)
    expect(await beyond.text()).toBe('')
  })

  it('answers HEAD with the headers only', async () => {
    const { api, emulator } = await start()
    const { id } = emulator.addTask({ state: { status: 'completed' } })
    const task = await fetch(`${api}/videos/${id}`, { method: 'HEAD' })
    expect(task.status).toBe(200)
    expect(Number(task.headers.get('content-length'))).toBeGreaterThan(50)
    expect(await task.text()).toBe('')
    const content = await fetch(`${api}/videos/${id}/content`, { method: 'HEAD' })
    expect(content.status).toBe(200)
    expect(Number(content.headers.get('content-length'))).toBeGreaterThan(1000)
    expect(emulator.requests.at(-1)?.method).toBe('HEAD')
    const unknown = await fetch(`${api}/videos/unknown`, { method: 'HEAD' })
    expect(unknown.status).toBe(400)
  })

  it("passes on the API's own errors", async () => {
    const { api } = await start()
    const unknown = await fetch(`${api}/videos/unknown`)
    expect(unknown.status).toBe(400)
    expect(await unknown.json()).toMatchObject({ error: { code: 'task_not_exist' } })
    expect(unknown.headers.get('x-request-id')).toBeTruthy()
  })
})

describe('a video without a URL, in an app that authenticates by token', () => {
  const token = { authorization: 'Bearer token-of-ann' }

  async function startApp() {
    const emulator = createVideoEmulator({ apiKey: KEY, duration: 0 })
    // A gateway that sends no URL.
    const upstream = await serve(async (request) => {
      const answer = await emulator.fetch(request)
      if (!answer.headers.get('content-type')?.includes('json')) return answer
      const task: unknown = await answer.json()
      return Response.json({ ...Object(task), video_url: '' }, { status: answer.status })
    })
    const api: { handler?: VideoProxy } = {}
    const origin = await serve((request) => api.handler?.(request) ?? Response.error())
    api.handler = createVideoProxy({
      apiKey: KEY,
      baseURL: `${upstream}/v1`,
      secret: SECRET,
      contentLinks: { baseURL: `${origin}/api/v1` },
      authorize: ({ request }) =>
        request.headers.get('authorization') === token.authorization && { id: 'ann' },
    })
    const client = createVideoClient({ baseURL: `${origin}/api/v1`, headers: token })
    return { client, baseURL: `${upstream}/v1` }
  }

  it('plays by a content link without the token', async () => {
    const { client, baseURL } = await startApp()
    const { id } = await client.create({ model: 'wan2.6', prompt: 'A lake' })
    expect((await fetch(client.contentUrl(id))).status).toBe(403)

    const task = await client.retrieve(id)
    expect(task).toMatchObject({ id, status: 'completed' })
    const link = 'video_url' in task && task.video_url ? task.video_url : ''
    const part = await fetch(link, { headers: { range: 'bytes=0-11' } })
    expect(part.status).toBe(206)
    expect(Buffer.from(await part.arrayBuffer()).toString('latin1', 4, 8)).toBe('ftyp')

    const signed = await signContentUrl(client.contentUrl(id), { apiKey: KEY, baseURL, secret: SECRET })
    expect((await fetch(signed)).status).toBe(200)
  })
})
