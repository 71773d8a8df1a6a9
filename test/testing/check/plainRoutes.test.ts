import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { KEY } from './support/createCheckedProxy.js'
import type { Defect, Handler } from './support/defectHelpers.js'
import { problemsOf, verdictsOf } from './support/verdicts.js'

const ROUTES = ['remix', 'list', 'delete', 'share', 'still'] as const

const TRAVERSALS = [
  ...['..%2Fmodels', '%2e%2e%2fmodels', '%252e%252e%252fmodels', 'a%2F..%2F..%2Fmodels'],
  ...['..%5Cmodels', '%2e%2e%5cmodels', 'a%00b', 'a%0d%0ax-injected:%201'],
]

/** A failed verdict on requests that were answered alike. */
const failed = (asked: readonly string[], answer = 'answered 200 (text/plain): ok') =>
  `fail: ${asked.map((request) => `${request} ${answer}`).join('; ')}`

const answerAll =
  (status: number, body: string | null = null, type?: string): Handler =>
  async () =>
    new Response(body, { status, headers: type === undefined ? {} : { 'content-type': type } })

describe('checkVideoProxy of a route that answers everything alike', { timeout: 30_000 }, () => {
  it('names each request that was not refused', async () => {
    const verdicts = await verdictsOf(answerAll(200, 'ok'))
    const [paths, methods] = [
      ['/models', '/videos/check/other', '/videos/check/content/more', '/chat/completions'],
      ['GET /videos', 'PUT /videos', 'DELETE /videos/check', 'POST /videos/check/remix'],
    ]
    const more = ['POST /videos/check/share', 'DELETE /videos/check/share']
    const last = ['PATCH /videos/check', 'DELETE /videos/check/content']
    const still = 'PUT /videos/check/content?variant=thumbnail'
    const others = paths.map((path) => `GET ${path}`)
    expect(verdicts['routes']).toBe(failed([...others, ...methods, ...more, still, ...last]))
    expect(verdicts['path-traversal']).toBe(
      failed(TRAVERSALS.flatMap((id) => [`GET /videos/${id}`, `GET /videos/${id}/content`])),
    )
  })

  it('names those of the optional routes too, where these are on', async () => {
    const verdicts = await verdictsOf(answerAll(200, 'ok'), { routes: ROUTES })
    expect(verdicts['routes']).toBe(
      failed([
        ...['GET /models', 'GET /videos/check/other', 'GET /videos/check/content/more'],
        ...['GET /chat/completions', 'PUT /videos', 'PATCH /videos/check', 'DELETE /videos/check/content'],
      ]),
    )
    const json = 'content-type: application/json'
    expect(verdicts['path-traversal']).toBe(
      failed(
        TRAVERSALS.map((id) => `/videos/${id}`).flatMap((path) => [
          ...[`GET ${path}`, `GET ${path}/content`, `DELETE ${path}`, `POST ${path}/remix, ${json}`],
          ...[`POST ${path}/share`, `PUT ${path}/content?variant=thumbnail`],
        ]),
      ),
    )
    const [as, path] = ['without credentials', '/videos/video-proxy-check']
    expect(verdicts['authentication']).toBe(
      failed([
        ...[`GET /videos/task_1 ${as}`, `GET /videos/task_1/content ${as}`, `POST /videos ${as}`],
        ...[`GET /videos ${as}`, `DELETE ${path} ${as}`, `POST ${path}/remix ${as}, ${json}`],
        ...[`POST ${path}/share ${as}`, `PUT ${path}/content?variant=thumbnail ${as}`],
      ]),
    )
  })

  it.each([
    [399, 'fail', 'pass'],
    [400, 'unknown', 'fail'],
    [499, 'unknown', 'fail'],
    [500, 'fail', 'fail'],
  ])('takes %i for a refusal of an odd request or not: %s', async (status, refusal, errors) => {
    const verdicts = await verdictsOf(answerAll(status))
    expect(verdicts['path-traversal']).toMatch(`${refusal}: `)
    expect(verdicts['many-values']).toMatch(`${refusal}: `)
    expect(verdicts['json-errors']).toMatch(`${errors}: `)
    // Without a film there is no HEAD to compare.
    expect(verdicts['cache-control']?.includes('; HEAD /videos/task_1/content answered')).toBe(status < 400)
  })

  it.each([
    ['a start of its text in one line', ' a\n\n b ', 'text/plain', '(text/plain): a b'],
    ['60 characters', 'x'.repeat(61), 'text/html; charset=utf-8', `(text/html): ${'x'.repeat(60)}`],
    ['the type of a video alone', 'film', 'video/mp4', '(video/mp4)'],
  ])('shows %s', async (_, body, type, shown) => {
    const { routes = '' } = await verdictsOf(answerAll(200, body, type))
    expect(routes.split('; ')[0]).toBe(`fail: GET /models answered 200 ${shown}`)
  })

  it.each([
    [9_999, 'video/mp4', 'fail'],
    [10_000, 'video/mp4', 'unknown'],
    [10_000, 'text/html', 'fail'],
    [10_000, 'application/problem+json', 'fail'],
  ])('searches %i bytes of the type %s for the key: %s', async (size, type, verdict) => {
    const verdicts = await verdictsOf(answerAll(200, KEY.padEnd(size), type), { apiKey: KEY })
    expect(verdicts['api-key']).toMatch(`${verdict}: `)
  })
})

describe('checkVideoProxy', { timeout: 60_000 }, () => {
  it.each([
    [undefined, 'https://app.test/api/v1/videos'],
    ['https://app.test/media//', 'https://app.test/media/videos'],
  ])('with the base URL %s sends what it asks to %s, and follows no redirect', async (baseURL, expected) => {
    const requests: Request[] = []
    await verdictsOf(
      async (request) => {
        requests.push(request)
        return new Response(null, { status: 404 })
      },
      { baseURL },
    )
    expect(requests.filter(({ url }) => !url.startsWith(expected.slice(0, -'videos'.length)))).toEqual([])
    expect(requests.map(({ url }) => url)).toContain(expected)
    expect(new Set(requests.map(({ redirect }) => redirect))).toEqual(new Set(['manual']))
  })

  it('goes on after two minutes without a complete answer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const signals: AbortSignal[] = []
    const verdicts = verdictsOf(async ({ url, method, signal }) => {
      if (!url.endsWith('/models')) return new Response(null, { status: method === 'POST' ? 400 : 404 })
      signals.push(signal)
      return new Response(new ReadableStream())
    })
    await vi.waitFor(() => expect(signals).not.toEqual([]), { timeout: 10_000 })
    await vi.advanceTimersByTimeAsync(110_000)
    expect(signals[0]?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(signals[0]?.aborted).toBe(true)
    vi.useRealTimers()
    expect(await verdicts).toMatchObject({
      routes: 'unknown: could not be checked: GET /models had no complete answer in 120 s',
      'path-traversal': expect.stringContaining('8 ids were answered 404'),
    })
  })

  it('sends as many values as it says', async () => {
    const sent: string[] = []
    const counts: unknown[] = []
    await verdictsOf(async (request) => {
      if (request.method !== 'POST') return new Response(null, { status: 404 })
      const isJson = request.headers.get('content-type') === 'application/json'
      if (isJson) sent.push(await request.text())
      else counts.push((await request.formData()).getAll('x').length)
      return new Response(null, { status: 400 })
    })
    expect(counts).toContain(5_000)
    const [numbers = '', more = '', objects = '', keys = '', levels = ''] = sent
    const lengths = [numbers, more, objects].map((json) => {
      const { x }: { x: unknown[] } = JSON.parse(json)
      return x.length
    })
    expect(lengths).toEqual([30_000, 2_000_000, 1_000_000])
    expect(Object.keys(JSON.parse(keys)).filter((name) => name.startsWith('k'))).toHaveLength(20_000)
    expect(/"x":(\[+)\]+\}$/.exec(levels)?.[1]).toHaveLength(10_000)
  })

  it.each([
    [
      399,
      /^fail: GET \/videos\/task_1 as another user answered 399 .*; GET \/videos\/task_1\/content as another/,
    ],
    [400, /^pass: another user was answered 400, 400$/],
  ])('takes %i for another user as access or not: %s', async (status, verdict) => {
    const { ownership } = await verdictsOf(
      async ({ headers }) =>
        new Response(null, { status: headers.get('cookie') === 'user=a' ? 200 : status }),
      { otherHeaders: { cookie: 'user=b' } },
    )
    expect(ownership).toMatch(verdict)
  })

  it.each([
    [200, 'unknown'],
    [308, 'unknown'],
    [302, 'fail'],
    [400, 'fail'],
    [404, 'fail'],
  ])('finds what all get after the owner who were answered %i before: %s', async (before, verdict) => {
    const seen = new Set<string>()
    const verdicts = await verdictsOf(async ({ url, headers }) => {
      if (headers.has('cookie')) seen.add(url)
      const isShared = seen.has(url)
      return new Response(null, { status: isShared ? 200 : before })
    })
    expect(verdicts['private-answers']).toMatch(`${verdict}: `)
  })

  it.each<[string, Response, string]>([
    ['a byte', new Response('f', { headers: { 'content-length': '4' } }), 'fail: it had a body of 1 bytes'],
    [
      'another type and length',
      new Response(null, { headers: { 'content-type': 'video/mp4', 'content-length': '5' } }),
      'fail: its content type is not text/plain;charset=UTF-8; its Content-Length is 5, not 4',
    ],
  ])('names %s of a HEAD', async (_, answer, verdict) => {
    const { head } = await verdictsOf(async ({ method }) =>
      method === 'HEAD' ? answer.clone() : new Response('film'),
    )
    expect(head).toBe(verdict)
  })

  it('finds calls of the API for what is refused, and a film that is held back', async () => {
    const poll = { headers: { authorization: `Bearer ${KEY}` } }
    const defect: Defect = {
      handler: (proxy, upstream) => async (request) => {
        const { pathname, searchParams } = new URL(request.url)
        const isMany = (searchParams.get('ids')?.split(',').length ?? 0) > 50
        const isAnonymousPoll = !request.headers.has('cookie') && /\/videos\/[^/]+$/.test(pathname)
        if (isMany || isAnonymousPoll) await upstream('https://upstream.test/v1/videos/task_1', poll)
        const response = await proxy(request)
        if (!pathname.endsWith('/content') || request.method === 'HEAD' || !response.ok) return response
        const held = new ReadableStream({
          start: async (controller) => {
            controller.enqueue(new Uint8Array(await response.arrayBuffer()))
            controller.close()
          },
        })
        return new Response(held, response)
      },
    }
    expect(await problemsOf(defect)).toEqual([
      'authentication: fail: refused, but the API was called',
      'streaming: fail: all 1 chunks of a body that takes 1.8 s arrived at once',
      'many-tasks: fail: 51 tasks: the API was called 1 times',
    ])
  })
})
