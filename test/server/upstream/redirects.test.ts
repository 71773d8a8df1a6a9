import { describe, expect, it } from 'vitest'
import {
  createTestProxy,
  errorCode,
  get,
  KEY,
  MP4,
  mp4Response,
  type UpstreamRequest,
} from '../support/createTestProxy.js'

const CONTENT = '/api/videos/t1/content'

describe('redirects of content', () => {
  const chain = (steps: Record<string, string>) => (request: UpstreamRequest) => {
    const location = steps[request.url]
    return location ? new Response(null, { status: 302, headers: { location } }) : mp4Response()
  }
  const FIRST = 'https://upstream.test/v1/videos/t1/content'
  const trail = (requests: UpstreamRequest[]) =>
    requests.map(({ url, headers }) => [
      url,
      headers.get('authorization') === `Bearer ${KEY}`,
      headers.get('range'),
    ])

  it('follows a redirect to a storage bucket without the key', async () => {
    const { proxy, requests } = createTestProxy(chain({ [FIRST]: 'https://bucket.test/v.mp4?sig=1' }))
    const response = await proxy(get(CONTENT, { range: 'bytes=0-' }))
    expect(response.status).toBe(200)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(MP4)
    expect(trail(requests)).toEqual([
      [FIRST, true, 'bytes=0-'],
      ['https://bucket.test/v.mp4?sig=1', false, 'bytes=0-'],
    ])
  })

  it('sends the key along a redirect within the API, and never again after one to another origin', async () => {
    const { proxy, requests } = createTestProxy(
      chain({
        [FIRST]: '/v1/files/1',
        'https://upstream.test/v1/files/1': 'https://other.test/1',
        'https://other.test/1': 'https://upstream.test/v1/back',
      }),
    )
    expect((await proxy(get(CONTENT))).status).toBe(200)
    expect(trail(requests)).toEqual([
      [FIRST, true, null],
      ['https://upstream.test/v1/files/1', true, null],
      ['https://other.test/1', false, null],
      ['https://upstream.test/v1/back', false, null],
    ])
  })

  it.each([
    ['to another port of the same host', 'https://upstream.test:8443/x'],
    ['to a subdomain', 'https://cdn.upstream.test/x'],
  ])('follows a redirect %s without the key', async (_, location) => {
    const { proxy, requests } = createTestProxy(chain({ [FIRST]: location }))
    await proxy(get(CONTENT))
    expect(trail(requests).at(-1)).toEqual([location, false, null])
  })

  it.each([
    ['down to http', 'http://bucket.test/v.mp4'],
    ['to a file', 'file:///etc/passwd'],
    ['to data', 'data:video/mp4,AAAA'],
    ['with credentials', 'https://user:pass@bucket.test/'],
    ['to no URL', 'https://['],
    ['to itself', FIRST],
  ])('answers 502 to a redirect %s', async (_, location) => {
    const { proxy, requests } = createTestProxy(chain({ [FIRST]: location }))
    const response = await proxy(get(CONTENT))
    expect(response.status).toBe(502)
    expect(await errorCode(response)).toBe('upstream_redirect')
    expect(new Set(requests.map(({ url }) => url))).toEqual(new Set([FIRST]))
    expect(requests.length).toBeLessThanOrEqual(5)
  })

  it('answers 502 when the storage bucket answers 403', async () => {
    const { proxy } = createTestProxy((request) =>
      request.url === FIRST
        ? new Response(null, { status: 302, headers: { location: 'https://bucket.test/v.mp4' } })
        : new Response('<Error><Code>AccessDenied</Code></Error>', {
            status: 403,
            headers: { 'content-type': 'application/xml' },
          }),
    )
    const response = await proxy(get(CONTENT))
    expect(response.status).toBe(502)
    expect(await errorCode(response)).toBe('content_unavailable')
  })
})

describe('redirects of content into the network of the server', () => {
  /** The URLs that are requested when the API redirects to each location in turn. */
  async function follow(baseURL: string, ...locations: string[]) {
    const left = [...locations]
    const { proxy, requests, reported } = createTestProxy(
      () => {
        const location = left.shift()
        return location ? new Response(null, { status: 302, headers: { location } }) : mp4Response()
      },
      { baseURL },
    )
    const response = await proxy(get(CONTENT))
    const code = response.ok ? undefined : await errorCode(response)
    return { status: response.status, code, urls: requests.map(({ url }) => url).slice(1), reported }
  }

  const IPV4 = [
    ...['127.0.0.1', '127.255.0.9', '0.0.0.0', '0.1.2.3', '10.0.0.1', '172.16.0.1', '172.31.255.255'],
    ...[
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '100.100.100.200',
      '100.127.255.255',
      '168.63.129.16',
    ],
    ...['224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255', '192.0.0.192', '198.18.0.1'],
    ...['192.0.2.1', '192.88.99.1', '198.19.255.255', '198.51.100.1', '203.0.113.1'],
  ]
  const hex = (number: number) => number.toString(16)
  const inIPv6 = ([a = 0, b = 0, c = 0, d = 0]: number[]) => `${hex(a * 256 + b)}:${hex(c * 256 + d)}`
  const NOTATIONS: ((parts: number[]) => string)[] = [
    (parts) => parts.join('.'),
    (parts) => `${parts.join('.')}.`,
    (parts) => String(parts.reduce((sum, part) => sum * 256 + part)),
    (parts) => `0x${hex(parts.reduce((sum, part) => sum * 256 + part))}`,
    (parts) => `0${parts.reduce((sum, part) => sum * 256 + part).toString(8)}`,
    (parts) => parts.map((part) => `0${part.toString(8)}`).join('.'),
    (parts) => parts.map((part) => `0x${hex(part)}`).join('.'),
    ([a = 0, b = 0, c = 0, d = 0]) => `${a}.${(b * 256 + c) * 256 + d}`,
    ([a = 0, b = 0, c = 0, d = 0]) => `${a}.${b}.${c * 256 + d}`,
    (parts) => encodeURIComponent(parts.join('\u3002')),
    (parts) => [...parts.join('.')].map((char) => `%${hex(char.charCodeAt(0))}`).join(''),
    (parts) =>
      encodeURIComponent(
        parts.join('.').replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
      ),
    (parts) => `[::ffff:${parts.join('.')}]`,
    (parts) => `[::ffff:${inIPv6(parts)}]`,
    (parts) => `[0:0:0:0:0:ffff:${inIPv6(parts).toUpperCase()}]`,
    (parts) => `[::ffff:0:${inIPv6(parts)}]`,
    (parts) => `[::${inIPv6(parts)}]`,
    (parts) => `[64:ff9b::${inIPv6(parts)}]`,
    (parts) => `[64:ff9b:1::${inIPv6(parts)}]`,
    (parts) => `[2002:${inIPv6(parts)}::1]`,
    (parts) => `[2001:0:${inIPv6(parts)}::1]`,
  ]

  it.each(IPV4)('are not followed to %s, in any notation of it', async (address) => {
    for (const write of NOTATIONS) {
      const host = write(address.split('.').map(Number))
      for (const location of [`https://${host}/latest/meta-data`, `https://${host}:8443/`]) {
        const { status, code, urls } = await follow('https://upstream.test/v1', location)
        expect([location, status, code, urls]).toEqual([location, 502, 'upstream_redirect', []])
      }
    }
  })

  it.each([
    ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[fe80::1]', '[febf::1]', '[fec0::1]', '[fc00::1]'],
    ...[
      '[fd00:ec2::254]',
      '[ff02::1]',
      '[100::1]',
      '[2001:db8::1]',
      '[2001:20::1]',
      '[3fff::1]',
      '[5f00::1]',
    ],
    ...['[fe80::1%25eth0]', '[fe80::1%eth0]'],
    ...[
      'localhost',
      'LOCALHOST',
      'localhost.',
      'localhost..',
      'api.localhost',
      '%EF%BD%8Cocalhost',
      'loc%61lhost',
    ],
    ...[
      'metadata.google.internal',
      'metadata.google.internal.',
      'x.INTERNAL',
      'printer.local',
      'nas.home.arpa',
    ],
    ...['localhost.localdomain', 'redis', 'redis.', 'kubernetes.default.svc.cluster.local'],
  ])('are not followed to %s', async (host) => {
    const { status, code, urls } = await follow('https://upstream.test/v1', `https://${host}/`)
    expect([status, code, urls]).toEqual([502, 'upstream_redirect', []])
  })

  it('are not followed after one to a storage bucket', async () => {
    const bucket = 'https://bucket.test/v.mp4'
    const { status, urls } = await follow('https://upstream.test/v1', bucket, 'https://127.0.0.1/')
    expect([status, urls]).toEqual([502, [bucket]])
    const fromLoopback = await follow('http://127.0.0.1:8787/v1', bucket, 'https://127.0.0.1/')
    expect([fromLoopback.status, fromLoopback.urls]).toEqual([502, [bucket]])
  })

  it('are reported to onError with the host', async () => {
    const { reported } = await follow('https://upstream.test/v1', 'https://0x7f.1/')
    expect(reported[0]).toMatchObject({
      error: { cause: { message: "The host '127.0.0.1' is inside the server's network." } },
      context: { status: 502, code: 'upstream_redirect' },
    })
  })

  it.each([
    ['http://127.0.0.1:8787/v1', 'http://127.0.0.1:9000/v.mp4'],
    ['http://localhost:8787/v1', 'http://127.0.0.1:8787/files/1'],
    ['http://127.0.0.1:8787/v1', 'http://[::1]:9000/v.mp4'],
    ['http://10.0.0.5/v1', 'http://10.0.0.5:9000/v.mp4'],
    ['http://gateway:3000/v1', '/files/1'],
    ['http://10.0.0.5/v1', 'https://bucket.test/v.mp4'],
    ['https://upstream.test/v1', 'https://8.8.8.8/v.mp4'],
    ['https://upstream.test/v1', 'https://172.32.0.1/v.mp4'],
    ['https://upstream.test/v1', 'https://100.128.0.1/v.mp4'],
    ['https://upstream.test/v1', 'https://[2606:4700::1111]/v.mp4'],
    ['https://upstream.test/v1', 'https://[2001:4860:4860::8888]/v.mp4'],
    ['https://upstream.test/v1', 'https://localhost.bucket.test/v.mp4'],
    ['https://upstream.test/v1', 'https://internal.bucket.test/v.mp4'],
  ])('leave those of %s to %s alone', async (baseURL, location) => {
    const { status, urls } = await follow(baseURL, location)
    expect([status, urls]).toEqual([200, [new URL(location, baseURL).href]])
  })

  it.each([
    ['http://127.0.0.1:8787/v1', 'http://10.0.0.5/'],
    ['http://127.0.0.1:8787/v1', 'http://169.254.169.254/'],
    ['http://10.0.0.5/v1', 'http://10.0.0.6/'],
    ['http://10.0.0.5/v1', 'http://127.0.0.1/'],
    ['http://gateway:3000/v1', 'http://redis:6379/'],
  ])('are not followed from %s to %s', async (baseURL, location) => {
    const { status, urls } = await follow(baseURL, location)
    expect([status, urls]).toEqual([502, []])
  })
})
