import { createS3Archive, createVideoProxy, type VideoProxyOptions } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { checkSentence } from './support/checkAnswers.js'
import { createTestProxy, errorCode, get, TASK } from './support/createTestProxy.js'

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

  const store = { put: () => true, get: () => undefined, delete: () => true, list: () => [] }
  it.each([
    ['a store without put', { archive: { store: { ...store, put: 1 } } }, /`archive\.store`.*`put`/],
    ['a store without get', { archive: { store: { ...store, get: 1 } } }, /`archive\.store`.*`get`/],
    ['a store without delete', { archive: { store: { ...store, delete: 1 } } }, /`archive\.store`.*`delete`/],
    ['a store without list', { archive: { store: { ...store, list: 1 } } }, /`archive\.store`.*`list`/],
    ['no store', { archive: {} }, /`archive\.store`/],
    ['a keep that is no function', { archive: { store, keep: true } }, /`archive\.keep`/],
    ['a publicUrl that is text', { archive: { store, publicUrl: 'https://cdn' } }, /`archive\.publicUrl`/],
    ['a film size of 0', { archive: { store, maxBytes: 0 } }, /`archive\.maxBytes`.* bytes/],
    ['a retention of 0', { archive: { store, retention: 0 } }, /`archive\.retention`/],
    ['a retention of 1.5 ms', { archive: { store, retention: 1.5 } }, /`archive\.retention`/],
    ['sharedFields that are no function', { sharedFields: ['title'] }, /`sharedFields`/],
    ['a secret of 31 characters', { secret: 'x'.repeat(31) }, /at least 32/],
    ['no secrets in a list', { secret: [] }, /`secret`/],
    ['links without a secret', { contentLinks: { baseURL: 'https://a.test' } }, /`contentLinks`.*`secret`/],
  ])('throws for %s, with a sentence', (_, options, message) => {
    const untyped: Partial<VideoProxyOptions> = JSON.parse('{}', () => options)
    expect(() => createTestProxy(undefined, untyped)).toThrow(
      expect.objectContaining({ code: 'invalid_options', message: expect.stringMatching(message) }),
    )
  })

  it('accepts the shortest secret, retention and film size', () => {
    const archive = JSON.parse('{}', () => ({ store, retention: 1, maxBytes: 1 }))
    expect(() => createTestProxy(undefined, { secret: 'x'.repeat(32), archive })).not.toThrow()
  })

  it('answers 500 without its message when a function of the app throws', async () => {
    const { proxy, reported } = createTestProxy(undefined, {
      isPublic: () => Promise.reject(new Error('database password: hunter2')),
    })
    const response = await proxy(get('/videos/t1'))
    expect([response.status, await errorCode(response)]).toEqual([500, 'proxy_failed'])
    expect(String(reported[0]?.error.cause)).toContain('hunter2')
  })

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

describe('createS3Archive', () => {
  const client = { fetch: async () => new Response() }
  const bucketURL = 'https://films.s3.eu-central-1.amazonaws.com'
  const MIB = 1024 * 1024

  it.each([
    ['a bucket that is a name', { bucketURL: 'films' }, /`bucketURL`/],
    ['a prefix with a space', { bucketURL, prefix: 'my films/' }, /`prefix`/],
    ['parts below 5 MiB', { bucketURL, partBytes: 5 * MIB - 1 }, /`partBytes`/],
  ])('throws for %s, with what to do', (_, options, problem) => {
    let message = ''
    try {
      createS3Archive(client, options)
    } catch (error) {
      if (error instanceof Error) message = error.message
    }
    checkSentence(message)
    expect(message).toMatch(problem)
    expect(message).toContain('createS3Archive')
  })

  it('accepts parts of 5 MiB and a prefix of a folder', () => {
    expect(() =>
      createS3Archive(client, { bucketURL, prefix: 'films/2026-04_a.b/', partBytes: 5 * MIB }),
    ).not.toThrow()
  })
})
