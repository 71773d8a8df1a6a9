import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, post } from '../support/createTestProxy.js'

const allowedOrigins = ['https://studio.example.com/']

describe('cross-site protection', () => {
  it.each([
    ['from the same origin', { 'sec-fetch-site': 'same-origin', origin: 'https://app.test' }],
    ['without an initiator (sec-fetch-site: none)', { 'sec-fetch-site': 'none' }],
    ['from the own host, without sec-fetch-site', { origin: 'https://app.test' }],
    ['from the own host over http, behind a TLS proxy', { origin: 'http://app.test' }],
    [
      'behind a reverse proxy that renames the host',
      { origin: 'https://www.example.com', 'x-forwarded-host': 'www.example.com:443, inner' },
    ],
    [
      'behind a reverse proxy, with sec-fetch-site: same-origin',
      { 'sec-fetch-site': 'same-origin', origin: 'https://www.example.com' },
    ],
    ['without browser headers', {}],
    ['from an allowed origin', { 'sec-fetch-site': 'cross-site', origin: 'https://studio.example.com' }],
  ])('allows a create %s', async (_, headers) => {
    const { proxy, requests } = createTestProxy(undefined, { allowedOrigins })
    expect((await proxy(post(headers))).status).toBe(200)
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['with sec-fetch-site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    [
      "with sec-fetch-site: cross-site and the proxy's own origin",
      { 'sec-fetch-site': 'cross-site', origin: 'https://app.test' },
    ],
    ['from another origin', { origin: 'https://evil.test' }],
    ['from a sibling site', { 'sec-fetch-site': 'same-site', origin: 'https://blog.app.test' }],
    ['from a sibling site without an origin', { 'sec-fetch-site': 'same-site' }],
    ['from a host with the same ending', { origin: 'https://notapp.test' }],
    ['from another port', { origin: 'https://app.test:8443' }],
    ['from an allowed host over plain http', { origin: 'http://studio.example.com' }],
    ['from a sandboxed page', { origin: 'null' }],
  ])('refuses a create %s, without authorize or an upstream request', async (_, headers) => {
    let isAuthorizeCalled = false
    const { proxy, requests } = createTestProxy(undefined, {
      allowedOrigins,
      authorize: () => (isAuthorizeCalled = true),
    })
    const response = await proxy(post(headers))
    expect(response.status).toBe(403)
    expect(await errorCode(response)).toBe('cross_site_request')
    expect(requests).toEqual([])
    expect(isAuthorizeCalled).toBe(false)
  })
})
