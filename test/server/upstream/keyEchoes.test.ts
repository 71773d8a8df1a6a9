import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { createTestProxy, get, MP4 } from '../support/createTestProxy.js'
import { serve, serveNode } from '../support/serve.js'

const KEY = 'sk-Q7vLm2XtB9cRz4WnK8pYd3HgF6jTs1Ae'

/** A generator of numbers that repeats for a seed (mulberry32). */
function seeded(seed: number) {
  let state = seed
  return (limit: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

const mapChars = (text: string, write: (code: number) => string) =>
  [...text].map((char) => write(char.charCodeAt(0))).join('')
const hex = (code: number, length = 2) => code.toString(16).padStart(length, '0')
/** The bytes of a text in UTF-8. */
const mapBytes = (text: string, write: (byte: number) => string) => [...Buffer.from(text)].map(write).join('')
const toBase64 = (text: string) => Buffer.from(text).toString('base64')

/** What an API could make of a key, one step at a time. */
const ENCODINGS: Record<string, (text: string) => string> = {
  plain: (text) => text,
  percent: (text) => mapBytes(text, (code) => `%${hex(code)}`),
  'percent of every second': (text) =>
    text.replace(
      /(.)(.)/gs,
      (_, a: string, b: string) => a + mapBytes(b, (byte) => `%${hex(byte).toUpperCase()}`),
    ),
  'decimal entity': (text) => mapChars(text, (code) => `&#${code};`),
  'hexadecimal entity': (text) => mapChars(text, (code) => `&#x${hex(code, 4)};`),
  'named entity': (text) => text.replace('-', '&#45;').replaceAll('/', '&sol;').replace('s', '&#115;'),
  'u escape': (text) => mapChars(text, (code) => `\\u${hex(code, 4)}`),
  'braced u escape': (text) => mapChars(text, (code) => `\\u{${hex(code)}}`),
  'x escape': (text) => mapBytes(text, (code) => `\\x${hex(code)}`),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  base64: toBase64,
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 after one byte': (text) => toBase64(`:${text}`),
  'base64 after two bytes': (text) => toBase64(`::${text}`),
  hex: (text) => Buffer.from(text).toString('hex'),
  'capital hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  spaces: (text) => text.split('').join(' '),
  'line breaks': (text) => text.replace(/.{5}/g, '$&\r\n'),
  'zero-width spaces': (text) => text.split('').join('\u200b'),
  'soft hyphens': (text) => text.replace(/.{3}/g, '$&\u00ad'),
}

const CASES = [
  (text: string) => text,
  (text: string) => text.toLowerCase(),
  (text: string) => text.toUpperCase(),
]

interface Echo {
  name: string
  /** The characters of the key. */
  run: string
  /** What an API sends of them. */
  text: string
}

/** Runs of the key, of 8 characters and more, from anywhere in it, in one encoding or in two. */
function listEchoes(count: number): Echo[] {
  const random = seeded(13)
  const encodings = Object.entries(ENCODINGS)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[random(items.length)]
    if (item === undefined) throw new Error('Nothing to choose from')
    return item
  }
  return Array.from({ length: count }, (_, index) => {
    const from = random(KEY.length - 8)
    const run = pick(CASES)(KEY.slice(from, from + 8 + random(KEY.length - from - 8)))
    // Each encoding alone first, then pairs.
    const [name, encode] = encodings[index] ?? pick(encodings)
    const [outerName, outer] =
      index < encodings.length * 3 ? (['plain', (text: string) => text] as const) : pick(encodings)
    return { run, name: `${run} in ${name} in ${outerName}`, text: outer(encode(run)) }
  })
}

/** Expects that what is left of an echo stands for less than 8 characters, such as its padding. */
function expectRedacted(text: string, { name, run, text: echo }: Echo) {
  expect(text, name).toContain('[redacted]')
  const left = text.replaceAll('[redacted]', '').replace(/[^\x21-\x7e]/g, '')
  expect((left.length / echo.length) * run.length, `${name}: ${echo} became ${text}`).toBeLessThan(8)
}

/** The places of a JSON answer in which an API could put the key, and how each is read from what the caller got. */
const PLACES: Record<
  string,
  [status: number, make: (echo: string) => object, read: (body: string) => unknown]
> = {
  'a field': [200, (echo) => ({ id: 't1', note: echo }), (body) => JSON.parse(body).note],
  'a name': [
    200,
    (echo) => ({ id: 't1', metadata: { [echo]: 1 } }),
    (body) => Object.keys(JSON.parse(body).metadata)[0],
  ],
  'a nested list': [
    200,
    (echo) => ({ id: 't1', a: [{ b: [[echo]] }] }),
    (body) => JSON.parse(body).a[0].b[0][0],
  ],
  'the message of an error': [
    400,
    (echo) => ({ error: { message: echo } }),
    (body) => JSON.parse(body).error.message,
  ],
  'the code of an error': [
    500,
    (echo) => ({ error: { message: 'No', code: echo } }),
    (body) => JSON.parse(body).error.code,
  ],
}

/** An API that sends what the test chooses, and a proxy before it, both over HTTP. */
async function servePair() {
  let answer: { status: number; headers?: Record<string, string>; body: string | Uint8Array } = {
    status: 200,
    body: '',
  }
  const api = await serveNode((_, response) => {
    response.writeHead(answer.status, answer.headers)
    response.end(answer.body)
  })
  const { proxy, reported } = createTestProxy(undefined, {
    apiKey: KEY,
    baseURL: `${api}/v1`,
    fetch: undefined,
    cache: false,
  })
  const url = await serve(proxy)
  return {
    reported,
    ask: (path: string, next: typeof answer) => {
      answer = next
      return fetch(`${url}${path}`)
    },
  }
}

it.each(Object.entries(PLACES))(
  'removes 200 echoes of the key from %s',
  async (_, [status, make, read]) => {
    const { ask } = await servePair()
    for (const echo of listEchoes(200)) {
      const answer = await ask('/videos/t1', { status, body: JSON.stringify(make(echo.text)) })
      expect(answer.status).toBe(status)
      expectRedacted(String(read(await answer.text())), echo)
    }
  },
  60_000,
)

it('removes 200 echoes of the key from the cause of a refusal', async () => {
  const { ask, reported } = await servePair()
  for (const echo of listEchoes(200)) {
    const answer = await ask('/videos/t1', { status: 401, body: echo.text })
    expect(await answer.text()).not.toContain(echo.text)
    const cause = reported.pop()?.error.cause
    if (!(cause instanceof Error)) throw new Error('No cause')
    expectRedacted(cause.message.replace('The video API answered 401: ', ''), echo)
  }
}, 60_000)

it('passes no header on that holds one of 200 echoes of the key', async () => {
  const { ask } = await servePair()
  const printable = listEchoes(200).filter(({ text }) => /^[\x20-\x7e]+$/.test(text))
  expect(printable.length).toBeGreaterThan(100)
  for (const { text, name } of printable) {
    const headers = {
      'x-request-id': text,
      'x-oneapi-request-id': text,
      'retry-after': text,
      'openai-poll-after-ms': text,
      etag: `"${text}"`,
      'last-modified': text,
      'accept-ranges': text,
    }
    for (const [path, type, body] of [
      ['/videos/t1', 'application/json', '{}'],
      ['/videos/t1/content', 'video/mp4', MP4],
    ] as const) {
      const answer = await ask(path, { status: 200, headers: { ...headers, 'content-type': type }, body })
      await answer.arrayBuffer()
      for (const header of Object.keys(headers)) {
        // Where the length is known, the proxy cuts ranges itself.
        if (header !== 'accept-ranges') expect(answer.headers.get(header), `${header}: ${name}`).toBeNull()
      }
      expect(JSON.stringify([...answer.headers]), name).not.toContain(text)
    }
    const typed = await ask('/videos/t1/content', {
      status: 200,
      headers: { 'content-type': `video/mp4; note="${text.replaceAll('"', '')}"` },
      body: MP4,
    })
    await typed.arrayBuffer()
    expect(typed.headers.get('content-type'), name).toBe('video/mp4')
  }
}, 60_000)

it.each([
  ['7 characters of the key', { prompt: `A lake called ${KEY.slice(3, 10)} and ${KEY.slice(12, 19)}` }],
  ['an image as a data URI', { image: `data:image/png;base64,${Buffer.from(MP4).toString('base64')}` }],
  [
    'ids and signed URLs',
    {
      request_id: 'task_0123456789abcdef',
      video_url:
        'https://storage.example.com/a%20b/v.mp4?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261128&X-Amz-Signature=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  ],
  ['dots and crosses', { prompt: 'A very long wait... and then XXXXX, **bold**, 1920x1080…' }],
  ['escapes of other texts', { prompt: 'Tom &amp; Jerry said \\"hi\\" \\u00e9 100% %41 &#8230;' }],
])('leaves %s as they are', async (_, body) => {
  const { ask } = await servePair()
  const task = { id: 't1', object: 'video', status: 'completed', progress: 100, ...body }
  const text = `{"seed":12345678901234567890,${JSON.stringify(task).slice(1)}`
  const answer = await (await ask('/videos/t1', { status: 200, body: text })).text()
  expect(JSON.parse(answer)).toEqual(JSON.parse(text))
  expect(answer).toContain('"seed":12345678901234567890')
})

it('passes on headers that match their grammar', async () => {
  const { ask } = await servePair()
  const headers = {
    'content-type': 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"',
    etag: 'W/"33a64df551425fcc-55e4d42a148795d9f25f89d4"',
    'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
    'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT',
    'x-request-id': '2026112818235912345678ABCdef',
  }
  const answer = await ask('/videos/t1/content', { status: 200, headers, body: MP4 })
  await answer.arrayBuffer()
  expect(Object.fromEntries(answer.headers)).toMatchObject(headers)
})

it.each([
  ['x'],
  ['%'],
  ['&#'],
  ['\\\\'],
  ['VVVV'],
  ['**a'],
  ['...'],
  ['&#0'],
  ['0123456789abcdef'],
  ['\\\\u005c'],
])('reads an answer of 3 MB of %s', async (unit) => {
  const { ask } = await servePair()
  const body = JSON.stringify({
    id: 't1',
    object: 'video',
    status: 'queued',
    progress: 0,
    note: unit.repeat(3_000_000 / JSON.stringify(unit).length),
  })
  const answer = await ask('/videos/t1', { status: 200, body })
  expect((await answer.text()).length).toBe(body.length)
})

it.each([
  [
    'a plain object',
    { code: 'ECONNRESET', message: `bad ${KEY}`, body: 'a prompt' },
    { code: 'ECONNRESET', message: 'bad [redacted]' },
  ],
  [
    'an error with a code',
    Object.assign(new Error('no'), { code: `E ${KEY}`, headers: KEY }),
    { message: 'no', code: 'E [redacted]' },
  ],
  ['a text', `bad ${KEY}`, { message: 'bad [redacted]' }],
  [
    'several errors',
    new AggregateError([new Error(KEY), { code: KEY }], 'all failed'),
    { message: 'all failed', errors: [{ message: '[redacted]' }, { code: '[redacted]' }] },
  ],
])('reports %s as the cause without the key and without other fields', async (_, cause, shown) => {
  const { proxy, reported } = createTestProxy(undefined, {
    apiKey: KEY,
    fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
  })
  await proxy(get('/videos/t1'))
  const error = reported[0]?.error
  const failure = error?.cause
  if (!(failure instanceof Error)) throw new Error('No cause')
  expect(failure.cause).toMatchObject(shown)
  expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/Q7vLm2Xt|a prompt|\[object Object\]/)
})

it('reports causes that form a cycle, that throw when read, and that are endless', async () => {
  const cycle = new Error('cycle')
  cycle.cause = { code: 'E_OUTER', cause: cycle }
  const hostile = {
    get message(): string {
      throw new Error('unreadable')
    },
    code: 'E_HOSTILE',
  }
  const endless = {
    code: 'E_ENDLESS',
    get cause(): object {
      return { ...endless }
    },
  }
  const causes = [
    cycle,
    hostile,
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('closed')
        },
      },
    ),
    endless,
  ]
  for (const cause of causes) {
    const { proxy, reported } = createTestProxy(undefined, {
      fetch: () => Promise.reject(new Error('failed', { cause })),
    })
    expect((await proxy(get('/videos/t1'))).status).toBe(502)
    expect(reported).toHaveLength(1)
    expect(inspect(reported[0]?.error, { depth: null })).toContain('failed')
  }
})
