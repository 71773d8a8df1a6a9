import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, post } from './support/createTestProxy.js'

const allowedOrigins = ['https://studio.example.com/']

describe('a create', () => {
  it.each([
    ['from the same origin', { 'sec-fetch-site': 'same-origin', origin: 'https://app.test' }],
    ['typed in by the user', { 'sec-fetch-site': 'none' }],
    ['from the own host, by a browser without fetch metadata', { origin: 'https://app.test' }],
    ['from the own host over http, behind a TLS proxy', { origin: 'http://app.test' }],
    [
      'behind a reverse proxy that renames the host',
      { origin: 'https://www.example.com', 'x-forwarded-host': 'www.example.com:443, inner' },
    ],
    [
      'behind a reverse proxy, by a browser that knows better',
      { 'sec-fetch-site': 'same-origin', origin: 'https://www.example.com' },
    ],
    ['from no browser at all', {}],
    ['from an allowed origin', { 'sec-fetch-site': 'cross-site', origin: 'https://studio.example.com' }],
  ])('%s is made', async (_, headers) => {
    const { proxy, asked } = createTestProxy(undefined, { allowedOrigins })
    expect((await proxy(post(headers))).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    [
      'that is cross-site with a forged-looking origin',
      { 'sec-fetch-site': 'cross-site', origin: 'https://app.test' },
    ],
    ['from another origin', { origin: 'https://evil.test' }],
    ['from a sibling site', { 'sec-fetch-site': 'same-site', origin: 'https://blog.app.test' }],
    ['from a sibling site that hides its origin', { 'sec-fetch-site': 'same-site' }],
    ['from a host that only ends alike', { origin: 'https://notapp.test' }],
    ['from another port', { origin: 'https://app.test:8443' }],
    ['from an allowed host over plain http', { origin: 'http://studio.example.com' }],
    ['from a sandboxed page', { origin: 'null' }],
  ])('%s is refused and nothing is asked', async (_, headers) => {
    let isAuthorizeAsked = false
    const { proxy, asked } = createTestProxy(undefined, {
      allowedOrigins,
      authorize: () => (isAuthorizeAsked = true),
    })
    const response = await proxy(post(headers))
    expect(response.status).toBe(403)
    expect(await errorCode(response)).toBe('cross_site_request')
    expect(asked).toEqual([])
    expect(isAuthorizeAsked).toBe(false)
  })
})
