import { describe, expect, it } from 'vitest'
import { createTestApi, KEY } from '../support/createTestApi.js'
import { serve } from '../../support/serve.js'

/** Serves a completed task over HTTP; returns functions that request its two video URLs. */
async function serveCompleted() {
  const { emulator } = createTestApi()
  const { id } = emulator.addTask({ id: 'done', state: { status: 'completed' } })
  const origin = await serve(emulator.fetch)
  const headers = { authorization: `Bearer ${KEY}` }
  const { video_url } = await (await fetch(`${origin}/v1/videos/${id}`, { headers })).json()
  return {
    content: (init: RequestInit = {}) =>
      fetch(`${origin}/v1/videos/${id}/content`, { ...init, headers: { ...headers, ...init.headers } }),
    file: (init: RequestInit = {}) => fetch(video_url, init),
  }
}

const sizeOf = (response: Response) => Number(response.headers.get('content-length'))
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe.each(['content', 'file'] as const)('the %s route of a completed task', (route) => {
  it('returns the whole MP4 with Accept-Ranges', async () => {
    const response = await (await serveCompleted())[route]()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('video/mp4')
    expect(response.headers.get('accept-ranges')).toBe('bytes')
    const bytes = await bytesOf(response)
    expect(bytes.length).toBe(sizeOf(response))
    expect(bytes.toString('latin1', 4, 8)).toBe('ftyp')
  })

  it('answers HEAD with the headers of the full response and no body', async () => {
    const ask = (await serveCompleted())[route]
    const head = await ask({ method: 'HEAD', headers: { range: 'bytes=0-1' } })
    expect(head.status).toBe(200)
    expect(sizeOf(head)).toBe((await bytesOf(await ask())).length)
    expect((await bytesOf(head)).length).toBe(0)
  })

  it.each([
    ['bytes=0-1', (all: Buffer) => all.subarray(0, 2)],
    ['bytes=100-199', (all: Buffer) => all.subarray(100, 200)],
    ['bytes=1000-', (all: Buffer) => all.subarray(1000)],
    ['bytes=-7', (all: Buffer) => all.subarray(-7)],
    ['bytes=0-99999999', (all: Buffer) => all],
    ['bytes=-99999999', (all: Buffer) => all],
  ])('answers the range %s with 206 and exactly the requested bytes', async (range, part) => {
    const ask = (await serveCompleted())[route]
    const all = await bytesOf(await ask())
    const response = await ask({ headers: { range } })
    const expected = part(all)
    expect(response.status).toBe(206)
    expect(sizeOf(response)).toBe(expected.length)
    expect((await bytesOf(response)).equals(expected)).toBe(true)
    const [, from, to, size] =
      /^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? []
    expect(all.subarray(Number(from), Number(to) + 1).equals(expected)).toBe(true)
    expect(Number(size)).toBe(all.length)
  })

  it.each(['bytes=99999999-', 'bytes=99999999-999999999', 'bytes=-0'])(
    'answers the range %s with 416',
    async (range) => {
      const ask = (await serveCompleted())[route]
      const size = sizeOf(await ask({ method: 'HEAD' }))
      const response = await ask({ headers: { range } })
      expect(response.status).toBe(416)
      expect(response.headers.get('content-range')).toBe(`bytes */${size}`)
      expect((await bytesOf(response)).length).toBe(0)
    },
  )

  it.each(['bytes=5-2', 'bytes=', 'bytes=-', 'bytes=a-b', 'items=0-1', 'bytes=0-1,5-6'])(
    'ignores the malformed or multiple range %s and returns the whole, as RFC 9110 allows',
    async (range) => {
      const response = await (await serveCompleted())[route]({ headers: { range } })
      expect(response.status).toBe(200)
    },
  )

  it('respects If-Range: 206 if the file is the same, else 200', async () => {
    const ask = (await serveCompleted())[route]
    const { headers } = await ask({ method: 'HEAD' })
    const range = 'bytes=0-9'
    for (const validator of [headers.get('etag') ?? '', headers.get('last-modified') ?? '']) {
      expect((await ask({ headers: { range, 'if-range': validator } })).status).toBe(206)
    }
    expect((await ask({ headers: { range, 'if-range': '"another"' } })).status).toBe(200)
  })
})

describe('the content route', () => {
  it.each([
    { status: 'queued' },
    { status: 'in_progress', progress: 45 },
    { status: 'failed', error: { message: 'no' } },
    { status: 'error' },
  ] as const)('answers 400 JSON for a task that is $status', async (state) => {
    const { ask, emulator } = createTestApi()
    emulator.addTask({ id: 't', state })
    const response = await ask('/videos/t/content')
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('application/json')
    const { error } = await response.json()
    expect(error.message).toContain(`current status: ${state.status}`)
  })

  it('answers 502 with the upstream 403 in its message if the stored file has expired', async () => {
    const { ask, emulator } = createTestApi()
    emulator.addTask({ id: 't', state: { status: 'completed', url: 'expired' } })
    const response = await ask('/videos/t/content')
    expect(response.status).toBe(502)
    expect((await response.json()).error.message).toMatch(/status 403 \(request id: /)
  })
})
