import type { VideoProxyOptions } from 'react-video-task/server'
import { describe, expect, it } from 'vitest'
import {
  createTestProxy,
  post,
  postJson,
  postStream,
  type UpstreamRequest,
} from '../support/createTestProxy.js'

/** A proxy, and what the API has got of a create's body. */
function createRecordingProxy(options?: Partial<VideoProxyOptions>) {
  let sent = ''
  const upstream = async ({ init }: UpstreamRequest) => {
    sent = await new Response(init.body).text()
    return Response.json({ id: 'task_1' })
  }
  const { proxy } = createTestProxy(upstream, options)
  return { proxy, sent: () => sent }
}

const LARGE_BODIES = { maxBodyBytes: 8 * 1024 * 1024 }

/** What the API gets of a JSON body, and the parameters that the app gets. */
async function send(body: string | Uint8Array<ArrayBuffer>) {
  let params: unknown
  const { proxy, sent } = createRecordingProxy({
    authorizeCreate: (create) => {
      params = create.params
      return true
    },
  })
  const answer = await proxy(post({ 'content-type': 'application/json' }, body))
  const { error } = await answer.json()
  return { status: answer.status, code: error?.code, message: error?.message, sent: sent(), params }
}

const escaped = String.raw`{"a":"\u0041\n\"\\\/\b\f\r\té","\u0062":"\ud83d\ude00😀"}`

describe('a create in JSON reaches the API', () => {
  it.each<[string, string]>([
    ['{"a":true,"b":false,"c":null}', '{"a":true,"b":false,"c":null}'],
    [' {\n\t"a" :\r 1 , "b" : [ ] , "c" : { } } ', '{"a":1,"b":[],"c":{}}'],
    ['{"a":[1,[2,{"b":"c"}],"d"]}', '{"a":[1,[2,{"b":"c"}],"d"]}'],
    ['{"a":-0.5,"b":1e3,"c":1.50,"d":2E-2,"e":0}', '{"a":-0.5,"b":1000,"c":1.5,"d":0.02,"e":0}'],
    ['{"a":12345678901234567890,"b":-9007199254740993}', '{"a":12345678901234567890,"b":-9007199254740993}'],
    ['{"a":9007199254740991,"b":12345678901234567890.5}', '{"a":9007199254740991,"b":12345678901234567000}'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    [escaped, JSON.stringify(JSON.parse(escaped))],
    ['\ufeff{"a":"\ufeffb"}', '{"a":"\ufeffb"}'],
    ['{"a":""}', '{"a":""}'],
  ])('from %j as %j', async (body, expected) => {
    const { status, sent, params } = await send(body)
    expect([status, sent]).toEqual([200, expected])
    expect(params).toEqual(JSON.parse(body.replace(/^\ufeff/, '')))
  })

  it('with a text of some MiB, in any characters', async () => {
    const text = 'aé😀"\n'.repeat(1_000)
    const { sent } = await send(JSON.stringify({ prompt: text }))
    expect(sent).toBe(JSON.stringify({ prompt: text }))
    const large = {
      a: `${'x'.repeat(1_048_574)}é😀${'é'.repeat(600_000)}`,
      b: `${'x'.repeat(1_048_570)}\\u\n😀`,
    }
    const got = createRecordingProxy(LARGE_BODIES)
    expect((await got.proxy(postJson(large))).status).toBe(200)
    expect(got.sent() === JSON.stringify(large)).toBe(true)
  })

  it.each([
    '{"a":}',
    '{"a" 1}',
    '{"a":1,}',
    '{a:1}',
    '{"a":[1,]}',
    '{"a":[1 2]}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":1e999}',
    '{"a":NaN}',
    '{"a":True}',
    `{"a":${'1'.repeat(401)}}`,
    '{"a":"\n"}',
    String.raw`{"a":"\x41"}`,
    String.raw`{"a":"\u12"}`,
    '{"a":"b',
    '{"a":1',
    '{"a":[1}',
    '{"a":1}{',
    '{"a":1} x',
    '{"a":{"b":1}',
  ])('not where it is no JSON: %s', async (body) => {
    expect(await send(body)).toMatchObject({
      ...{ status: 400, code: 'invalid_json', message: 'The request body is not valid JSON.', sent: '' },
    })
  })

  it.each(['[]', 'null', '"a"', '7', 'true'])('not where it is no object: %s', async (body) => {
    expect(await send(body)).toMatchObject({
      ...{ status: 400, code: 'invalid_json', message: 'Request body must be a JSON object.' },
    })
  })

  it('not where its bytes are no UTF-8', async () => {
    const bytes = Uint8Array.from([
      ...new TextEncoder().encode('{"a":"'),
      0xff,
      ...new TextEncoder().encode('"}'),
    ])
    expect(await send(bytes)).toMatchObject({ status: 400, code: 'invalid_json' })
  })

  it('not where it is an empty object', async () => {
    expect(await send('{}')).toMatchObject({ status: 400, message: 'The request body has no parameters.' })
  })

  it.each([
    [9_999, 200],
    [10_000, 400],
  ])('with a list of %d values as %d', async (count, status) => {
    // The object and the list are values too.
    const answer = await send(JSON.stringify({ a: Array.from({ length: count - 1 }, () => 1) }))
    expect(answer.status).toBe(status)
    if (status === 400) expect(answer.message).toBe('The request body has more than 10000 values.')
  })

  it('not with a name of more than 1,024 bytes', async () => {
    expect(await send(`{"${'é'.repeat(513)}":1}`)).toMatchObject({
      ...{ status: 400, code: 'invalid_param' },
      message: 'The request has a parameter whose name is not allowed.',
    })
  })
})

describe('a body in pieces', () => {
  const pieces = (sizes: readonly number[]) => {
    const head = new TextEncoder().encode('{"prompt":"')
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const bytes = new Uint8Array(total).fill(0x78)
    bytes.set(head)
    bytes.set(new TextEncoder().encode('"}'), total - 2)
    let at = 0
    let next = 0
    return {
      text: new TextDecoder().decode(bytes),
      body: new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          const size = sizes[next++]
          if (size === undefined) return controller.close()
          controller.enqueue(bytes.slice(at, (at += size)))
        },
      }),
    }
  }

  it.each([
    [[20]],
    [[1_023, 1]],
    [[1_024]],
    [[1_024, 1]],
    [[1_024, 1_024]],
    [[1, 1_023, 1_024, 2_048, 1]],
    [[500, 600, 3_000, 1_048_576, 1]],
    [[2_097_152, 1_023]],
    [[2_097_152, 1_024]],
    [[2_097_152, 1_025]],
    [Array.from({ length: 4_000 }, () => 7)],
  ])('arrives whole', async (sizes) => {
    for (const announced of [false, true]) {
      const { body, text } = pieces(sizes)
      const { proxy, sent } = createRecordingProxy(LARGE_BODIES)
      const headers = new Headers({ 'content-type': 'application/json' })
      if (announced) headers.set('content-length', String(text.length))
      const answer = await proxy(postStream(body, headers))
      expect([answer.status, sent() === text]).toEqual([200, true])
    }
  })

  it.each([
    // 4,096 pieces, and one more for each 256 bytes.
    [4_112, 200],
    [4_113, 400],
  ])('of a byte each, %d of them, is answered with %d', async (count, status) => {
    const { body } = pieces(Array.from({ length: count }, () => 1))
    const answer = await createTestProxy().proxy(postStream(body, { 'content-type': 'application/json' }))
    expect(answer.status).toBe(status)
    if (status !== 400) return
    expect(answer.headers.get('connection')).toBe('close')
    expect(await answer.json()).toMatchObject({
      error: { code: 'invalid_request', message: 'The request body comes in too many small pieces.' },
    })
  })
})
