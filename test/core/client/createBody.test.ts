import { createReadStream } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createVideoClient, type CreateVideoParams, type VideoClientOptions } from 'react-video-task/client'
import { errorOf } from '../../support/errorOf.js'
import { serve } from '../../support/serve.js'

/** What a create with these parameters sends over HTTP. */
async function send(params: CreateVideoParams, options: Partial<VideoClientOptions> = {}) {
  const sent: Request[] = []
  const origin = await serve(async (request) => {
    sent.push(new Request(request.url, { ...init(request), body: await request.arrayBuffer() }))
    return Response.json({ id: 'a', status: 'queued' })
  })
  await createVideoClient({ baseURL: `${origin}/v1`, ...options }).create(params)
  const [request] = sent
  if (!request || sent.length > 1) throw new Error(`expected one request, got ${sent.length}`)
  return request
}

const init = ({ method, headers }: Request) => ({ method, headers })

/** The fields of the form that is sent, in order. */
async function sendForm(params: CreateVideoParams, options?: Partial<VideoClientOptions>) {
  return [...(await (await send(params, options)).formData())]
}

/** Checks that nothing is sent, and that the error names the parameter. */
async function expectRefused(name: string, value: unknown, options: Partial<VideoClientOptions> = {}) {
  const fetch = vi.fn<typeof globalThis.fetch>()
  const client = createVideoClient({ baseURL: '/api/v1', fetch, ...options })
  const error = await errorOf(() => client.create({ model: 'm', prompt: 'p', [name]: value }))
  expect(error).toMatchObject({ name: 'VideoTaskError', code: 'invalid_params', retryable: false })
  expect(String(error)).toContain(`'${name}`)
  expect(fetch).not.toHaveBeenCalled()
  return String(error)
}

const png = new File(['png'], 'first.png', { type: 'image/png' })
const webp = new File(['webp'], 'last.webp', { type: 'image/webp' })

describe('a create that no form describes', () => {
  it.each([
    ['an image without a prompt', { model: 'kling', input_reference: 'https://a.test/1.png' }],
    ['an empty prompt', { model: 'wan2.6', prompt: '' }],
    ['a prompt without a model', { prompt: 'fox' }],
    ['a model under another name', { model_name: 'kling-v2', prompt: 'fox' }],
    ['a null prompt', { model: 'wan2.6', prompt: undefined, seed: null }],
  ])('is sent for the API to judge: %s', async (_, params) => {
    const present = Object.entries(params).filter(([, value]) => value !== undefined && value !== null)
    expect(await sendForm(params)).toEqual(present)
    expect(await (await send(params, { body: 'json' })).json()).toEqual(Object.fromEntries(present))
  })
})

describe("body: 'json'", () => {
  it('sends one JSON object with the types of its values', async () => {
    const request = await send(
      {
        model: 'veo',
        prompt: 'Ein "See" 🎬\n',
        seconds: 5,
        watermark: false,
        seed: null,
        size: undefined,
        frame_images: [
          { type: 'image_url', image_url: { url: new URL('https://a.test/1.png') }, weight: null },
        ],
        path: [
          [0, 1],
          [2, [3]],
        ],
        before: new Date(0),
        big: 2n ** 64n,
        'odd "name"': [],
      },
      { body: 'json', headers: { 'x-app': '1' } },
    )
    expect(request.headers.get('content-type')).toBe('application/json')
    expect(request.headers.get('x-app')).toBe('1')
    expect(await request.json()).toEqual({
      model: 'veo',
      prompt: 'Ein "See" 🎬\n',
      seconds: 5,
      watermark: false,
      frame_images: [{ type: 'image_url', image_url: { url: 'https://a.test/1.png' }, weight: null }],
      path: [
        [0, 1],
        [2, [3]],
      ],
      before: '1970-01-01T00:00:00.000Z',
      big: '18446744073709551616',
      'odd "name"': [],
    })
  })

  it.each([
    ['a file', png],
    ['a blob', new Blob(['x'])],
    ['a list with a file', ['https://a.test/1.png', png]],
    ["React Native's file", { uri: 'file:///a.png', name: 'a.png', type: 'image/png' }],
  ])('refuses %s, with what to do', async (_, value) => {
    expect(await expectRefused('input_reference', value, { body: 'json' })).toContain("change 'body'")
  })

  it('sends an object whose uri is a web address', async () => {
    const image = { uri: 'https://a.test/1.png', name: 'a', type: 'image/png' }
    expect(await (await send({ image }, { body: 'json' })).json()).toEqual({ image })
  })
})

describe('nesting of a form', () => {
  const params = {
    model: 'sora-2',
    input_reference: { image_url: 'https://a.test/1.png', detail: undefined, more: { depth: 1 } },
    tags: ['a', 2, true],
  }

  it("repeats names and writes objects as JSON by default, and with 'repeat'", async () => {
    for (const nesting of [undefined, 'repeat'] as const) {
      expect(await sendForm({ ...params, shots: [{ at: 1 }, { to: 2 }] }, { nesting })).toEqual([
        ['model', 'sora-2'],
        ['input_reference', '{"image_url":"https://a.test/1.png","more":{"depth":1}}'],
        ['tags', 'a'],
        ['tags', '2'],
        ['tags', 'true'],
        ['shots', '{"at":1}'],
        ['shots', '{"to":2}'],
      ])
    }
  })

  it("writes names as OpenAI and Azure read them with 'brackets'", async () => {
    expect(await sendForm(params, { nesting: 'brackets' })).toEqual([
      ['model', 'sora-2'],
      ['input_reference[image_url]', 'https://a.test/1.png'],
      ['input_reference[more][depth]', '1'],
      ['tags[]', 'a'],
      ['tags[]', '2'],
      ['tags[]', 'true'],
    ])
  })

  it("writes lists and objects as JSON text with 'json'", async () => {
    expect(await sendForm({ ...params, path: [[0, 1], [2]] }, { nesting: 'json' })).toEqual([
      ['model', 'sora-2'],
      ['input_reference', '{"image_url":"https://a.test/1.png","more":{"depth":1}}'],
      ['tags', '["a",2,true]'],
      ['path', '[[0,1],[2]]'],
    ])
  })

  it.each(['repeat', 'brackets', 'json'] as const)(
    'keeps names, types and order of files: %s',
    async (nesting) => {
      const form = await sendForm({ prompt: 'fox', mask: png, images: [webp, png] }, { nesting })
      const list = nesting === 'brackets' ? 'images[]' : 'images'
      expect(form.map(([name]) => name)).toEqual(['prompt', 'mask', list, list])
      expect(form.slice(1).map(([, file]) => file)).toMatchObject([
        { name: 'first.png', type: 'image/png', size: 3 },
        { name: 'last.webp', type: 'image/webp', size: 4 },
        { name: 'first.png', type: 'image/png', size: 3 },
      ])
    },
  )

  it('sends a file inside an object where names are nested, and refuses it where objects are JSON', async () => {
    const image = { file: png, weight: 1 }
    expect(await sendForm({ image }, { nesting: 'brackets' })).toMatchObject([
      ['image[file]', { name: 'first.png' }],
      ['image[weight]', '1'],
    ])
    for (const nesting of ['repeat', 'json'] as const) {
      expect(await expectRefused('image', image, { nesting })).toContain("File] at 'file'")
    }
  })

  it('sends dates and URLs as plain text, also in lists', async () => {
    const url = new URL('https://a.test/1.png')
    expect(await sendForm({ at: new Date(0), images: [url], first: url, big: 2n ** 64n })).toEqual([
      ['at', '1970-01-01T00:00:00.000Z'],
      ['images', 'https://a.test/1.png'],
      ['first', 'https://a.test/1.png'],
      ['big', '18446744073709551616'],
    ])
  })

  it.each(['repeat', 'brackets'] as const)(
    'refuses a list in a list and a gap in one: %s',
    async (nesting) => {
      for (const list of [[[1], [2]], [[]], ['a', null], [undefined, png]]) {
        expect(await expectRefused('list', list, { nesting })).toContain("'nesting'")
      }
    },
  )

  it.each([[[]], [{}], [{ a: null }], [{ a: { b: [] } }], [{ a: [] }]])(
    'refuses %j where names are nested: no field would be sent',
    async (value) => {
      const text = await expectRefused('input_reference', value, { nesting: 'brackets' })
      expect(text).toContain("Omit it, or change 'nesting'")
    },
  )

  it('sends no field for an empty list where names are repeated, and JSON text for it elsewhere', async () => {
    expect(await sendForm({ tags: [], metadata: {} })).toEqual([['metadata', '{}']])
    expect(await sendForm({ tags: [], metadata: {} }, { nesting: 'json' })).toEqual([
      ['tags', '[]'],
      ['metadata', '{}'],
    ])
  })

  it('refuses an object in a list where names are nested', async () => {
    await expectRefused('list', [{ a: 1 }, { b: 2 }], { nesting: 'brackets' })
  })
})

class Camera {
  pan = 1
}

const circular: Record<string, unknown> = {}
circular['self'] = { circular }

const LOST: [string, unknown][] = [
  ['Uint8Array', new Uint8Array([1, 2])],
  ['Buffer', Buffer.from('png')],
  ['DataView', new DataView(new ArrayBuffer(2))],
  ['ArrayBuffer', new ArrayBuffer(2)],
  ['Map', new Map([['a', 1]])],
  ['Set', new Set(['a'])],
  ['WeakMap', new WeakMap()],
  ['URLSearchParams', new URLSearchParams('a=1')],
  ['Headers', new Headers({ a: '1' })],
  ['FormData', new FormData()],
  ['Promise', Promise.resolve('a')],
  ['RegExp', /a/],
  ['Error', new Error('a')],
  ['generator', (function* () {})()],
  ['ReadableStream', new ReadableStream()],
  ['invalid date', new Date(Number.NaN)],
  ['NaN', Number.NaN],
  ['Infinity', -Infinity],
  ['function', () => 1],
  ['symbol', Symbol('a')],
  ['object with a class', new Camera()],
  ['circle', circular],
]

describe('a value that would not arrive whole', () => {
  it.each(LOST)('is refused before any request: %s', async (_, value) => {
    for (const options of [
      {},
      { nesting: 'brackets' },
      { nesting: 'json' },
      { body: 'json' },
    ] as Partial<VideoClientOptions>[]) {
      for (const place of [value, [value], { deep: value }, { deep: [{ value }] }]) {
        await expectRefused('camera', place, options)
      }
    }
  })

  it('is named with its kind and place', async () => {
    expect(await expectRefused('camera', new Map())).toContain(
      "'camera': [object Map] cannot be sent. Pass text, numbers, lists, plain objects or Files",
    )
    expect(await expectRefused('camera', { pan: Infinity })).toContain(
      "'camera': Infinity at 'pan' cannot be sent",
    )
  })

  it('includes a stream of Node', async () => {
    const stream = createReadStream('package.json')
    onTestFinished(() => void stream.destroy())
    await expectRefused('input_reference', stream)
  })

  it('does not include objects of other realms and without a prototype', async () => {
    const { runInNewContext } = await import('node:vm')
    const foreign: unknown = runInNewContext('({ list: [1, { a: 2 }] })')
    const bare: unknown = Object.assign(Object.create(null), { b: 1 })
    expect(await sendForm({ foreign, bare })).toEqual([
      ['foreign', '{"list":[1,{"a":2}]}'],
      ['bare', '{"b":1}'],
    ])
  })
})

describe("React Native's files", () => {
  /** The form of React Native: what is not text has a `uri`, from which the platform reads the bytes. */
  class NativeFormData {
    parts: [string, unknown][] = []
    append(name: string, value: unknown) {
      this.parts.push([name, value])
    }
    getParts() {
      return this.parts.map(([fieldName, value]) =>
        typeof value === 'object' && value ? { ...value, fieldName } : { string: String(value), fieldName },
      )
    }
  }
  const photo = { uri: 'file:///photos/1.jpg', name: '1.jpg', type: 'image/jpeg' }

  it('are handed to its form as they are', async () => {
    vi.stubGlobal('FormData', NativeFormData)
    onTestFinished(() => void vi.unstubAllGlobals())
    const bodies: unknown[] = []
    const client = createVideoClient({
      baseURL: '/api/v1',
      fetch: async (_, options) => {
        bodies.push(options?.body)
        return Response.json({ id: 'a' })
      },
    })
    await client.create({ prompt: 'fox', input_reference: photo, images: [{ ...photo, uri: 'content://2' }] })
    const [body] = bodies
    expect(body instanceof NativeFormData && body.getParts()).toEqual([
      { fieldName: 'prompt', string: 'fox' },
      { fieldName: 'input_reference', ...photo },
      { fieldName: 'images', ...photo, uri: 'content://2' },
    ])
  })

  it('are refused by other runtimes, which cannot read them', async () => {
    await expectRefused('input_reference', photo)
    await expectRefused('input_reference', photo, { nesting: 'brackets' })
    await expectRefused('shot', { photo }, { nesting: 'brackets' })
    await expectRefused('images', [photo])
  })
})
