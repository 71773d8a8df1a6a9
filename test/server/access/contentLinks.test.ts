import { createMemoryStore, signContentUrl, type VideoProxyOptions } from 'react-video-task/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createTestProxy,
  errorCode,
  get,
  KEY,
  mp4Response,
  post,
  SECRET,
  TASK,
  userOf,
  type UpstreamRequest,
} from '../support/createTestProxy.js'

const ann = { 'x-user': 'ann' }
const baseURL = 'https://app.test/api/v1'
/** The API of the tested proxies, and its key. */
const api = { apiKey: KEY, baseURL: 'https://upstream.test/v1' }
const DONE = { ...TASK, status: 'completed', progress: 100 }

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1, 0, 0, 10) }))
afterEach(() => void vi.useRealTimers())

const upstreamWith =
  (task: object) =>
  ({ url, method }: UpstreamRequest) => {
    if (new URL(url).pathname.endsWith('/content')) return mp4Response()
    return Response.json(method === 'POST' ? TASK : task)
  }

const start = (task: object = DONE, options: Partial<VideoProxyOptions> = {}) =>
  createTestProxy(upstreamWith(task), {
    secret: SECRET,
    authorize: userOf,
    contentLinks: { baseURL },
    ...options,
  })

async function field(response: Response, name: string): Promise<string | undefined> {
  const body: unknown = await response.json()
  const value: unknown = Object.entries(Object(body)).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}

/** The content link of a completed task, as its owner gets it. */
async function linkOf(proxy: ReturnType<typeof start>['proxy']): Promise<string> {
  const id = await field(await proxy(post(ann)), 'id')
  const link = await field(await proxy(get(`/videos/${id}`, ann)), 'video_url')
  return link ?? ''
}

describe('the content link of a completed task without a URL', () => {
  it('plays without a session, with ranges', async () => {
    const { proxy, requests } = start()
    const link = await linkOf(proxy)
    expect(link).toMatch(
      /^https:\/\/app\.test\/api\/v1\/videos\/task_[\w-]+\/content\?expires=\d+&signature=/,
    )
    const response = await proxy(new Request(link, { headers: { range: 'bytes=0-' } }))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('video/mp4')
    expect(requests.at(-1)?.url).toBe('https://upstream.test/v1/videos/task_1/content')
    expect(requests.at(-1)?.headers.get('range')).toBe('bytes=0-')
  })

  it('stays the same between polls, so that a player keeps its buffer', async () => {
    const { proxy } = start(DONE, { cache: false })
    const id = await field(await proxy(post(ann)), 'id')
    const links: (string | undefined)[] = []
    for (let poll = 0; poll < 3; poll++) {
      links.push(await field(await proxy(get(`/videos/${id}`, ann)), 'video_url'))
      vi.setSystemTime(Date.now() + 60_000)
    }
    expect(new Set(links).size).toBe(1)
  })

  it('expires after its lifetime, after which a poll returns a new link', async () => {
    const { proxy, requests } = start(DONE, { contentLinks: { baseURL, lifetime: 600_000 } })
    const link = await linkOf(proxy)
    vi.setSystemTime(Date.now() + 599_000)
    expect((await proxy(new Request(link))).status).toBe(200)
    vi.setSystemTime(Date.now() + 600_000 * 0.25 + 2_000)
    const before = requests.length
    const late = await proxy(new Request(link))
    expect(late.status).toBe(403)
    expect(await errorCode(late)).toBe('link_expired')
    expect(requests).toHaveLength(before)
    expect((await proxy(new Request(await linkOf(proxy)))).status).toBe(200)
  })

  it("replaces a URL of the gateway's content route, which needs the key", async () => {
    const task = { ...DONE, metadata: { url: 'https://gateway.test/v1/videos/task_1/content' } }
    expect(await linkOf(start(task).proxy)).toContain('https://app.test/api/v1/videos/')
  })

  it('is added to a task that came in an envelope', async () => {
    const { proxy } = start({ code: 'success', data: { task_id: 'task_1', status: 'SUCCESS' } })
    const id = await field(await proxy(post(ann)), 'id')
    expect(await (await proxy(get(`/videos/${id}`, ann))).json()).toMatchObject({
      ...{ id, task_id: id, status: 'completed' },
      video_url: expect.stringContaining('/content?expires='),
    })
  })

  it('is not added to a task with a URL of its own, a running or a failed task', async () => {
    for (const task of [
      { ...DONE, video_url: 'https://cdn.test/v.mp4' },
      { ...DONE, status: 'in_progress' },
      { ...DONE, status: 'failed', error: { message: 'No' } },
    ]) {
      const { proxy } = start(task)
      const id = await field(await proxy(post(ann)), 'id')
      expect(await (await proxy(get(`/videos/${id}`, ann))).json()).toEqual({ ...task, id })
    }
  })

  it("works with an owner store and the API's ids", async () => {
    const { proxy } = start(DONE, { owners: createMemoryStore() })
    const link = await linkOf(proxy)
    expect(link).toContain('/api/v1/videos/task_1/content?expires=')
    expect((await proxy(new Request(link))).status).toBe(200)
    expect((await proxy(get('/videos/task_1/content'))).status).toBe(403)
  })
})

describe('a tampered content link', () => {
  it.each([
    ['another time', (url: URL) => url.searchParams.set('expires', '9999999999')],
    ['no time', (url: URL) => url.searchParams.delete('expires')],
    ['no signature', (url: URL) => url.searchParams.delete('signature')],
    ['an empty signature', (url: URL) => url.searchParams.set('signature', '')],
    ['a time that is no number', (url: URL) => url.searchParams.set('expires', '1e12')],
    ['a second time', (url: URL) => url.searchParams.append('expires', '9999999999')],
    ['a second signature', (url: URL) => url.searchParams.append('signature', 'AAAA')],
    [
      'a second time and a second signature',
      (url: URL) => {
        url.searchParams.append('expires', '9999999999')
        url.searchParams.append('signature', 'AAAA')
      },
    ],
    ["another task's path", (url: URL) => (url.pathname = '/api/v1/videos/task_2/content')],
  ])('is refused with %s, without an upstream request', async (_, tamper) => {
    const { proxy, requests } = start(DONE, { authorize: () => true })
    const url = new URL(await linkOf(proxy))
    const before = requests.length
    tamper(url)
    const response = await proxy(new Request(url))
    expect(response.status).toBe(403)
    expect(await errorCode(response)).toBe('invalid_link')
    expect(requests).toHaveLength(before)
  })

  it('does not authorize the retrieve route', async () => {
    const { proxy } = start()
    const link = await linkOf(proxy)
    expect((await proxy(new Request(link.replace('/content?', '?')))).status).toBe(403)
  })

  it('is refused by a proxy with another secret', async () => {
    const link = await linkOf(start().proxy)
    const other = start(DONE, { secret: 'another-secret-of-the-tests-0123456789' })
    expect((await other.proxy(new Request(link))).status).toBe(403)
  })

  it('is taken with the secret of before, where that is listed after the new one', async () => {
    const owners = createMemoryStore()
    const link = await linkOf(start(DONE, { owners }).proxy)
    const rotated = start(DONE, { owners, secret: ['another-secret-of-the-tests-0123456789', SECRET] })
    expect((await rotated.proxy(new Request(link))).status).toBe(200)
  })
})

describe('signContentUrl', () => {
  it.each([
    ['a path', '/api/v1/videos/task_1/content'],
    ['an absolute URL', 'https://app.test/api/v1/videos/task_1/content'],
    ['a URL with a variant', '/api/v1/videos/task_1/content?variant=thumbnail'],
    ['an encoded id', `/api/v1/videos/${encodeURIComponent('a/b=')}/content`],
  ])('signs %s for every proxy that knows the secret', async (_, url) => {
    const { proxy, requests } = start(DONE, { owners: createMemoryStore() })
    const signed = await signContentUrl(url, {
      ...api,
      secret: ['another-secret-0123456789-0123456789', SECRET],
    })
    const { proxy: rotated } = start(DONE, {
      owners: createMemoryStore(),
      secret: 'another-secret-0123456789-0123456789',
    })
    expect((await rotated(new Request(new URL(signed, 'https://app.test')))).status).toBe(200)
    expect((await proxy(new Request(new URL(signed, 'https://app.test')))).status).toBe(403)
    expect(requests).toEqual([])
  })

  it.each([
    ['/api/v1/videos/task_1', {}],
    ['https://cdn.test/v.mp4', {}],
    ['/videos/a/content', { lifetime: 59_999 }],
    ['/videos/a/content', { lifetime: 7 * 24 * 3_600_000 + 1 }],
    ['/videos/a/content', { lifetime: Infinity }],
    ['/videos/a/content', { lifetime: Number.NaN }],
    ['/videos/a/content', { secret: 'short' }],
  ])('refuses %s with %j', async (url, options) => {
    await expect(signContentUrl(url, { ...api, secret: SECRET, ...options })).rejects.toMatchObject({
      code: 'invalid_options',
    })
  })

  it.each([60_000, 7 * 24 * 3_600_000])('takes a lifetime of %d ms', async (lifetime) => {
    const signed = await signContentUrl('/videos/a/content', { ...api, secret: SECRET, lifetime })
    const expires = Number(new URL(signed, 'https://app.test').searchParams.get('expires')) * 1000
    expect(expires - Date.now()).toBeGreaterThanOrEqual(lifetime)
    expect(expires - Date.now()).toBeLessThanOrEqual(1.25 * lifetime + 1000)
  })
})

describe('the contentLinks option', () => {
  it.each([
    ['without a secret', { secret: undefined }],
    ['with a relative URL', { contentLinks: { baseURL: '/api/v1' } }],
    ['with a lifetime below a minute', { contentLinks: { baseURL, lifetime: 5 } }],
  ])('throws %s', (_, options) => {
    expect(() => start(DONE, options)).toThrow(expect.objectContaining({ code: 'invalid_options' }))
  })
})
