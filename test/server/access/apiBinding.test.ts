import {
  createMemoryStore,
  createVideoProxy,
  signContentUrl,
  type VideoProxyOptions,
  type VideoProxyStore,
} from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
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
const DONE = { ...TASK, status: 'completed', progress: 100 }
const links = { baseURL: 'https://app.test/api/v1' }

const upstream = ({ url, method }: UpstreamRequest) => {
  if (url.endsWith('/content')) return mp4Response()
  return Response.json(method === 'POST' ? TASK : DONE)
}

const start = (options: Partial<VideoProxyOptions>) =>
  createTestProxy(upstream, { authorize: userOf, ...options })
type Proxy = ReturnType<typeof start>['proxy']

async function idOf(proxy: Proxy): Promise<string> {
  const task: { id: string } = JSON.parse(await (await proxy(post(ann))).text())
  return task.id
}

async function linkOf(proxy: Proxy, id: string): Promise<string> {
  const task: { video_url: string } = JSON.parse(await (await proxy(get(`/videos/${id}`, ann))).text())
  return task.video_url
}

const OTHER_APIS: [string, Partial<VideoProxyOptions>][] = [
  ['with another key', { apiKey: 'sk-another-0123456789' }],
  ['with a key that only begins alike', { apiKey: `${KEY}0` }],
  ['with a key that comes from a function', { apiKey: () => 'sk-another-0123456789' }],
  ['at another host', { baseURL: 'https://other.test/v1' }],
  ['at another port', { baseURL: 'https://upstream.test:8443/v1' }],
  ['at another path', { baseURL: 'https://upstream.test/v2' }],
  ['at a path in other letters', { baseURL: 'https://upstream.test/V1' }],
  ['without encryption', { baseURL: 'http://upstream.test/v1' }],
]

const SAME_APIS: [string, Partial<VideoProxyOptions>][] = [
  ['with a slash at its end', { baseURL: 'https://upstream.test/v1/' }],
  ['with a host in upper case', { baseURL: 'HTTPS://UPSTREAM.test/v1' }],
  ['with the default port', { baseURL: 'https://upstream.test:443/v1//' }],
  ['with a line break after its key', { apiKey: `${KEY}\n` }],
  ['with its key from a function', { apiKey: async () => KEY }],
  ['with its key among several', { apiKey: ['sk-next-0123456789', KEY] }],
  ['with its key among several of a function', { apiKey: () => ['sk-next-0123456789', KEY] }],
]

/** The two ways in which owners are kept. */
const MODES: [string, () => Partial<VideoProxyOptions>][] = [
  ['signed ids', () => ({ secret: SECRET })],
  ['an owner store', () => ({ owners: createMemoryStore() })],
]

describe.each(MODES)('a task of a proxy with %s', (_, makeMode) => {
  it.each(OTHER_APIS)('does not exist at an API %s', async (_name, other) => {
    const mode = makeMode()
    const id = await idOf(start(mode).proxy)
    const { proxy, requests } = start({ ...mode, ...other })
    for (const path of [`/videos/${id}`, `/videos/${id}/content`]) {
      const response = await proxy(get(path, ann))
      expect(response.status).toBe(404)
      expect(await errorCode(response)).toBe('task_not_exist')
    }
    expect(requests).toEqual([])
  })

  it.each(SAME_APIS)('exists at the same API %s', async (_name, same) => {
    const mode = makeMode()
    const id = await idOf(start(mode).proxy)
    const { proxy } = start({ ...mode, ...same })
    expect((await proxy(get(`/videos/${id}`, ann))).status).toBe(200)
    expect((await proxy(get(`/videos/${id}`, { 'x-user': 'bob' }))).status).toBe(404)
  })
})

describe('a signed id', () => {
  it.each(OTHER_APIS)('opens nothing at an API %s for callers without a user', async (_, other) => {
    const id = await idOf(start({ secret: SECRET }).proxy)
    for (const open of [{ authorize: () => true }, { isPublic: () => true }]) {
      const { proxy, requests } = start({ secret: SECRET, ...other, ...open })
      expect((await proxy(get(`/videos/${id}`, ann))).status).toBe(404)
      expect(requests).toEqual([])
    }
  })

  it('does not show the digest of the API and its key', async () => {
    const shown: string[] = []
    const owners: VideoProxyStore = { ...createMemoryStore(), add: (key) => Boolean(shown.push(key)) }
    await start({ owners }).proxy(post(ann))
    const digest = shown[0]?.split(':')[1] ?? ''
    expect(digest).toMatch(/^[\w-]{22}$/)
    const id = await idOf(start({ secret: SECRET }).proxy)
    expect(Buffer.from(id.slice(5), 'base64url').toString('hex')).not.toContain(
      Buffer.from(digest, 'base64url').toString('hex'),
    )
  })
})

describe.each(MODES)('a content link of a proxy with %s', (_, makeMode) => {
  const withLinks = () => ({ secret: SECRET, contentLinks: links, ...makeMode() })

  it.each(OTHER_APIS)('opens nothing at an API %s', async (_name, other) => {
    const mode = withLinks()
    const { proxy } = start(mode)
    const id = await idOf(proxy)
    const made = await linkOf(proxy, id)
    const signed = await signContentUrl(`https://app.test/api/v1/videos/${id}/content`, {
      apiKey: KEY,
      baseURL: 'https://upstream.test/v1',
      secret: SECRET,
    })
    for (const link of [made, signed]) {
      expect((await proxy(new Request(link))).status).toBe(200)
      const foreign = start({ ...mode, ...other })
      const response = await foreign.proxy(new Request(link))
      expect(response.status).toBe(404)
      expect(await errorCode(response)).toBe('task_not_exist')
      expect(foreign.requests).toEqual([])
    }
  })

  it.each(SAME_APIS)('opens the video at the same API %s', async (_name, same) => {
    const mode = withLinks()
    const { proxy } = start(mode)
    const link = await linkOf(proxy, await idOf(proxy))
    expect((await start({ ...mode, ...same }).proxy(new Request(link))).status).toBe(200)
  })
})

describe('a link that is not valid', () => {
  it('does not make the proxy read the API key', async () => {
    let reads = 0
    const { proxy } = start({ secret: SECRET, apiKey: () => `sk-read-${++reads}-0123456789` })
    const expires = Math.floor(Date.now() / 1000) + 60
    for (const signature of ['', 'AAAA', 'A'.repeat(43), 'A'.repeat(64)]) {
      const response = await proxy(get(`/videos/t1/content?expires=${expires}&signature=${signature}`))
      expect(response.status).toBe(403)
    }
    expect(reads).toBe(0)
  })
})

describe('a shared cache', () => {
  it.each(OTHER_APIS)('holds no answer for an API %s', async (_, other) => {
    const options = { authorize: () => true, cache: { store: createMemoryStore(), ttl: 60_000 } }
    await start(options).proxy(get('/videos/task_1'))
    const { proxy, requests } = start({ ...options, ...other })
    await proxy(get('/videos/task_1'))
    expect(requests).toHaveLength(1)
  })

  it('does not share the request in flight of another key', async () => {
    let reads = 0
    const { proxy, requests } = start({
      authorize: () => true,
      apiKey: () => (reads++ % 2 ? 'sk-odd-0123456789' : 'sk-even-0123456789'),
    })
    await Promise.all([1, 2, 3, 4].map(() => proxy(get('/videos/task_1'))))
    expect(requests.map(({ headers }) => headers.get('authorization')).sort()).toEqual([
      'Bearer sk-even-0123456789',
      'Bearer sk-odd-0123456789',
    ])
  })

  it('has keys without the API key and the base URL', async () => {
    const keys: string[] = []
    const memory = createMemoryStore()
    const store: VideoProxyStore = {
      get: (key) => (keys.push(key), memory.get(key)),
      set: (key, ...rest) => (keys.push(key), memory.set(key, ...rest)),
    }
    const { proxy } = start({ apiKey: 'sk-visible-0123456789', cache: { store }, owners: store })
    await proxy(post(ann))
    await proxy(get('/videos/task_1', ann))
    expect(keys.length).toBeGreaterThan(3)
    // One key is the same for all APIs: whether the store keeps what it accepts.
    for (const key of keys.filter((each) => each !== 'video-owner:')) {
      expect(key).toMatch(/^video-(?:owner|task|ended):[\w-]{22}:task_1$/)
      expect(decodeURIComponent(key)).not.toMatch(/visible|upstream/)
    }
  })
})

describe('a rotation of the API key', () => {
  const [OLD, NEW] = ['sk-Ag7qLw2PzR9tHc', 'sk-Xe4mUb8KdV1yJn']

  it.each(MODES)('keeps the tasks of %s while the old key is listed', async (_, makeMode) => {
    const mode = makeMode()
    const id = await idOf(start({ ...mode, apiKey: OLD }).proxy)
    const { proxy, requests } = start({ ...mode, apiKey: [NEW, OLD] })
    expect((await proxy(get(`/videos/${id}`, ann))).status).toBe(200)
    expect(requests.at(-1)?.headers.get('authorization')).toBe(`Bearer ${NEW}`)
    expect((await start({ ...mode, apiKey: NEW }).proxy(get(`/videos/${id}`, ann))).status).toBe(404)
  })

  it('makes new tasks for the new key', async () => {
    const id = await idOf(start({ secret: SECRET, apiKey: [NEW, OLD] }).proxy)
    expect((await start({ secret: SECRET, apiKey: NEW }).proxy(get(`/videos/${id}`, ann))).status).toBe(200)
    expect((await start({ secret: SECRET, apiKey: OLD }).proxy(get(`/videos/${id}`, ann))).status).toBe(404)
  })

  it('removes every listed key from answers', async () => {
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, echo: `${OLD} and ${NEW}` }), {
      apiKey: [NEW, OLD],
    })
    expect(await (await proxy(get('/videos/task_1'))).json()).toMatchObject({
      echo: '[redacted] and [redacted]',
    })
  })

  it.each([[[]], [['']], [[NEW, ' ']], [[NEW, 'a b']], [[NEW, 7]]])('refuses the list %j', (apiKey) => {
    const options: VideoProxyOptions = JSON.parse('{}', () => ({ apiKey, authorize: () => true }))
    expect(() => createVideoProxy(options)).toThrow(expect.objectContaining({ code: 'invalid_api_key' }))
  })
})

describe('an id that the API returns twice', () => {
  const withoutAdd = (): VideoProxyStore => {
    const { get: read, set } = createMemoryStore()
    return { get: read, set }
  }
  const STORES: [string, () => VideoProxyStore][] = [
    ['a store with `add`', createMemoryStore],
    ['a store without `add`', withoutAdd],
  ]

  it.each(STORES)(
    'is answered with 502 and reported, and stays with its owner (%s)',
    async (_, makeStore) => {
      const owners = makeStore()
      const { proxy, reported } = start({ owners })
      expect((await proxy(post(ann))).status).toBe(200)
      for (const user of ['bob', 'ann']) {
        const response = await proxy(post({ 'x-user': user }))
        expect(response.status).toBe(502)
        expect(await errorCode(response)).toBe('upstream_duplicate_id')
      }
      expect(reported).toHaveLength(2)
      expect(reported[0]?.context).toMatchObject({
        action: 'create',
        status: 502,
        code: 'upstream_duplicate_id',
      })
      expect(String(reported[0]?.error.cause)).toContain('task_1')
      expect((await proxy(get('/videos/task_1', ann))).status).toBe(200)
      expect((await proxy(get('/videos/task_1', { 'x-user': 'bob' }))).status).toBe(404)
    },
  )

  it.each(STORES)('has one owner when both creates run at the same time (%s)', async (_, makeStore) => {
    const { proxy } = start({ owners: makeStore() })
    const users = Array.from({ length: 20 }, (_item, index) => ({ 'x-user': `user-${index}` }))
    const created = await Promise.all(users.map(async (user) => (await proxy(post(user))).status))
    expect(created.filter((status) => status === 200)).toHaveLength(1)
    expect(created.filter((status) => status === 502)).toHaveLength(19)
    const seen = await Promise.all(
      users.map(async (user) => (await proxy(get('/videos/task_1', user))).status),
    )
    expect(seen.filter((status) => status === 200)).toHaveLength(1)
    expect(seen.indexOf(200)).toBe(created.indexOf(200))
  })

  it('has one owner on two instances whose store has `add`', async () => {
    const owners = createMemoryStore()
    const instances = [start({ owners }), start({ owners })]
    const creates = instances.map(
      async ({ proxy }, index) => (await proxy(post({ 'x-user': `u${index}` }))).status,
    )
    expect((await Promise.all(creates)).sort()).toEqual([200, 502])
  })

  it('is refused to a caller without a user as well', async () => {
    const { proxy } = start({ authorize: (call) => userOf(call) ?? true })
    await proxy(post(ann))
    const response = await proxy(post())
    expect(response.status).toBe(502)
    expect(await errorCode(response)).toBe('upstream_duplicate_id')
    expect((await proxy(get('/videos/task_1', ann))).status).toBe(200)
  })

  it('is another task at another API', async () => {
    const owners = createMemoryStore()
    await start({ owners }).proxy(post(ann))
    const other = start({ owners, apiKey: 'sk-another-0123456789' })
    expect((await other.proxy(post({ 'x-user': 'bob' }))).status).toBe(200)
  })

  it('is known also by another key of the list', async () => {
    const owners = createMemoryStore()
    await start({ owners }).proxy(post(ann))
    const rotated = start({ owners, apiKey: ['sk-next-0123456789', KEY] })
    expect((await rotated.proxy(post({ 'x-user': 'bob' }))).status).toBe(502)
  })

  it.each([[null], [undefined], ['OK'], [1]])('answers 503 where `add` returns %j', async (result) => {
    const broken: Partial<VideoProxyStore> = JSON.parse('{}', () => ({ add: () => result }))
    const { proxy, reported } = start({ owners: { ...createMemoryStore(), ...broken } })
    expect((await proxy(post(ann))).status).toBe(503)
    expect(String(reported[0]?.error.cause)).toContain('task_1')
  })
})
