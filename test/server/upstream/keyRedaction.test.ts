import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVideoProxy } from 'react-video-task/server'
import { createTestProxy, get, KEY, mp4Response, post, type TestProxy } from '../support/createTestProxy.js'

/** The ways in which an upstream could echo the key. */
const SPELLINGS: [string, string][] = [
  ['as it is', KEY],
  ['after Bearer', `Bearer ${KEY}`],
  ['percent-encoded', encodeURIComponent(KEY)],
  ['percent-encoded in lower case', encodeURIComponent(KEY).replace(/%../g, (code) => code.toLowerCase())],
  ['percent-encoded twice', encodeURIComponent(encodeURIComponent(KEY))],
  ['as a URL', encodeURI(KEY)],
  ['as a form', new URLSearchParams({ KEY }).toString()],
  ['as HTML', KEY.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
  ['as HTML with numbers', KEY.replaceAll('&', '&amp;').replaceAll('"', '&#34;')],
  ['in JSON inside a string', JSON.stringify(JSON.stringify({ key: KEY }))],
  ['in hex', Buffer.from(KEY).toString('hex')],
  ['in capital hex', Buffer.from(KEY).toString('hex').toUpperCase()],
  ['with a masked middle', `${KEY.slice(0, 9)}***${KEY.slice(-3)}`],
  ['with a masked end', `Bearer ${KEY.slice(0, 9)}...`],
  ['with a masked start', `key=****${KEY.slice(3)}`],
  ['with crosses in the middle', `${KEY.slice(0, 9)}xxxxxxxx${KEY.slice(-4)}`],
  ['in base64', btoa(KEY)],
  ['in base64 after one byte', btoa(`:${KEY}`)],
  ['in base64 as basic credentials', btoa(`user:${KEY}:x`)],
  ['in base64 after Bearer', btoa(`Bearer ${KEY}`)],
  ['in base64url', btoa(KEY).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')],
]

/** Texts that identify the key in an answer: the key, and the part of each encoding that does not depend on its neighbours. */
const TRACES = [
  KEY,
  KEY.slice(3),
  JSON.stringify(KEY).slice(1, -1),
  'canary',
  'Y2FuYXJ5',
  'NhbmFye',
  'jYW5hcn',
  '63616e617279',
  '63616E617279',
]

const escapeAll = (text: string) =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

async function dump(response: Response): Promise<string> {
  return JSON.stringify([response.statusText, ...response.headers]) + (await response.text())
}

async function dumpAll({ proxy }: TestProxy): Promise<string> {
  const answers = [get('/videos/t1'), get('/videos/t1', {}, 'HEAD'), get('/videos/t1/content'), post()].map(
    proxy,
  )
  return (await Promise.all(answers.map(async (answer) => dump(await answer)))).join('\n')
}

function expectNoKey(text: string) {
  for (const trace of TRACES) expect(text).not.toContain(trace)
}

/** A key that is a valid request id too. */
const KEY_ID = 'sk-canary-0815-4711'

describe('redaction of the API key', () => {
  it.each(SPELLINGS)('removes the key echoed %s from bodies and headers', async (_, spelling) => {
    const headers = {
      'x-request-id': spelling,
      'retry-after': spelling,
      etag: `"${spelling}"`,
      'x-echo': spelling,
      'set-cookie': `key=${spelling}`,
    }
    const body = { error: { message: `Bad key ${spelling}!`, [spelling]: [{ deep: spelling }] } }
    for (const status of [200, 400, 401, 500]) {
      const text = await dumpAll(
        createTestProxy(() => Response.json(body, { status, headers, statusText: 'OK' })),
      )
      // A refusal of the key is answered without the API's own text.
      if (status !== 401) expect(text).toContain('[redacted]')
      expectNoKey(text)
    }
    for (const make of [
      () =>
        new Response(`<html>${spelling}</html>`, { headers: { 'content-type': 'text/html', ...headers } }),
      () => new Response(`<html>${spelling}</html>`, { status: 503, headers }),
      () => new Response(`{"cut":"${spelling}`, { headers }),
      () =>
        new Response(null, { status: 302, headers: { location: `https://upstream.test/?key=${spelling}` } }),
      () => mp4Response(headers),
    ]) {
      expectNoKey(await dumpAll(createTestProxy(make)))
    }
  })

  it.each([
    ['with every character escaped', `{"error":{"message":"${escapeAll(KEY)}"}}`],
    ['as a field name, escaped', `{"${escapeAll(KEY)}":1}`],
    ['behind a second field of the same name', `{"a":${JSON.stringify(KEY)},"a":1}`],
    ['as PHP escapes it', `{"a":${JSON.stringify(KEY).replaceAll('/', '\\/')}}`],
    ['as the whole answer', JSON.stringify(KEY)],
  ])('removes the key echoed in JSON %s and keeps the JSON valid', async (_, body) => {
    const { proxy } = createTestProxy(
      () => new Response(body, { headers: { 'content-type': 'application/json' } }),
    )
    const text = await (await proxy(get('/videos/t1'))).text()
    const value: unknown = JSON.parse(text)
    expectNoKey(text)
    expectNoKey(JSON.stringify(value))
  })

  it('leaves an answer without the key unchanged', async () => {
    const body =
      '{"id":"t1","object":"video","status":"queued","progress":0,"seed":12345678901234567890,"note":"é"}'
    const { proxy } = createTestProxy(() => new Response(body))
    const answer = await (await proxy(get('/videos/t1'))).text()
    expect(JSON.parse(answer)).toEqual(JSON.parse(body))
    expect(answer).toContain('"seed":12345678901234567890')
  })

  it.each([401, 403])('keeps the key out of the request id of a refusal (%d)', async (status) => {
    const { proxy } = createTestProxy(
      () => Response.json({ request_id: KEY_ID, message: 'No' }, { status }),
      {
        apiKey: KEY_ID,
      },
    )
    const response = await proxy(get('/videos/t1'))
    expect(response.status).toBe(502)
    expect(response.headers.get('x-request-id') ?? '').not.toContain('4711')
  })

  it('removes the key from every error for onError, with its causes', async () => {
    const leak = () => Promise.reject(new TypeError(`bad ${KEY}`, { cause: new Error(`${KEY} again`) }))
    for (const options of [{ fetch: leak }, { authorize: leak }]) {
      const { proxy, reported } = createTestProxy(undefined, options)
      expectNoKey(await dump(await proxy(get('/videos/t1'))))
      expect(reported).toHaveLength(1)
      const { error } = reported[0] ?? {}
      const cause = error?.cause
      expect(cause).toMatchObject({ name: 'TypeError', message: 'bad [redacted]' })
      for (let level: unknown = error; level instanceof Error; level = level.cause) {
        expectNoKey(`${level.message} ${level.stack} ${JSON.stringify(Object.entries(level))}`)
      }
    }
  })

  it.each([['sk-with a space and canary'], ['sk-canary\nX-Evil: 1'], ['sk-canäry']])(
    'refuses the key %j at creation without showing it',
    (apiKey) => {
      const create = () => createVideoProxy({ apiKey, authorize: () => true })
      expect(create).toThrow(/no header can carry/)
      expect(create).not.toThrow(/can.ry.*1|sk-/)
    },
  )

  it.each([
    ['blank', () => '   '],
    ['unusable', () => 'sk-canary with spaces'],
    ['missing', () => Promise.reject(new Error('vault is sealed'))],
  ])(
    'answers 500 without an upstream request when the key function returns a key that is %s',
    async (_, apiKey) => {
      const { proxy, requests, reported } = createTestProxy(undefined, { apiKey })
      const response = await proxy(get('/videos/t1'))
      expect(response.status).toBe(500)
      const text = await dump(response)
      expect(text).toContain('api_key_unavailable')
      expect(text).not.toMatch(/sealed|canary/)
      expect(requests).toEqual([])
      expect(reported.map(({ context }) => context.code)).toEqual(['api_key_unavailable'])
    },
  )

  it('calls the key function for each request and trims its result', async () => {
    let reads = 0
    const { proxy, requests } = createTestProxy(
      () => Response.json({ id: 't', echo: `sk-rotated-${reads}` }),
      {
        apiKey: async () => ` sk-rotated-${++reads}\n`,
      },
    )
    expect(await (await proxy(get('/videos/t1'))).json()).toMatchObject({ echo: '[redacted]' })
    await proxy(get('/videos/t2'))
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer sk-rotated-1',
      'Bearer sk-rotated-2',
    ])
  })

  describe('without onError', () => {
    afterEach(() => void vi.restoreAllMocks())

    it('removes the key from what console.error gets', async () => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
      const { proxy } = createTestProxy(undefined, {
        onError: undefined,
        fetch: () => Promise.reject(new Error(`connect failed with ${KEY}`)),
      })
      await proxy(get('/videos/t1'))
      expect(log).toHaveBeenCalledOnce()
      const said = log.mock.calls
        .flat()
        .map((part) => (part instanceof Error ? `${part.stack}${String(part.cause)}` : JSON.stringify(part)))
      expect(said.join()).toContain('connect failed with [redacted]')
      expectNoKey(said.join())
    })
  })
})
