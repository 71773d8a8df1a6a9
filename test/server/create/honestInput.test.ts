import { connect } from 'node:net'
import { createVideoEmulator } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { parseVideoTask } from 'react-video-task/client'
import {
  createTestProxy,
  form,
  get,
  post,
  postJson,
  postStream,
  readForm,
  SECRET,
  TASK,
  userOf,
} from '../support/createTestProxy.js'
import { serve } from '../support/serve.js'

const textOf = async (proxy: ReturnType<typeof createTestProxy>) =>
  new Response(proxy.requests[0]?.init.body).text()

describe('an empty field of a form', () => {
  it.each([
    ['between others', { model: 'wan2.6', negative_prompt: '', prompt: 'A lake' }],
    ['at the end', { prompt: 'A lake', negative_prompt: '' }],
    ['alone', { negative_prompt: '' }],
    ['beside other empty ones', { a: '', b: '', prompt: 'A lake', c: '' }],
  ])('(%s) reaches the API over HTTP', async (_, fields) => {
    const received: [string, unknown][][] = []
    const api = await serve(async (request) => {
      received.push([...(await request.formData())])
      return Response.json(TASK)
    })
    const { proxy } = createTestProxy(undefined, { baseURL: `${api}/v1`, fetch: undefined })
    const origin = await serve(proxy)
    const response = await fetch(`${origin}/videos`, { method: 'POST', body: form(fields) })
    expect(response.status).toBe(200)
    expect(received).toEqual([Object.entries(fields)])
  })

  it('may hold nothing but a byte order mark', async () => {
    const text = '--b\r\nContent-Disposition: form-data; name="negative_prompt"\r\n\r\n\ufeff\r\n--b--\r\n'
    const { proxy, requests } = createTestProxy()
    await proxy(post({ 'content-type': 'multipart/form-data; boundary=b' }, text))
    expect([...(await readForm(requests[0] ?? expect.fail()))]).toEqual([['negative_prompt', '']])
  })

  it('may be a file without bytes', async () => {
    const data = form()
    data.set('input_reference', new Blob([], { type: 'image/png' }), 'empty.png')
    const { proxy, requests } = createTestProxy(async ({ init }) => {
      await new Response(init.body).clone().text()
      return Response.json(TASK)
    })
    expect((await proxy(post({}, data))).status).toBe(200)
    expect(requests).toHaveLength(1)
  })
})

describe('line breaks in a prompt', () => {
  const limits = { promptLength: 5 }

  it.each([
    ['a\r\nb\r\nc', 200],
    ['a\nb\nc', 200],
    ['a\rb\rc', 200],
    ['\r\n\r\n\r\n\r\n\r\n', 200],
    ['a\r\nb\r\ncd', 400],
    ['\r\n\r\n\r\n\r\n\r\n\r\n', 400],
    ['\n\r\n\r\n\r\n\r', 200],
    ['a\r\r\nbc', 200],
    ['a\r\r\nbcd', 400],
  ])('count once: %j is answered with %i where 5 characters are allowed', async (prompt, status) => {
    const text = `--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n${prompt}\r\n--b--\r\n`
    const fields = '--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nwan2.6\r\n'
    const { proxy } = createTestProxy(undefined, { limits })
    const type = { 'content-type': 'multipart/form-data; boundary=b' }
    expect((await proxy(post(type, fields + text))).status).toBe(status)
    expect((await proxy(postJson({ model: 'wan2.6', prompt }))).status).toBe(status)
  })

  it.each(['a\r\nb', 'a\nb', 'a\rb', '\r\n', 'a\n\r\n\rb'])(
    'reach the API as written: %j',
    async (prompt) => {
      const text = `--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n${prompt}\r\n--b--\r\n`
      const { proxy, requests } = createTestProxy(undefined, { limits })
      await proxy(post({ 'content-type': 'multipart/form-data; boundary=b' }, text))
      expect(await new Response(requests[0]?.init.body).text()).toContain(`\r\n\r\n${prompt}\r\n--`)
      const json = createTestProxy(undefined, { limits })
      await json.proxy(postJson({ prompt }))
      expect(JSON.parse(await textOf(json))).toEqual({ prompt })
    },
  )

  it('are named in the message as they are counted', async () => {
    const { proxy } = createTestProxy(undefined, { limits })
    const response = await proxy(postJson({ prompt: 'ab\r\ncde' }))
    expect(await response.text()).toContain(
      "The prompt has 6 characters. This app's proxy takes at most 5: `limits.promptLength`.",
    )
  })
})

describe('a form of any size', () => {
  const HEAD = '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
  const END = '\r\n--b--\r\n'

  it.each([16_384, 65_536, 131_072, 262_144])(
    'is read over a socket at each length around %i bytes',
    { timeout: 60_000 },
    async (block) => {
      const { proxy } = createTestProxy(
        async ({ init }) => {
          const { byteLength } = await new Response(init.body).arrayBuffer()
          return Response.json({ ...TASK, seconds: String(byteLength) })
        },
        { maxBodyBytes: 1_000_000 },
      )
      const { hostname, port } = new URL(await serve(proxy))
      const socket = connect(Number(port), hostname)
      let received = ''
      socket.setEncoding('utf8').on('data', (text) => (received += String(text)))
      for (let length = block - 40; length <= block + 40; length++) {
        const body = HEAD + 'x'.repeat(length - HEAD.length - END.length) + END
        received = ''
        socket.write(
          `POST /videos HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${length}\r\n\r\n${body}`,
        )
        await expect.poll(() => received, { interval: 1 }).toMatch(/\}$/)
        expect(received, `${length} bytes`).toMatch(/^HTTP\/1\.1 200 /)
      }
      socket.destroy()
    },
  )

  it('is read in two pieces, wherever it is split', async () => {
    const field = '--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nEin See 🎬\r\n--b--\r\n'
    const bytes = new TextEncoder().encode(field)
    for (let at = 0; at <= bytes.byteLength; at++) {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(bytes.subarray(0, at))
          controller.enqueue(bytes.subarray(at))
          controller.close()
        },
      })
      const headers = { 'content-type': 'multipart/form-data; boundary=b' }
      const { proxy, requests } = createTestProxy()
      await proxy(postStream(body, headers))
      expect((await readForm(requests[0] ?? expect.fail(`Split at ${at}`))).get('prompt')).toBe('Ein See 🎬')
    }
  })

  it('may hold bytes after its last boundary', async () => {
    const field = '--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nA lake\r\n--b--'
    for (const end of ['', '\r\n', '\r\n\r\n', '\r\nepilogue', '\r\n'.repeat(40_000)]) {
      const { proxy } = createTestProxy(undefined, { maxBodyBytes: 1_000_000 })
      const response = await proxy(post({ 'content-type': 'multipart/form-data; boundary=b' }, field + end))
      expect(response.status).toBe(200)
    }
  })
})

describe('a number in a JSON create', () => {
  it.each([
    ['9223372036854775807'],
    ['-9223372036854775808'],
    ['18446744073709551615'],
    ['9007199254740993'],
    ['123456789012345678901234567890'],
    ['[9007199254740993,{"a":9007199254740995}]'],
    ['9007199254740991'],
    ['0.25'],
    ['-7'],
    ['1e+21'],
  ])('reaches the API digit by digit: %s', async (seed) => {
    const test = createTestProxy()
    const text = `{"prompt":"A lake","seed":${seed}}`
    expect((await test.proxy(postJson(text))).status).toBe(200)
    expect(await textOf(test)).toBe(text)
  })

  it.each([
    '1e400',
    '-1e400',
    '01',
    '1.',
    '.5',
    '+1',
    '0x10',
    'NaN',
    'Infinity',
    '1_000',
    '--1',
    '9'.repeat(500),
  ])('is refused as %s', async (seed) => {
    const { proxy, requests } = createTestProxy()
    expect((await proxy(postJson(`{"seed":${seed}}`))).status).toBe(400)
    expect(requests).toEqual([])
  })

  it.each(['5', '5.0', '5e0', '50e-1'])('is compared and sent as 5 when seconds is %s', async (seconds) => {
    const test = createTestProxy(undefined, { limits: { seconds: [5] } })
    expect((await test.proxy(postJson(`{"prompt":"A lake","seconds":${seconds}}`))).status).toBe(200)
    expect(await textOf(test)).toBe('{"prompt":"A lake","seconds":5}')
  })
})

describe('JSON of a create', () => {
  it('reaches the API with the meaning that JSON.parse gives it', async () => {
    const texts = [
      ' {"a" : [ ] , "b":{ } ,\t"c":[1 , "2",null,true , false]\r\n} ',
      '\ufeff{"prompt":"A lake"}',
      '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83c\\udfac","\\u0062":"é🎬\u2028"}',
      '{"a":{"x":1,"y":2,"x":3}}',
      '{"a":"\\ud800"}',
      `{"a":"${'é🎬\\n\\ud83c\\udfac'.repeat(200_000)}"}`,
      `{"a":"${'x'.repeat(1024 * 1024 - 3)}\\u00e9é🎬"}`,
    ]
    for (const text of texts) {
      const test = createTestProxy(undefined, { maxBodyBytes: 10_000_000 })
      expect((await test.proxy(postJson(text))).status).toBe(200)
      const parsed: unknown = JSON.parse(text.replace('\ufeff', ''))
      expect(await textOf(test)).toBe(JSON.stringify(parsed))
    }
  })

  it.each([
    '{"a":1,}',
    '{"a":1 "b":2}',
    '{"a"}',
    '{a:1}',
    '{"a":[1,]}',
    '{"a":[1 2]}',
    '{"a":[1}',
    '{"a":tru}',
    '{"a":nullx}',
    '{"a":}',
    '{"a":"\\x"}',
    '{"a":"\\u12"}',
    '{"a":"\\u12","b":"c"}',
    '{"a":"\n"}',
    '{"a":"b}',
    '{"a":"b\\',
    '{"a":"b\\"}',
    '{"a":1}}',
    '{,}',
    '',
    '{',
    '{"a":1}\0',
    '/**/{"a":1}',
  ])('is refused as JSON.parse refuses it: %j', async (text) => {
    const { proxy, requests } = createTestProxy()
    expect(() => JSON.parse(text)).toThrow()
    expect((await proxy(postJson(text))).status).toBe(400)
    expect(requests).toEqual([])
  })

  it('may have 9,000 values and not 11,000', async () => {
    const { proxy } = createTestProxy()
    const listOf = (length: number) => postJson({ prompt: 'A lake', points: Array.from({ length }, () => 1) })
    expect((await proxy(listOf(9_000))).status).toBe(200)
    expect((await proxy(listOf(11_000))).status).toBe(400)
  })
})

describe('an id of the API with 2,000 characters', () => {
  it.each([
    ['ASCII', 'x'.repeat(2000)],
    ['four bytes each', '🎬'.repeat(1000)],
  ])('(%s) is created and polled over HTTP with a signed id', async (_, id) => {
    const ids: string[] = []
    const api = await serve((request) => {
      ids.push(decodeURIComponent(new URL(request.url).pathname.split('/')[3] ?? ''))
      return Response.json({ ...TASK, id })
    })
    const { proxy } = createTestProxy(undefined, {
      baseURL: `${api}/v1`,
      fetch: undefined,
      secret: SECRET,
      authorize: userOf,
    })
    const origin = await serve(proxy)
    const headers = { 'x-user': 'ann' }
    const created = await fetch(`${origin}/videos`, { method: 'POST', body: form(), headers })
    expect(created.status).toBe(200)
    const task: { id: string } = JSON.parse(await created.text())
    const polled = await fetch(`${origin}/videos/${task.id}`, { headers })
    expect(polled.status).toBe(200)
    expect(JSON.parse(await polled.text())).toMatchObject({ id: task.id })
    expect(ids).toEqual(['', id])
  })

  it('is created and polled with an owner store', async () => {
    const id = 'x'.repeat(2000)
    const { proxy } = createTestProxy(() => Response.json({ ...TASK, id }), { authorize: userOf })
    expect((await proxy(post({ 'x-user': 'ann' }))).status).toBe(200)
    expect((await proxy(get(`/videos/${id}`, { 'x-user': 'ann' }))).status).toBe(200)
    expect((await proxy(get(`/videos/${id}`, { 'x-user': 'bob' }))).status).toBe(404)
  })

  it('is looked up by the emulator', async () => {
    const emulator = createVideoEmulator({ apiKey: false })
    const response = await emulator.fetch(`https://emulator.test/v1/videos/${'x'.repeat(2000)}`, {
      headers: { authorization: 'Bearer sk-emulator' },
    })
    expect([400, 404]).toContain(response.status)
    expect(await response.text()).toContain('task_not_exist')
  })
})

describe('a large answer of the API', () => {
  const taskOf = (mib: number) => () =>
    Response.json({ ...TASK, preview: 'data '.repeat((mib * 1024 * 1024) / 5 + 1) })

  it.each([1, 2, 3])('of %i MiB is passed on', async (mib) => {
    const { proxy } = createTestProxy(taskOf(mib))
    for (const request of [get('/videos/t1'), post()]) {
      const response = await proxy(request)
      expect(response.status).toBe(200)
      expect((await response.text()).length).toBeGreaterThan(mib * 1024 * 1024)
    }
  })

  it('that holds its video has it once, in the field it came in', async () => {
    const url = `data:video/mp4;base64,${'AAAA'.repeat(700_000)}`
    for (const [place, found] of [
      [{ metadata: { url } }, { metadata: { url } }],
      [{ video_url: url }, { video_data: url }],
    ]) {
      const { proxy } = createTestProxy(() => Response.json({ ...TASK, status: 'completed', ...place }))
      const text = await (await proxy(get('/videos/t1'))).text()
      const body = JSON.parse(text)
      expect(body).toMatchObject({ status: 'completed', ...found })
      expect(text.length).toBeLessThan(1.1 * url.length)
      expect(parseVideoTask(body)).toMatchObject({ status: 'completed', video_data: url })
    }
  })

  it('of over 4 MiB is refused as too large', async () => {
    const { proxy } = createTestProxy(taskOf(4))
    for (const request of [get('/videos/t1'), post()]) {
      const response = await proxy(request)
      expect(response.status).toBe(502)
      expect(await response.text()).toMatch(/more than 4 MiB, which is too large/)
    }
  })
})
