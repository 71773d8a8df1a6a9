import { createVideoClient } from 'react-video-task/client'
import { createVideoProxy } from 'react-video-task/server'
import {
  createVideoEmulator,
  type EmulatorAuth,
  type GatewayName,
  type VideoEmulatorOptions,
} from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../support/errorOf.js'
import { serve } from '../support/serve.js'
import { BASE, createTestApi, KEY } from './support/createTestApi.js'

/** Asks for a task with a header or a query, and nothing else that holds the key. */
async function statusOf(options: VideoEmulatorOptions, headers: Record<string, string>, query = '') {
  const { emulator } = createTestApi(options)
  emulator.addTask({ id: 't' })
  const origin = await serve(emulator.fetch)
  const response = await fetch(`${origin}/v1/videos/t${query}`, { headers })
  expect(JSON.stringify(emulator.requests)).not.toContain(KEY)
  return response.status
}

describe('the place of the key', () => {
  it.each<[EmulatorAuth, Record<string, string>, query?: string]>([
    ['bearer', { authorization: `Bearer ${KEY}` }],
    [{ header: 'x-api-key' }, { 'x-api-key': KEY }],
    [{ header: 'Api-Key' }, { 'api-key': KEY }],
    [{ header: 'x-my-key' }, { 'x-my-key': KEY }],
    [{ header: 'authorization' }, { authorization: KEY }],
    [{ header: 'authorization', scheme: 'Key' }, { authorization: `Key ${KEY}` }],
    [{ query: 'key' }, {}, `?key=${KEY}`],
  ])('may be %j, and is then no other', async (auth, headers, query) => {
    expect(await statusOf({ auth }, headers, query)).toBe(200)
    expect(await statusOf({ auth }, { 'x-other-key': KEY })).toBe(401)
    const bearer = await statusOf({ auth }, { authorization: `Bearer ${KEY}` })
    expect(bearer).toBe(auth === 'bearer' ? 200 : 401)
  })

  it.each<[GatewayName, string[]]>([
    ['cometapi', []],
    ['openrouter', []],
    ['vllm-omni', []],
    ['litellm', ['x-litellm-api-key', 'api-key', 'x-api-key']],
  ])('of %s is a bearer token, or one of %j', async (gateway, names) => {
    expect(await statusOf({ gateway }, { authorization: `Bearer ${KEY}` })).toBe(200)
    for (const name of ['x-litellm-api-key', 'api-key', 'x-api-key', 'authorization']) {
      expect(await statusOf({ gateway }, { [name]: KEY })).toBe(names.includes(name) ? 200 : 401)
    }
  })

  it('works with the auth of a client and a proxy', async () => {
    const auth = { header: 'authorization', scheme: 'Key' }
    const { emulator } = createTestApi({ auth })
    const baseURL = `${await serve(emulator.fetch)}/v1`
    const client = createVideoClient({ baseURL, apiKey: KEY, auth })
    const { id } = await client.create({ model: 'wan2.6', prompt: 'A fox' })
    const proxy = createVideoProxy({ baseURL, apiKey: KEY, auth, authorize: () => true })
    const app = createVideoClient({ baseURL: `${await serve(proxy)}/api/v1` })
    expect((await app.create({ model: 'wan2.6', prompt: 'A fox' })).status).toBe('queued')
    expect((await client.retrieve(id)).id).toBe(id)
    expect(await errorOf(() => createVideoClient({ baseURL, apiKey: KEY }).retrieve(id))).toMatchObject({
      status: 401,
    })
  })

  it('is redacted in the log where any key is accepted', async () => {
    const auth = { query: 'key' }
    expect(await statusOf({ apiKey: false, auth }, {}, `?key=${KEY}`)).toBe(200)
    expect(await statusOf({ apiKey: false, auth: { header: 'x-my-key' } }, { 'X-My-Key': KEY })).toBe(200)
  })

  it.each([{}, { header: 'x y' }, { query: '' }, { header: 'a', query: 'b' }, { header: 'a', scheme: '' }])(
    'cannot be %j',
    (auth) => {
      const options: VideoEmulatorOptions = JSON.parse(JSON.stringify({ auth }))
      expect(() => createVideoEmulator(options)).toThrow(TypeError)
    },
  )
})

const LIMIT = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after']
const limitOf = ({ status, headers }: Response) => [status, ...LIMIT.map((name) => headers.get(name))]

describe('the limit of a key', () => {
  it('refuses requests beyond it until its window ends, and says so in each response', async () => {
    const { ask, clock, emulator } = createTestApi({ keyLimit: { requests: 2, window: 30_000 } })
    emulator.addTask({ id: 't' })
    expect(limitOf(await ask('/videos/t'))).toEqual([200, '2', '1', '30', null])
    clock.advance(10_000)
    // A refused request counts too.
    expect(limitOf(await ask('/videos/unknown'))).toEqual([400, '2', '0', '20', null])
    const refused = await ask('/videos/t/content')
    expect(limitOf(refused)).toEqual([429, '2', '0', '20', '20'])
    expect((await refused.json()).error).toMatchObject({
      type: 'rate_limit_error',
      code: 'rate_limit_exceeded',
    })
    clock.advance(19_999)
    expect(limitOf(await ask('/videos/t'))).toEqual([429, '2', '0', '1', '1'])
    clock.advance(1)
    expect(limitOf(await ask('/videos/t'))).toEqual([200, '2', '1', '30', null])
  })

  it('counts each key alone, and neither wrong keys nor files', async () => {
    const { clock, emulator } = createTestApi({ apiKey: false, keyLimit: { requests: 1, window: 1000 } })
    const { video_url = '' } = emulator.addTask({ id: 't', state: { status: 'completed' } })
    const poll = async (key: string) => {
      const headers = { authorization: `Bearer ${key}` }
      return (await emulator.fetch(`${BASE}/videos/t`, { headers })).status
    }
    expect([await poll('a'), await poll('b'), await poll('a'), await poll('b')]).toEqual([200, 200, 429, 429])
    expect((await emulator.fetch(video_url)).headers.get('ratelimit-limit')).toBeNull()
    clock.advance(1000)
    expect(await poll('a')).toBe(200)
    emulator.reset()
    emulator.addTask({ id: 't' })
    expect(await poll('a')).toBe(200)

    const strict = createTestApi({ keyLimit: { requests: 1, window: 1000 } })
    await strict.ask('/videos/t', { headers: { authorization: 'Bearer wrong' } })
    strict.emulator.addTask({ id: 't' })
    expect((await strict.ask('/videos/t')).status).toBe(200)
  })

  it.each<GatewayName>(['cometapi', 'openrouter', 'litellm', 'vllm-omni'])(
    'is an error of the gateway %s that the library waits for',
    async (gateway) => {
      const { emulator } = createTestApi({ gateway, keyLimit: { requests: 1, window: 30_000 } })
      const client = createVideoClient({ baseURL: BASE, apiKey: KEY, fetch: emulator.fetch })
      const { id } = emulator.addTask()
      await client.retrieve(id)
      expect(await errorOf(() => client.retrieve(id))).toMatchObject({ status: 429, retryAfter: 30_000 })
    },
  )

  it('of the scenario key-limit answers two polls of a task in each 10 s', async () => {
    const { ask, clock, emulator } = createTestApi({ scenario: 'key-limit' })
    emulator.addTask({ id: 't' })
    const poll = async () => limitOf(await ask('/videos/t'))
    clock.advance(4_000)
    expect([await poll(), await poll()]).toEqual(Array(2).fill([200, null, null, null, null]))
    expect(await poll()).toEqual([429, '2', '0', '6', '6'])
    clock.advance(6_000)
    expect(await poll()).toEqual([200, null, null, null, null])
    clock.advance(10_000)
    expect(await (await ask('/videos/t')).json()).toMatchObject({ status: 'completed' })
  })

  it.each([
    { requests: 0, window: 1000 },
    { requests: 1, window: 0 },
    { requests: NaN, window: 1000 },
  ])('cannot be %j', (keyLimit) => {
    expect(() => createVideoEmulator({ keyLimit })).toThrow(RangeError)
  })
})
