import { connect } from 'node:net'
import type { VideoProxyCreateContext, VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import {
  createTestProxy,
  errorCode,
  form,
  post,
  postJson,
  readForm,
  TASK,
  type UpstreamRequest,
} from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'

const TYPE = { 'content-type': 'multipart/form-data; boundary=b' }
const part = (head: string, value = 'x') => `--b\r\n${head}\r\n\r\n${value}\r\n`
const field = (name: string, value: string) => part(`Content-Disposition: form-data; name="${name}"`, value)
const END = '--b--\r\n'

/** The parameters that `authorizeCreate` gets. */
async function paramsOf(request: Request): Promise<unknown> {
  const calls: VideoProxyCreateContext[] = []
  const { proxy } = createTestProxy(undefined, { authorizeCreate: (call) => calls.push(call) > 0 })
  await proxy(request)
  return calls[0]?.params
}

async function expectRefused(request: Request, code: string, options: Partial<VideoProxyOptions> = {}) {
  let isAuthorizeCreateCalled = false
  const { proxy, requests } = createTestProxy(undefined, {
    authorizeCreate: () => (isAuthorizeCreateCalled = true),
    ...options,
  })
  const response = await proxy(request)
  expect(response.status).toBe(400)
  expect(await errorCode(response)).toBe(code)
  expect(requests).toEqual([])
  expect(isAuthorizeCreateCalled).toBe(false)
}

describe('the parameters of a create', () => {
  it('reach authorizeCreate as text, files as name, type and size, repeated fields as lists', async () => {
    const data = form({ model: 'wan2.6', prompt: 'Ein See 🎬', seconds: '5' })
    data.set('input_reference', new Blob(['12345'], { type: 'image/png' }), 'lake.png')
    data.append('tags', 'a')
    data.append('tags', 'b')
    data.append('tags', 'c')
    expect(await paramsOf(post({}, data))).toEqual({
      model: 'wan2.6',
      prompt: 'Ein See 🎬',
      seconds: '5',
      input_reference: { name: 'lake.png', type: 'image/png', size: 5 },
      tags: ['a', 'b', 'c'],
    })
  })

  it('reach authorizeCreate with their JSON types', async () => {
    const body = {
      model: 'wan2.6',
      prompt: 'A lake',
      seconds: 5,
      images: ['https://a.test/1.png'],
      meta: { a: 1 },
    }
    expect(await paramsOf(postJson(body))).toEqual(body)
  })

  it('cannot be changed by authorizeCreate', async () => {
    const { proxy, requests } = createTestProxy(undefined, {
      authorizeCreate: ({ params }) => Reflect.set(params, 'model', 'expensive') || true,
    })
    await proxy(post())
    await proxy(postJson({ model: 'wan2.6', prompt: 'A lake' }))
    expect((await readForm(requests[0] ?? expect.fail())).get('model')).toBe('wan2.6')
    expect(await new Response(requests[1]?.init.body).json()).toEqual({ model: 'wan2.6', prompt: 'A lake' })
  })

  it('reach the API byte for byte', async () => {
    const file = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) % 256)
    const data = form({ model: 'wan2.6', prompt: '--b\r\n\r\n"quoted"\r\n\\ 🎬' })
    data.set('input_reference', new Blob([file], { type: 'image/png' }), 'a "lake" 100%.png')
    const forms: FormData[] = []
    // Read before the answer, as an API does: a file of this size is on disk until then.
    const upstream = async (request: UpstreamRequest) => {
      forms.push(await readForm(request))
      return Response.json(TASK)
    }
    const { proxy } = createTestProxy(upstream, { maxBodyBytes: 1_000_000 })
    expect((await proxy(post({}, data))).status).toBe(200)
    const sent = forms[0] ?? expect.fail()
    expect([...sent.keys()]).toEqual(['model', 'prompt', 'input_reference'])
    expect(sent.get('prompt')).toBe('--b\r\n\r\n"quoted"\r\n\\ 🎬')
    const image = sent.get('input_reference')
    if (!(image instanceof File)) throw new Error('No file')
    expect(image.type).toBe('image/png')
    expect(Buffer.from(await image.arrayBuffer()).equals(file)).toBe(true)
  })

  it.each([
    ['byte by byte', 1],
    ['in pieces that split every delimiter', 7],
  ])('are read from a body that arrives %s', async (_, size) => {
    const text = field('model', 'wan2.6') + field('prompt', 'Ein See 🎬') + END
    const bytes = new TextEncoder().encode(text)
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
        controller.close()
      },
    })
    const init = { method: 'POST', body, duplex: 'half', headers: TYPE }
    expect(await paramsOf(new Request('https://app.test/videos', init))).toEqual({
      model: 'wan2.6',
      prompt: 'Ein See 🎬',
    })
  })
})

describe('malformed multipart/form-data', () => {
  it.each([
    ['plain text', 'hello'],
    ['empty', ''],
    ['cut off in a value', field('model', 'wan2.6').slice(0, -4)],
    ['cut off before its end', field('model', 'wan2.6')],
    ['cut off in a header', '--b\r\nContent-Disposition: form-da'],
    ['with another boundary', (field('model', 'wan2.6') + END).replaceAll('--b', '--c')],
    ['with a preamble', `hello\r\n${field('model', 'wan2.6')}${END}`],
    ['with a part without a name', part('Content-Type: text/plain') + END],
    ['with a part without headers', '--b\r\n\r\nx\r\n--b--\r\n'],
    ['with a name that ends its header', part('Content-Disposition: form-data; name="a\\"b"') + END],
    ['with a percent-encoded name', field('%6dodel', 'x') + END],
    ['with a backslash in a name', field('\\\\model', 'x') + END],
    ['with a header without end', part(`X: ${'x'.repeat(9000)}`) + END],
    [
      'with a value that is not UTF-8',
      Uint8Array.from([
        ...new TextEncoder().encode(field('prompt', '')).slice(0, -2),
        0xff,
        0xfe,
        13,
        10,
        ...new TextEncoder().encode(END),
      ]),
    ],
    [
      'with over 200 parts',
      Array.from({ length: 201 }, (_, index) => field(`f${index}`, 'x')).join('') + END,
    ],
  ])('refuses a form: %s', async (_, body) => {
    await expectRefused(post(TYPE, body), 'malformed_multipart')
  })

  it('refuses a form without fields', async () => {
    await expectRefused(post(TYPE, END), 'invalid_request')
  })
})

describe('malformed JSON', () => {
  it.each([
    ['{"model":"wan2.6"'],
    ['null'],
    ['[]'],
    ['"text"'],
    ['7'],
    ['{"a":1}{"b":2}'],
    ["{'model':'x'}"],
  ])('refuses malformed JSON: %s', async (body) => {
    await expectRefused(postJson(body), 'invalid_json')
  })

  it.each([
    ['{"__proto__":{"model":"x"},"prompt":"A lake"}'],
    ['{"prompt":"A lake","meta":{"__proto__":{"isAdmin":true}}}'],
    ['{"prompt":"A lake","list":[{"\\u005f_proto__":1}]}'],
    ['{"constructor":{"prototype":{"isAdmin":true}}}'],
    [`{"a":${'['.repeat(100)}${']'.repeat(100)}}`],
  ])('refuses JSON with unsafe names or nesting: %s', async (body) => {
    await expectRefused(postJson(body), 'invalid_param')
  })

  it('refuses JSON that is nested too deeply for the stack', async () => {
    const body = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    await expectRefused(postJson(body), 'invalid_param', { maxBodyBytes: 1_000_000 })
  })

  it('sends the checked one of two JSON fields with the same name', async () => {
    const { proxy, requests } = createTestProxy(undefined, { limits: { models: ['cheap'] } })
    const twice = '{"model":"expensive","prompt":"A lake","model":"cheap"}'
    expect((await proxy(postJson(twice))).status).toBe(200)
    expect(await new Response(requests[0]?.init.body).text()).toBe('{"model":"cheap","prompt":"A lake"}')
    expect((await proxy(postJson('{"model":"cheap","model":"expensive"}'))).status).toBe(400)
    expect(requests).toHaveLength(1)
  })
})

describe('ambiguous parameters', () => {
  it.each(['model', 'prompt', 'seconds', 'size'])('refuses %s sent twice in a form', async (name) => {
    await expectRefused(post(TYPE, field(name, '5') + field(name, '6') + END), 'duplicate_param')
  })

  it.each([
    ['Model'],
    ['MODEL'],
    ['model[]'],
    ['model[0]'],
    ['model.x'],
    ['mod_el'],
    ['sıze'],
    ['p\u0301rompt'],
    ['__proto__.model'],
    ['.model'],
    ['ſeconds'],
    ['ｓize'],
    ['Prompt'],
    ['__proto__'],
    ['constructor'],
    ['[x]'],
  ])('refuses the parameter name %j in a form and in JSON', async (name) => {
    await expectRefused(post(TYPE, field(name, '5') + END), 'invalid_param')
    await expectRefused(postJson({ [name]: '5', prompt: 'A lake' }), 'invalid_param')
  })

  it('takes a parameter name of 128 characters, and refuses a longer one', async () => {
    const { proxy } = createTestProxy()
    const send = async (length: number) =>
      (await proxy(postJson({ ['x'.repeat(length)]: '5', prompt: 'A lake' }))).status
    expect(await send(128)).toBe(200)
    expect(await send(129)).toBe(400)
  })

  it.each([[' model'], ['model\u00a0'], ['\tsize'], ['']])(
    'refuses the parameter name %j in JSON',
    async (name) => {
      await expectRefused(postJson({ [name]: '5', prompt: 'A lake' }), 'invalid_param')
    },
  )

  it.each([
    ['model', ['cheap', 'expensive']],
    ['model', { name: 'cheap' }],
    ['prompt', 7],
    ['size', null],
    ['seconds', true],
    ['seconds', [5]],
  ])('refuses %s with the JSON value %j', async (name, value) => {
    await expectRefused(postJson({ [name]: value }), 'invalid_param')
  })

  it('refuses a checked parameter that is sent as a file', async () => {
    const data = form()
    data.set('seconds', new Blob(['5']), 'seconds.txt')
    await expectRefused(post({}, data), 'invalid_param')
  })

  it('sends only the checked name of a field whose headers name it twice', async () => {
    const { proxy, requests } = createTestProxy(undefined, { limits: { models: ['cheap'] } })
    const heads = [
      `Content-Disposition: form-data; name="model"; name*=utf-8''other`,
      `content-disposition: FORM-DATA; name=model; x="; name=other"`,
      `X-Other: name="other"\r\nContent-Disposition: form-data; name="model"\r\nContent-Type: text/plain; charset=utf-7`,
    ]
    for (const head of heads) {
      const response = await proxy(post(TYPE, part(head, '\ufeffcheap') + END))
      if (response.status !== 200) expect(response.status).toBe(400)
    }
    expect(requests.length).toBeGreaterThan(0)
    for (const request of requests) {
      const text = await new Response(request.init.body).text()
      expect(text).toMatch(
        /^--[\w-]+\r\nContent-Disposition: form-data; name="model"\r\n\r\ncheap\r\n--[\w-]+--\r\n$/,
      )
    }
  })
})

describe('an incomplete request body', () => {
  const head = (extra: string) =>
    `POST /videos HTTP/1.1\r\nHost: app.test\r\nContent-Type: multipart/form-data; boundary=b\r\n${extra}\r\n`

  /** Sends the start of a body over a raw socket, drips more of it, and reads the answer until the server hangs up. */
  async function drip(origin: string, start: string, drop: string): Promise<string> {
    const { hostname, port } = new URL(origin)
    return new Promise((resolve, reject) => {
      let answer = ''
      const socket = connect(Number(port), hostname, () => socket.write(start))
      const timer = setInterval(() => socket.write(drop), 20)
      socket.setEncoding('utf8')
      socket.on('data', (chunk) => (answer += String(chunk)))
      socket.on('error', reject)
      socket.on('close', () => {
        clearInterval(timer)
        resolve(answer)
      })
    })
  }

  it.each([
    ['with a content-length', head('Content-Length: 1000000\r\n'), 'x'],
    ['in chunks', head('Transfer-Encoding: chunked\r\n'), '1\r\nx\r\n'],
  ])('answers 408 and closes the connection when a body %s never ends', async (_, start, drop) => {
    const { proxy, requests } = createTestProxy(undefined, { bodyTimeout: 150, maxBodyBytes: 1_000_000 })
    const answer = await drip(await serve(proxy), start, drop)
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toMatch(/\r\n\r\n\{"error":\{.*"code":"body_timeout"\}\}$/)
    expect(requests).toEqual([])
  })

  it('answers 499 without an upstream request when the client disconnects', async () => {
    const { proxy, requests, reported } = createTestProxy()
    const controller = new AbortController()
    const body = new ReadableStream({
      pull(stream) {
        controller.abort()
        stream.error(controller.signal.reason)
      },
    })
    const init = { method: 'POST', body, duplex: 'half', headers: TYPE, signal: controller.signal }
    expect((await proxy(new Request('https://app.test/videos', init))).status).toBe(499)
    expect(requests).toEqual([])
    expect(reported).toEqual([])
  })

  it('answers 400 when the body breaks off', async () => {
    const { proxy, requests } = createTestProxy()
    const body = new ReadableStream({ pull: (stream) => stream.error(new Error('reset')) })
    const init = { method: 'POST', body, duplex: 'half', headers: TYPE }
    const response = await proxy(new Request('https://app.test/videos', init))
    expect(response.status).toBe(400)
    expect(await errorCode(response)).toBe('invalid_request')
    expect(requests).toEqual([])
  })

  it.each([[0], [-1], [1.5], [2 ** 31], [Infinity]])('refuses %d ms as bodyTimeout', (bodyTimeout) => {
    expect(() => createTestProxy(undefined, { bodyTimeout })).toThrow(/bodyTimeout/)
  })
})
