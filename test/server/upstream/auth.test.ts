import { describe, expect, it } from 'vitest'
import { createVideoClient, readVideoContent, type VideoAuth } from 'react-video-task/client'
import { createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import { errorOf } from '../../support/errorOf.js'
import { MP4, userOf } from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'

const KEY = 'id-canary-1:secret7'

interface Received {
  url: string
  headers: Headers
  text: string
}

/** A client in front of a proxy in front of an API, all over HTTP. The API redirects to a storage of its own origin. */
async function start(
  options: Partial<VideoProxyOptions>,
  answer: (received: Received) => Response = () => Response.json({ id: 'task_1', status: 'queued' }),
) {
  const storage: Received[] = []
  const api: Received[] = []
  const receive = (list: Received[], { url, headers }: Request) => {
    const { pathname, search } = new URL(url)
    const received = { url: pathname + search, headers, text: '' }
    list.push(received)
    return received
  }
  const storageOrigin = await serve(async (request) => {
    receive(storage, request)
    return new Response(MP4, { headers: { 'content-type': 'video/mp4' } })
  })
  const origin = await serve(async (request) => {
    const received = receive(api, request)
    received.text = await request.text()
    if (received.url.includes('/content')) return Response.redirect(`${storageOrigin}/v.mp4`, 302)
    return answer(received)
  })
  const proxy = createVideoProxy({
    apiKey: KEY,
    authorize: () => true,
    baseURL: `${origin}/v1`,
    onError: () => undefined,
    ...options,
    ...(options.baseURL && { baseURL: origin + options.baseURL }),
  })
  const proxyURL = `${await serve(proxy)}/api/v1`
  return { api, storage, proxyURL, client: createVideoClient({ baseURL: proxyURL }) }
}

describe('the auth of a proxy', () => {
  it.each<[string, VideoAuth | undefined, string, string]>([
    ['Bearer by default', undefined, 'authorization', `Bearer ${KEY}`],
    ['Bearer', 'bearer', 'authorization', `Bearer ${KEY}`],
    ['Key id:secret', { header: 'Authorization', scheme: 'Key' }, 'authorization', `Key ${KEY}`],
    ['X-Api-Key', { header: 'X-Api-Key' }, 'x-api-key', KEY],
  ])('%s reaches the API with every request, and never the storage', async (_, auth, name, value) => {
    const { api, storage, client } = await start({ auth })
    await client.create({ prompt: 'A lake' })
    await client.retrieve('task_1')
    await readVideoContent(client, 'task_1')
    expect(api.map(({ headers }) => headers.get(name))).toEqual([value, value, value])
    const other = name === 'authorization' ? 'x-api-key' : 'authorization'
    expect(api.some(({ headers }) => headers.has(other))).toBe(false)
    expect(storage).toHaveLength(1)
    expect(JSON.stringify([...(storage[0]?.headers ?? [])])).not.toContain('secret7')
  })

  it("is never replaced by a caller's header of that name", async () => {
    const { api, proxyURL } = await start({ auth: { header: 'x-api-key' } })
    await fetch(`${proxyURL}/videos/task_1`, { headers: { 'X-Api-Key': 'own', authorization: 'Bearer own' } })
    expect(api[0]?.headers.get('x-api-key')).toBe(KEY)
    expect(api[0]?.headers.has('authorization')).toBe(false)
  })

  it.each<[string, VideoAuth]>([
    ['Key', { header: 'authorization', scheme: 'Key' }],
    ['X-Api-Key', { header: 'x-api-key' }],
  ])('leaves neither half of id:secret in an answer: %s', async (_, auth) => {
    for (const part of [KEY, 'id-canary-1', 'secret7', `Key ${KEY}`, btoa(KEY), 'sec***et7']) {
      for (const status of [200, 400, 500]) {
        const body = { id: 'task_1', status: 'failed', error: { message: `Bad ${part}!`, code: part } }
        const { proxyURL } = await start({ auth }, () =>
          Response.json(body, { status, headers: { 'x-request-id': part } }),
        )
        const response = await fetch(`${proxyURL}/videos/task_1`)
        const text = JSON.stringify([...response.headers]) + (await response.text())
        expect(text).toContain('[redacted]')
        expect(text).not.toMatch(/canary|secret7|sec\*|et7|c2VjcmV0N/)
      }
    }
  })

  it.each([
    [{ header: 'x api key' }],
    [{ header: '' }],
    [{ header: 'authorization', scheme: 'Key\r\nX-Other: 1' }],
    ['Bearer'],
    [{}],
  ])('is refused with what to do: %j', async (auth) => {
    // Callers in plain JavaScript can pass what TypeScript refuses.
    const options: VideoProxyOptions = JSON.parse('{}', () => ({ apiKey: KEY, authorize: () => true, auth }))
    const error = await errorOf(() => createVideoProxy(options))
    expect(error).toMatchObject({ code: 'invalid_options' })
    expect(String(error)).toContain("'x-api-key'")
    expect(String(error)).not.toContain('secret7')
  })

  it('leaves the ids of tasks valid when it changes', async () => {
    const secret = 'secret-of-the-tests-0123456789abcdef'
    const answer = () => Response.json({ id: 'task_1', status: 'queued' })
    const upstream = await serve(answer)
    const proxyOf = async (auth?: VideoAuth) =>
      createVideoProxy({ apiKey: KEY, secret, authorize: userOf, baseURL: `${upstream}/v1`, auth })
    const clientOf = async (auth?: VideoAuth) =>
      createVideoClient({ baseURL: `${await serve(await proxyOf(auth))}/v1`, headers: { 'x-user': 'ann' } })
    const { id } = await (await clientOf()).create({ prompt: 'A lake' })
    expect((await (await clientOf({ header: 'x-api-key' })).retrieve(id)).status).toBe('queued')
  })
})

describe("a query in the API's baseURL", () => {
  it('is sent with every request, before the query of the route', async () => {
    const { api, client } = await start({ baseURL: '/openai/v1/?api-version=preview' })
    await client.create({ prompt: 'A lake' })
    await client.retrieve('task_1')
    await client.fetchContent('task_1')
    await client.fetchContent('task_1', { variant: 'thumbnail' })
    expect(api.map(({ url }) => url)).toEqual([
      '/openai/v1/videos?api-version=preview',
      '/openai/v1/videos/task_1?api-version=preview',
      '/openai/v1/videos/task_1/content?api-version=preview',
      '/openai/v1/videos/task_1/content?api-version=preview&variant=thumbnail',
    ])
  })

  it('is refused in the baseURL of content links', async () => {
    const contentLinks = { baseURL: 'https://app.test/api/v1?a=1' }
    const secret = 'secret-of-the-tests-0123456789abcdef'
    const error = await errorOf(() =>
      createVideoProxy({ apiKey: KEY, secret, authorize: userOf, contentLinks }),
    )
    expect(error).toMatchObject({ code: 'invalid_options' })
  })
})

describe('a create in any encoding', () => {
  it('passes as JSON with its types', async () => {
    const { api, proxyURL } = await start({})
    const params = {
      model_name: 'kling-v2',
      content: [{ type: 'image_url', image_url: { url: 'https://a.test/1.png' } }],
      parameters: { seconds: 5, path: [[0, 1], [2]] },
    }
    await createVideoClient({ baseURL: proxyURL, body: 'json' }).create(params)
    expect(api[0]?.headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(api[0]?.text ?? '')).toEqual(params)
  })

  it('passes as a form with nested names', async () => {
    const { api, proxyURL } = await start({ limits: { models: { 'sora-2': { params: ['tags[]'] } } } })
    const client = createVideoClient({ baseURL: proxyURL, nesting: 'brackets' })
    const params = { model: 'sora-2', prompt: 'A lake', tags: ['a', 'b'] }
    await client.create({ ...params, input_reference: { image_url: 'https://a.test/1.png' } })
    const names = [...(api[0]?.text.matchAll(/ name="([^"]*)"/g) ?? [])].map(([, name]) => name)
    expect(names.slice(0, 5)).toEqual(['model', 'prompt', 'tags[]', 'tags[]', 'input_reference[image_url]'])
  })

  it('needs no prompt and no model, but a model where the models are limited', async () => {
    const open = await start({})
    await open.client.create({ image: 'https://a.test/1.png' })
    expect(open.api).toHaveLength(1)
    const limited = await start({ limits: { models: ['wan2.6'] } })
    await limited.client.create({ model: 'wan2.6' })
    for (const params of [{ prompt: 'A lake' }, { model_name: 'wan2.6', prompt: 'A lake' }, { model: '' }]) {
      const error = await errorOf(() => limited.client.create(params))
      expect(error).toMatchObject({ status: 400, code: 'model_not_allowed' })
    }
    expect(limited.api).toHaveLength(1)
  })
})
