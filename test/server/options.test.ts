import { createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTestProxy, get, TASK } from './support/createTestProxy.js'

const good = { apiKey: 'sk-0123456789', authorize: () => true }

describe('createVideoProxy', () => {
  it.each([[''], ['  \n'], [undefined], [null]])('throws for the key %j with what to do', (apiKey) => {
    const options: VideoProxyOptions = JSON.parse('{}', () => ({ ...good, apiKey }))
    expect(() => createVideoProxy(options)).toThrow(
      expect.objectContaining({
        code: 'invalid_api_key',
        message: expect.stringMatching(/Pass the key as `apiKey`/),
      }),
    )
  })

  it.each([
    ['/api/v1', /absolute URL/],
    ['api.cometapi.com/v1', /neither http/],
    ['ftp://api.cometapi.com/v1', /neither http/],
    ['https://user:secret@api.test/v1', /credentials/],
    ['https://api.test/v1#key', /fragment/],
    ['/api/v1?key=sk-secret', /the path '\/api\/v1'/],
    ['', /missing/],
  ])('throws for the baseURL %j', (baseURL, message) => {
    expect(() => createVideoProxy({ ...good, baseURL })).toThrow(message)
  })

  it.each([[0], [-1], [1.5], [Number.NaN], [Infinity]])('throws for a maxBodyBytes of %d', (maxBodyBytes) => {
    expect(() => createVideoProxy({ ...good, maxBodyBytes })).toThrow(/maxBodyBytes/)
  })

  it.each([[0], [-1], [1.5], [Number.NaN], [Infinity], [2 ** 31]])(
    'throws for a timeout of %d ms',
    (timeout) => {
      expect(() => createVideoProxy({ ...good, timeout })).toThrow(/timeout/)
      expect(() => createVideoProxy({ ...good, createTimeout: timeout })).toThrow(/createTimeout/)
    },
  )

  it.each([['app.example.com'], ['https://app.example.com/path'], ['*'], ['null'], ['']])(
    'throws for the allowed origin %j',
    (origin) => {
      expect(() => createVideoProxy({ ...good, allowedOrigins: [origin] })).toThrow(/allowedOrigins/)
    },
  )

  it('accepts a baseURL with a trailing slash', async () => {
    const { proxy, requests } = createTestProxy(undefined, { baseURL: 'http://127.0.0.1:8080/v1/' })
    await proxy(get('/videos/t1'))
    expect(requests[0]?.url).toBe('http://127.0.0.1:8080/v1/videos/t1')
  })

  it('answers when onError throws', async () => {
    const { proxy } = createTestProxy(() => Promise.reject(new Error('down')), {
      onError: () => {
        throw new Error('the log is full')
      },
    })
    expect((await proxy(get('/videos/t1'))).status).toBe(502)
  })

  describe('without baseURL and fetch', () => {
    afterEach(() => void vi.unstubAllGlobals())

    it('uses the default baseURL and looks up globalThis.fetch with each request', async () => {
      const proxy = createVideoProxy(good)
      const urls: string[] = []
      vi.stubGlobal('fetch', async (url: string) => (urls.push(url), Response.json(TASK)))
      expect((await proxy(get('/videos/t1'))).status).toBe(200)
      expect(urls).toEqual(['https://api.cometapi.com/v1/videos/t1'])
    })
  })
})
