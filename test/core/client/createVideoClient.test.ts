import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createVideoClient,
  readVideoContent,
  type VideoAuth,
  type VideoClientOptions,
  type VideoClientRequest,
  VideoApiError,
  VideoNetworkError,
  VideoResponseError,
  VideoTaskError,
} from 'react-video-task/client'
import { createVideoEmulator } from 'react-video-task/testing'
import { errorOf } from '../../support/errorOf.js'
import { serve } from '../../support/serve.js'

const json = (body: unknown, init?: ResponseInit) => () => Response.json(body, init)

describe('createVideoClient with the emulator over HTTP', () => {
  it('creates, retrieves and downloads a video', async () => {
    let now = 1_779_938_152_000
    const emulator = createVideoEmulator({ now: () => now, duration: 20_000 })
    const client = createVideoClient({ baseURL: `${await serve(emulator.fetch)}/v1`, apiKey: 'sk-emulator' })

    const created = await client.create({
      model: 'wan2.6',
      prompt: 'a fox in the snow',
      seconds: 5,
      size: '1280x720',
    })
    expect(created).toMatchObject({ object: 'video', model: 'wan2.6', status: 'queued', progress: 0 })
    const early = await errorOf(() => readVideoContent(client, created.id))
    expect(early).toBeInstanceOf(VideoApiError)

    now += 10_000
    expect(await client.retrieve(created.id)).toMatchObject({ id: created.id, status: 'in_progress' })
    now += 15_000
    const completed = await client.retrieve(created.id)
    if (completed.status !== 'completed') throw new Error(`expected completion, got ${completed.status}`)
    expect(completed.video_url).toMatch(/^http:/)

    const seen: number[] = []
    const video = await readVideoContent(client, created.id, {
      onProgress: ({ loaded, total }) => seen.push(loaded / (total ?? 0)),
    })
    expect(video.type).toBe('video/mp4')
    expect(await video.slice(4, 8).text()).toBe('ftyp')
    expect(seen.at(-1)).toBe(1)
  })

  it('rejects with the error of the API for an unknown model, length, size and prompt', async () => {
    const client = createVideoClient({
      baseURL: `${await serve(createVideoEmulator().fetch)}/v1`,
      apiKey: 'sk-emulator',
    })
    const good = { model: 'wan2.6', prompt: 'a fox' }
    const failures = [
      { ...good, model: 'wan0' },
      { ...good, seconds: 7 },
      { ...good, size: '1x1' },
      { ...good, prompt: 'x'.repeat(100_000) },
    ]
    for (const params of failures) {
      const error = await errorOf(() => client.create(params))
      expect(error).toBeInstanceOf(VideoApiError)
      expect(error).toMatchObject({
        retryable: false,
        requestId: expect.any(String),
        detail: expect.any(String),
      })
      expect(String(error)).not.toContain('request id')
    }
  })

  it('rejects with 401 for a wrong key, without showing it', async () => {
    const client = createVideoClient({
      baseURL: `${await serve(createVideoEmulator().fetch)}/v1`,
      apiKey: 'sk-wrong-key',
    })
    const error = await errorOf(() => client.retrieve('a'))
    expect(error).toMatchObject({ status: 401, retryable: false })
    expect(JSON.stringify(error) + String(error)).not.toContain('sk-wrong-key')
  })
})

describe('a task id', () => {
  const tricky = [
    'x'.repeat(200),
    'a:b=',
    'a/b',
    'a?b',
    'a#b',
    'a%2Fb',
    '%',
    'a b',
    '🎬',
    '..%2f',
    '...',
    '__proto__',
  ]
  it.each(tricky)('%j is percent-encoded as one path segment', async (id) => {
    const asked: string[] = []
    const origin = await serve((request) => {
      asked.push(new URL(request.url).pathname)
      return Response.json({ id, status: 'queued' })
    })
    const client = createVideoClient({ baseURL: `${origin}/v1` })
    expect((await client.retrieve(id)).id).toBe(id)
    await errorOf(() => readVideoContent(client, id))
    const path = `/v1/videos/${encodeURIComponent(id)}`
    expect(asked).toEqual([path, `${path}/content`])
    expect(client.contentUrl(id, { variant: 'thumbnail' })).toBe(`${origin}${path}/content?variant=thumbnail`)
  })

  const bad: unknown[] = [
    '',
    '  ',
    '\n',
    '.',
    '..',
    'a\u0000b',
    'a\nb',
    '\ud800',
    null,
    undefined,
    7,
    {},
    ['a'],
  ]
  it.each(bad)('%j is refused before any request', async (id) => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    const client = createVideoClient({ baseURL: '/api/v1', fetch })
    for (const call of [client.retrieve, client.fetchContent, client.contentUrl]) {
      // Callers in plain JavaScript can pass what TypeScript refuses.
      const error = await errorOf(() => Reflect.apply(call, client, [id]))
      expect(error).toBeInstanceOf(VideoTaskError)
      expect(error).toMatchObject({ code: 'invalid_id', retryable: false })
    }
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('baseURL', () => {
  it.each([
    ['/api/v1', '/api/v1'],
    ['/api/v1/', '/api/v1'],
    [' https://api.example.com/v1// ', 'https://api.example.com/v1'],
    ['HTTP://Example.com:8080/a/v1', 'http://example.com:8080/a/v1'],
  ])('%j resolves to %j', (baseURL, used) => {
    expect(createVideoClient({ baseURL }).contentUrl('a')).toBe(`${used}/videos/a/content`)
  })

  it.each([
    ['', 'missing'],
    ['api.example.com/v1', 'neither http(s)'],
    ['api/v1', 'neither http(s)'],
    ['//example.com/v1', 'neither http(s)'],
    ['ftp://example.com/v1', 'neither http(s)'],
    ['https://example.com', 'no path'],
    ['https://example.com/', 'no path'],
    ['/', 'no path'],
    ['/api/v1#sk-secret', 'fragment'],
    ['https://sk-secret@example.com/v1', 'credentials'],
    ['https://exa mple/v1', 'not a URL'],
  ])('%j is refused: %s', async (baseURL, why) => {
    const error = await errorOf(() => createVideoClient({ baseURL }))
    expect(error).toMatchObject({ name: 'VideoTaskError', code: 'invalid_base_url' })
    expect(String(error)).toContain(why)
    expect(String(error)).toContain("'/api/v1'")
    expect(String(error)).not.toContain('sk-secret')
  })

  it.each([
    ['https://a.test/v1?api-version=preview', 'api-version=preview'],
    ['https://a.test/v1//?a=1&b=%20c?d', 'a=1&b=%20c?d'],
    ['https://a.test/v1?', ''],
    ['/v1?a=1', 'a=1'],
  ])('%j keeps its query before that of the route', (baseURL, query) => {
    const client = createVideoClient({ baseURL })
    const path = `${baseURL.startsWith('/') ? '' : 'https://a.test'}/v1/videos/a/content`
    expect(client.contentUrl('a')).toBe(path + (query && `?${query}`))
    const variant = 'variant=thumbnail'
    expect(client.contentUrl('a', { variant: 'thumbnail' })).toBe(
      `${path}?${query ? `${query}&${variant}` : variant}`,
    )
  })

  it('with a query sends it with every request', async () => {
    const asked: string[] = []
    const origin = await serve((request) => {
      asked.push(request.url.replace(/^.*\/v1/, `${request.method} /v1`))
      return Response.json({ id: 'a' })
    })
    const client = createVideoClient({ baseURL: `${origin}/openai/v1/?api-version=preview` })
    await client.create({ prompt: 'fox' })
    await client.retrieve('a')
    await client.fetchContent('a', { variant: 'thumbnail' })
    expect(asked).toEqual([
      'POST /v1/videos?api-version=preview',
      'GET /v1/videos/a?api-version=preview',
      'GET /v1/videos/a/content?api-version=preview&variant=thumbnail',
    ])
  })

  it('that is relative is refused outside of a page', async () => {
    const error = await errorOf(() => createVideoClient({ baseURL: '/api/v1' }).retrieve('a'))
    expect(error).toMatchObject({ code: 'invalid_base_url' })
  })
})

describe('apiKey', () => {
  it('is refused in a browser without dangerouslyAllowBrowser', async () => {
    vi.stubGlobal('document', {})
    const options = { baseURL: '/api/v1', apiKey: 'sk-secret' }
    const error = await errorOf(() => createVideoClient(options))
    expect(error).toMatchObject({ code: 'api_key_in_browser' })
    expect(String(error)).toContain('createVideoProxy')
    expect(String(error)).not.toContain('sk-secret')
    expect(() => createVideoClient({ ...options, dangerouslyAllowBrowser: true })).not.toThrow()
    expect(() => createVideoClient({ baseURL: '/api/v1' })).not.toThrow()
  })

  it.each(['', '  ', 'sk secret', 'sk\nsecret', 'sk-secrét'])(
    'that a header cannot carry is refused without showing it: %j',
    async (apiKey) => {
      const error = await errorOf(() => createVideoClient({ baseURL: '/api/v1', apiKey }))
      expect(error).toMatchObject({ code: 'invalid_api_key' })
      expect(String(error)).not.toContain('secr')
    },
  )

  it('is sent as a trimmed bearer token beside the headers of the app', async () => {
    const sent: Headers[] = []
    const origin = await serve((request) => {
      sent.push(request.headers)
      return Response.json({ id: 'a' })
    })
    const baseURL = `${origin}/v1`
    await createVideoClient({ baseURL, apiKey: 'sk-1\n', headers: { 'x-app': '1' } }).retrieve('a')
    await createVideoClient({ baseURL, headers: async () => ({ authorization: 'Bearer session' }) }).retrieve(
      'a',
    )
    expect(sent[0]?.get('authorization')).toBe('Bearer sk-1')
    expect(sent[0]?.get('x-app')).toBe('1')
    expect(sent[1]?.get('authorization')).toBe('Bearer session')
  })
})

describe('auth', () => {
  /** What a server and the storage it redirects to get of a retrieve and a download. */
  async function receive(options: Partial<VideoClientOptions>) {
    const storage: Headers[] = []
    const storageOrigin = await serve(({ headers }) => {
      storage.push(headers)
      return new Response('\0\0\0\u0020ftypisom', { headers: { 'content-type': 'video/mp4' } })
    })
    const api: Headers[] = []
    const origin = await serve(({ headers, url }) => {
      api.push(headers)
      return url.endsWith('/content')
        ? Response.redirect(`${storageOrigin}/v.mp4`, 302)
        : Response.json({ id: 'a' })
    })
    const client = createVideoClient({ baseURL: `${origin}/v1`, apiKey: 'id-1:secret-2', ...options })
    await client.retrieve('a')
    const video = await readVideoContent(client, 'a')
    expect(video.type).toBe('video/mp4')
    return { api, storage }
  }

  it.each<[string, VideoAuth | undefined, string, string]>([
    ['Bearer by default', undefined, 'authorization', 'Bearer id-1:secret-2'],
    ['Bearer', 'bearer', 'authorization', 'Bearer id-1:secret-2'],
    ['Key id:secret', { header: 'Authorization', scheme: 'Key' }, 'authorization', 'Key id-1:secret-2'],
    ['X-Api-Key', { header: 'X-Api-Key' }, 'x-api-key', 'id-1:secret-2'],
  ])('%s reaches the API, and never the storage of a video', async (_, auth, header, value) => {
    const { api, storage } = await receive({ auth })
    expect(api.map((headers) => headers.get(header))).toEqual([value, value])
    expect([api[0]?.has('authorization'), api[0]?.has('x-api-key')]).toEqual(
      header === 'x-api-key' ? [false, true] : [true, false],
    )
    expect(storage).toHaveLength(1)
    expect(JSON.stringify([...(storage[0] ?? [])])).not.toContain('secret-2')
  })

  it("gives way to the app's own header of that name", async () => {
    const { api } = await receive({ auth: { header: 'x-api-key' }, headers: { 'X-API-KEY': 'own' } })
    expect(api[0]?.get('x-api-key')).toBe('own')
  })

  it.each([{ header: 'x\napi' }, { header: 'authorization', scheme: 'Key\r\n' }])(
    'that a header cannot carry is refused without showing the key: %j',
    async (auth) => {
      const error = await errorOf(() => createVideoClient({ baseURL: '/v1', apiKey: 'sk-secret', auth }))
      expect(error).toMatchObject({ code: 'invalid_api_key' })
      expect(String(error)).not.toContain('secret')
    },
  )
})

describe('a headers function', () => {
  it('gets the action, method and URL of each request', async () => {
    const requests: VideoClientRequest[] = []
    const sent: (string | null)[] = []
    const origin = await serve(({ headers }) => {
      sent.push(headers.get('x-signature'))
      return Response.json({ id: 'a' })
    })
    const client = createVideoClient({
      baseURL: `${origin}/v1?api-version=1`,
      headers: async (request) => {
        requests.push(request)
        return { 'x-signature': `${request.action} ${request.method}` }
      },
    })
    await client.create({ prompt: 'fox' })
    await client.retrieve('a')
    await client.fetchContent('a')
    expect(sent).toEqual(['create POST', 'retrieve GET', 'content GET'])
    expect(requests).toEqual([
      { action: 'create', method: 'POST', url: `${origin}/v1/videos?api-version=1` },
      { action: 'retrieve', method: 'GET', url: `${origin}/v1/videos/a?api-version=1` },
      { action: 'content', method: 'GET', url: `${origin}/v1/videos/a/content?api-version=1` },
    ])
  })
})

const circular: Record<string, unknown> = {}
circular['self'] = circular

describe('create', () => {
  it('sends multipart fields: text, numbers, files, lists and objects', async () => {
    let form = new FormData()
    const origin = await serve(async (request) => {
      form = await request.formData()
      return Response.json({ id: 'a', status: 'queued' }, { status: 201 })
    })
    await createVideoClient({ baseURL: `${origin}/v1` }).create({
      model: 'doubao-seedance-2-0',
      prompt: 'fox',
      seconds: 5,
      size: undefined,
      watermark: false,
      seed: null,
      input_reference: new File(['png'], 'first.png', { type: 'image/png' }),
      tags: ['a', 'b'],
      camera: { pan: 1 },
      deadline: new Date(0),
    })
    expect([...form.keys()]).toEqual([
      'model',
      'prompt',
      'seconds',
      'watermark',
      'input_reference',
      'tags',
      'tags',
      'camera',
      'deadline',
    ])
    expect(form.get('seconds')).toBe('5')
    expect(form.getAll('tags')).toEqual(['a', 'b'])
    expect(form.get('camera')).toBe('{"pan":1}')
    expect(form.get('deadline')).toBe('1970-01-01T00:00:00.000Z')
    expect(form.get('input_reference')).toMatchObject({ name: 'first.png', type: 'image/png' })
  })

  it.each([
    [{ model: 'wan2.6', prompt: 'fox', seconds: Number.NaN }, 'seconds'],
    [{ model: 'wan2.6', prompt: 'fox', callback: () => 1 }, 'callback'],
    [{ model: 'wan2.6', prompt: 'fox', camera: circular }, 'camera'],
  ])('refuses %j before any request, naming the parameter', async (params, name) => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    const error = await errorOf(() => createVideoClient({ baseURL: '/api/v1', fetch }).create(params))
    expect(error).toMatchObject({ code: 'invalid_params' })
    expect(String(error)).toContain(`'${name}'`)
    expect(fetch).not.toHaveBeenCalled()
  })

  it('sends one request, whatever the response is', async () => {
    for (const answer of [json({}, { status: 503 }), json({ trace: 'r' }), () => new Response('')]) {
      let count = 0
      const origin = await serve(() => {
        count += 1
        return answer()
      })
      await errorOf(() => createVideoClient({ baseURL: `${origin}/v1` }).create({ model: 'm', prompt: 'p' }))
      expect(count).toBe(1)
    }
  })
})

describe('retrieve', () => {
  const html = (status: number) => () =>
    new Response('<!doctype html><h1>hi</h1>', { status, headers: { 'content-type': 'text/html' } })
  it.each([
    ['HTML under a 200', html(200), { name: 'VideoResponseError', code: 'wrong_base_url', retryable: false }],
    [
      'a redirect',
      () => Response.redirect('https://example.com/login'),
      { code: 'wrong_base_url', retryable: false },
    ],
    ['an empty body', () => new Response(''), { code: 'invalid_json', retryable: true }],
    ['cut-short JSON', () => new Response('{"id":"a","sta'), { code: 'invalid_json', retryable: true }],
    ['plain text', () => new Response('ok'), { code: 'invalid_json', retryable: true }],
    ['null', json(null), { code: 'invalid_body', retryable: true }],
    ['an array', json([]), { code: 'invalid_body', retryable: true }],
    ['a 524 page', html(524), { name: 'VideoApiError', status: 524, retryable: true, detail: undefined }],
    ['a 403 page', html(403), { name: 'VideoApiError', status: 403, retryable: false }],
  ])('rejects for %s', async (_, answer, expected) => {
    const client = createVideoClient({ baseURL: `${await serve(answer)}/v1` })
    expect(await errorOf(() => client.retrieve('a'))).toMatchObject(expected)
  })

  it('reads JSON with another content type', async () => {
    const origin = await serve(
      () => new Response('{"id":"a","status":"queued"}', { headers: { 'content-type': 'text/html' } }),
    )
    expect(await createVideoClient({ baseURL: `${origin}/v1` }).retrieve('a')).toMatchObject({
      status: 'queued',
    })
  })

  it.each([
    [
      {
        error: {
          message: 'No channel (request id: 2026xyz)',
          type: 'new_api_error',
          param: '',
          code: 'model_not_found',
        },
      },
      503,
    ],
    [{ code: 'model_not_found', message: 'No channel (request id: 2026xyz)', data: null }, 503],
  ])('rejects with code, message and request id of %j', async (body, status) => {
    const client = createVideoClient({ baseURL: `${await serve(json(body, { status }))}/v1` })
    expect(await errorOf(() => client.retrieve('a'))).toMatchObject({
      name: 'VideoApiError',
      status,
      code: 'model_not_found',
      detail: 'No channel',
      requestId: '2026xyz',
      retryable: false,
      body,
    })
  })

  it.each([
    [{ error: 'text' }, 'text'],
    [{ detail: 'text' }, 'text'],
    [{ detail: [{ loc: ['prompt'] }] }, '[{"loc":["prompt"]}]'],
    [{ message: 'text' }, 'text'],
  ])('rejects with the message of %j', async (body, detail) => {
    const client = createVideoClient({ baseURL: `${await serve(json(body, { status: 422 }))}/v1` })
    expect(await errorOf(() => client.retrieve('a'))).toMatchObject({ detail, code: 'http_422', body })
  })

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '7', 'openai-poll-after-ms': '9000' }, 9_000],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': 'soon' }, undefined],
  ])('rejects with the wait of %j as %s ms', async (headers, retryAfter) => {
    const client = createVideoClient({ baseURL: `${await serve(json({}, { status: 429, headers }))}/v1` })
    expect(await errorOf(() => client.retrieve('a'))).toMatchObject({ retryAfter })
  })
})

it('retrieve bypasses the HTTP cache', async () => {
  let mode: RequestCache | undefined
  const fetch: typeof globalThis.fetch = async (_, init) => {
    mode = init?.cache
    return Response.json({ id: 'a' })
  }
  await createVideoClient({ baseURL: '/api/v1', fetch }).retrieve('a')
  expect(mode).toBe('no-store')
})

describe('readVideoContent', () => {
  it.each([
    [
      'JSON labelled as a video',
      () => new Response('{"error":"expired"}', { headers: { 'content-type': 'video/mp4' } }),
    ],
    ['an XML error page', () => new Response('<Error/>', { headers: { 'content-type': 'video/mp4' } })],
    ['JSON', json({ error: 'not ready' })],
    ['nothing', () => new Response('')],
  ])('rejects for %s', async (_, answer) => {
    const error = await errorOf(async () =>
      readVideoContent(createVideoClient({ baseURL: `${await serve(answer)}/v1` }), 'a'),
    )
    expect(error).toBeInstanceOf(VideoResponseError)
    expect(error).toMatchObject({ code: 'invalid_content' })
  })
})

describe('the transport', () => {
  it('rejects with a network error for a refused connection, with the URL and the cause', async () => {
    const error = await errorOf(() => createVideoClient({ baseURL: 'http://127.0.0.1:9/v1' }).retrieve('a'))
    expect(error).toBeInstanceOf(VideoNetworkError)
    expect(error).toMatchObject({ code: 'network_error', retryable: true, cause: expect.any(Error) })
    expect(String(error)).toContain('127.0.0.1:9')
  })

  it('rejects with a network error for a response that breaks off', async () => {
    const origin = await serve(
      () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              controller.enqueue(new TextEncoder().encode('{"id":'))
              controller.error(new Error('cut'))
            },
          }),
        ),
    )
    expect(await errorOf(() => createVideoClient({ baseURL: `${origin}/v1` }).retrieve('a'))).toBeInstanceOf(
      VideoNetworkError,
    )
  })

  it('rejects with a timeout without a complete response after 30 s, even where fetch ignores its signal', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    for (const fetch of [
      () => new Promise<Response>(() => {}),
      async () =>
        new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode('{')) })),
    ]) {
      const error = errorOf(() => createVideoClient({ baseURL: '/api/v1', fetch }).retrieve('a'))
      await vi.advanceTimersByTimeAsync(30_000)
      expect(await error).toMatchObject({ name: 'VideoNetworkError', code: 'timeout', retryable: true })
    }
    expect(vi.getTimerCount()).toBe(0)
  })

  it('applies timeout and abort to headers that never arrive, and a network error to headers that fail', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const fetch = vi.fn<typeof globalThis.fetch>()
    const stuck = createVideoClient({
      baseURL: '/api/v1',
      fetch,
      headers: () => new Promise<HeadersInit>(() => {}),
    })
    const late = errorOf(() => stuck.retrieve('a'))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await late).toMatchObject({ code: 'timeout' })
    const reason = new Error('left')
    const left = errorOf(() =>
      stuck.create({ model: 'm', prompt: 'p' }, { signal: AbortSignal.abort(reason) }),
    )
    expect(await left).toBe(reason)
    const cause = new Error('no session')
    const broken = createVideoClient({ baseURL: '/api/v1', fetch, headers: () => Promise.reject(cause) })
    expect(await errorOf(() => broken.retrieve('a'))).toMatchObject({ name: 'VideoNetworkError', cause })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('aborts the request and rejects with the reason of the signal', async () => {
    const reason = new Error('left the page')
    for (const call of ['retrieve', 'fetchContent'] as const) {
      const controller = new AbortController()
      let ended = false
      const fetch: typeof globalThis.fetch = (_, init) => {
        init?.signal?.addEventListener('abort', () => (ended = true))
        controller.abort(reason)
        return new Promise(() => {})
      }
      const client = createVideoClient({ baseURL: '/api/v1', fetch })
      expect(await errorOf(() => client[call]('a', { signal: controller.signal }))).toBe(reason)
      expect(ended).toBe(true)
      expect(await errorOf(() => client[call]('a', { signal: controller.signal }))).toBe(reason)
    }
  })
})
