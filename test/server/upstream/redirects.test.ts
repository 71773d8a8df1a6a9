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
