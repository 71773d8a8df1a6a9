import { describe, expect, it } from 'vitest'
import { createTestProxy, get, KEY, MP4, mp4Response, post, TASK } from './support/createTestProxy.js'

const NOISE = {
  authorization: 'Bearer callers-own',
  cookie: 'session=1',
  'x-forwarded-for': '10.0.0.1',
  'x-api-key': 'callers-own',
  'x-base-url': 'https://evil.test',
  'openai-organization': 'org',
  'accept-encoding': 'gzip, br',
  referer: 'https://app.test/secret-page',
  'user-agent': 'Browser',
}

const UPSTREAM_NOISE = {
  'set-cookie': 'gateway=1',
  server: 'nginx',
  'access-control-allow-origin': '*',
  'x-powered-by': 'gateway',
  'x-internal-channel': 'vip',
  'content-security-policy': "default-src 'self'",
  location: 'https://elsewhere.test',
}

const entries = (headers: Headers | undefined) => Object.fromEntries(headers ?? [])

describe('request headers sent to the API', () => {
  it('of a retrieve are accept, accept-encoding and the key only', async () => {
    const { proxy, requests } = createTestProxy()
    await proxy(get('/videos/t1', { ...NOISE, range: 'bytes=0-1', 'if-none-match': '"x"' }))
    expect(entries(requests[0]?.headers)).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${KEY}`,
    })
    expect(requests[0]?.init.redirect).toBe('manual')
  })

  it('of content are the conditional and range headers of the caller', async () => {
    const { proxy, requests } = createTestProxy(() => mp4Response())
    const chosen = {
      accept: 'video/*',
      range: 'bytes=0-1',
      'if-range': '"v1"',
      'if-none-match': '"v1"',
      'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT',
    }
    await proxy(get('/videos/t1/content', { ...NOISE, ...chosen }))
    expect(entries(requests[0]?.headers)).toEqual({
      ...chosen,
      'accept-encoding': 'identity',
      authorization: `Bearer ${KEY}`,
    })
  })

  it.each([['bytes=0-1,5-6'], ['lines=1-2'], ['bytes=a-b'], ['bytes=-']])(
    'of content leave out the unsupported range %s',
    async (range) => {
      const { proxy, requests } = createTestProxy(() => mp4Response())
      expect((await proxy(get('/videos/t1/content', { range, 'if-range': '"v1"' }))).status).toBe(200)
      expect(requests[0]?.headers.has('range')).toBe(false)
      expect(requests[0]?.headers.has('if-range')).toBe(false)
    },
  )

  it('of a HEAD are those without a range', async () => {
    const { proxy, requests } = createTestProxy(() => mp4Response())
    const ranged = { range: 'bytes=0-1', 'if-range': '"v1"', 'if-none-match': '"v1"' }
    await proxy(get('/videos/t1/content', ranged, 'HEAD'))
    expect(requests[0]?.headers.has('if-range')).toBe(false)
    expect(requests[0]?.headers.get('if-none-match')).toBe('"v1"')
  })

  it('of a create are the type and length of the body and the key', async () => {
    const { proxy, requests } = createTestProxy()
    const type = 'multipart/form-data; charset=utf-8; boundary="a b:c"'
    const body = '--a b:c\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nA lake\r\n--a b:c--'
    await proxy(post({ ...NOISE, 'content-type': type, 'content-length': String(body.length) }, body))
    const sent = await new Response(requests[0]?.init.body).arrayBuffer()
    expect(entries(requests[0]?.headers)).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${KEY}`,
      'content-length': String(sent.byteLength),
      'content-type': expect.stringMatching(/^multipart\/form-data; boundary=video-task-[\w-]+$/),
    })
  })
})

describe('response headers sent to the caller', () => {
  it('of JSON are retry hints and request ids, with no-store', async () => {
    const text = JSON.stringify(TASK)
    const kept = {
      'retry-after': '7',
      'openai-poll-after-ms': '15000',
      'x-request-id': 'r1',
      'x-oneapi-request-id': 'r2',
    }
    const { proxy } = createTestProxy(
      () =>
        new Response(text, {
          status: 201,
          headers: { ...UPSTREAM_NOISE, ...kept, etag: '"e"', 'cache-control': 'public' },
        }),
    )
    const response = await proxy(get(`/videos/${TASK.id}`))
    expect(response.status).toBe(201)
    expect(entries(response.headers)).toEqual({
      ...kept,
      'cache-control': 'no-store',
      'content-length': String(text.length),
      'content-type': 'application/json',
      'video-batch': '50',
      'x-content-type-options': 'nosniff',
    })
    expect(JSON.parse(await response.text())).toEqual(TASK)
  })

  it('of content describe the bytes, with cache-control private', async () => {
    const kept = {
      'accept-ranges': 'bytes',
      'content-length': String(MP4.byteLength),
      'content-type': 'video/mp4',
      etag: '"v1"',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
      'x-request-id': 'r1',
    }
    const { proxy } = createTestProxy(() =>
      mp4Response({ ...UPSTREAM_NOISE, ...kept, 'cache-control': 'public' }),
    )
    const response = await proxy(get('/videos/t1/content'))
    expect(entries(response.headers)).toEqual({
      ...kept,
      'cache-control': 'private',
      'x-content-type-options': 'nosniff',
    })
  })

  it('leave out length and etag of a compressed response, which fetch has decoded', async () => {
    const { proxy } = createTestProxy(() =>
      mp4Response({
        'content-encoding': 'gzip',
        'content-length': '123',
        etag: '"v1"',
        'accept-ranges': 'bytes',
      }),
    )
    const response = await proxy(get('/videos/t1/content'))
    expect(entries(response.headers)).toEqual({
      'cache-control': 'private',
      'content-type': 'video/mp4',
      'x-content-type-options': 'nosniff',
    })
    expect((await response.arrayBuffer()).byteLength).toBe(MP4.byteLength)
  })
})
