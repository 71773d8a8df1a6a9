import { connect } from 'node:net'
import { setImmediate as tick } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, form, post } from '../support/createTestProxy.js'
import { defer } from '../support/defer.js'
import { serve } from '../support/serve.js'

const TYPE = 'multipart/form-data; boundary=b'

/** An upstream that reads the body, as a real one does. */
const reading = async ({ init }: { init: RequestInit }) => {
  const { byteLength } = await new Response(init.body).arrayBuffer()
  return Response.json({ id: 'task_1', byteLength })
}

/** The text of a form. */
const formOf = (boundary: string, ...fields: [name: string, value: string][]) =>
  `${fields.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`

/** A body of unknown length. */
function pieces(count: number, size: number) {
  const seen = { pulled: 0, isCancelled: false }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (seen.pulled++ === count) controller.close()
      else controller.enqueue(new Uint8Array(size))
    },
    cancel: () => void (seen.isCancelled = true),
  })
  return { seen, body }
}

function stream(body: ReadableStream, headers: Record<string, string> = {}): Request {
  const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': TYPE, ...headers } }
  return new Request('https://app.test/videos', init)
}

describe('the request body of a create', () => {
  it.each([
    ['application/json5'],
    ['application/problem+json'],
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data'],
    ['multipart/form-data; boundary='],
    ['multipart/form-data; boundary=""'],
    [`multipart/form-data; boundary=${'b'.repeat(71)}`],
    ['multipart/form-data; boundary="a\\"; evil"'],
    ['multipart/form-data; xboundary=b'],
    ['multipart/mixed; boundary=b'],
    ['text/plain; multipart/form-data; boundary=b'],
  ])('of type %s is answered with 415', async (type) => {
    const { proxy, requests } = createTestProxy()
    const response = await proxy(post({ 'content-type': type }, 'x'))
    expect(response.status).toBe(415)
    expect(await errorCode(response)).toBe('unsupported_media_type')
    expect(requests).toEqual([])
  })

  it.each([
    ['----WebKitFormBoundaryAbC123', '----WebKitFormBoundaryAbC123'],
    ['"----WebkitFormBoundary01"', '----WebkitFormBoundary01'],
    ['----formdata-undici-012345678901', '----formdata-undici-012345678901'],
    ['"a=b?c"', 'a=b?c'],
    ['b; charset=utf-8', 'b'],
  ])('is read with the boundary %s', async (written, boundary) => {
    const { proxy, requests } = createTestProxy(reading)
    const body = formOf(boundary, ['prompt', 'A lake'])
    const response = await proxy(post({ 'content-type': `Multipart/Form-Data;boundary=${written}` }, body))
    expect(response.status).toBe(200)
    expect(requests).toHaveLength(1)
  })

  it.each([['5, 5'], ['-5'], ['1e3'], ['0x10'], [' '], ['9'.repeat(16)]])(
    'with the content-length %j is answered with 400',
    async (length) => {
      const { proxy, requests } = createTestProxy()
      const response = await proxy(post({ 'content-type': TYPE, 'content-length': length }, 'x'))
      expect(response.status).toBe(400)
      expect(await errorCode(response)).toBe('invalid_request')
      expect(requests).toEqual([])
    },
  )

  it('is required', async () => {
    const { proxy, requests } = createTestProxy()
    const request = new Request('https://app.test/videos', {
      method: 'POST',
      headers: { 'content-type': TYPE },
    })
    expect((await proxy(request)).status).toBe(400)
    expect(requests).toEqual([])
  })

  it('with a content-length above maxBodyBytes is answered with 413 before authorize', async () => {
    let isAuthorizeCalled = false
    const { proxy, requests } = createTestProxy(undefined, {
      maxBodyBytes: 1000,
      authorize: () => (isAuthorizeCalled = true),
    })
    const response = await proxy(post({ 'content-type': TYPE, 'content-length': '1001' }, 'x'))
    expect(response.status).toBe(413)
    expect(await errorCode(response)).toBe('body_too_large')
    expect(requests).toEqual([])
    expect(isAuthorizeCalled).toBe(false)
  })

  it.each([[undefined], ['500']])(
    'above maxBodyBytes is cancelled and answered with 413 (content-length %s)',
    async (length) => {
      const { seen, body } = pieces(100, 100)
      const { proxy } = createTestProxy(reading, { maxBodyBytes: 1000 })
      const response = await proxy(stream(body, length === undefined ? {} : { 'content-length': length }))
      expect(response.status).toBe(413)
      expect(await errorCode(response)).toBe('body_too_large')
      expect(seen.isCancelled).toBe(true)
      expect(seen.pulled).toBeLessThan(20)
    },
  )

  it('of exactly maxBodyBytes is accepted', async () => {
    const body = formOf('b', ['prompt', 'A lake'])
    const { proxy } = createTestProxy(reading, { maxBodyBytes: body.length })
    expect((await proxy(post({ 'content-type': TYPE }, body))).status).toBe(200)
    expect((await proxy(post({ 'content-type': TYPE }, `${body} `))).status).toBe(413)
  })

  it('that never ends is drained only up to maxBodyBytes after a refusal', async () => {
    const { seen, body } = pieces(Infinity, 100)
    const { proxy, requests } = createTestProxy(undefined, { maxBodyBytes: 1000 })
    expect((await proxy(stream(body, { 'sec-fetch-site': 'cross-site' }))).status).toBe(403)
    expect(requests).toEqual([])
    await expect.poll(() => seen.isCancelled).toBe(true)
    expect(seen.pulled).toBeLessThan(20)
  })

  it('is drained after a refusal, for clients that read only after sending', async () => {
    const { proxy, requests } = createTestProxy()
    const { hostname, port } = new URL(await serve(proxy))
    const size = 8_000_000
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      socket.on('error', reject)
      // Reads only after everything was sent, as Chromium does.
      socket.pause()
      socket.write(
        `POST /videos HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: cross-site\r\nContent-Type: ${TYPE}\r\nContent-Length: ${size}\r\n\r\n`,
      )
      socket.once('data', (chunk) => {
        socket.destroy()
        resolve(String(chunk))
      })
      socket.write(new Uint8Array(size), () => socket.resume())
    })
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(requests).toEqual([])
  })

  it('is sent to the API once, whatever fails', async () => {
    for (const upstream of [
      () => Response.json({ error: { message: 'busy' } }, { status: 503 }),
      () => Promise.reject(new Error('socket hang up')),
      () => new Response(null, { status: 307, headers: { location: 'https://upstream.test/v1/videos' } }),
    ]) {
      const { proxy, requests } = createTestProxy(upstream)
      expect((await proxy(post())).status).toBeGreaterThanOrEqual(500)
      expect(requests).toHaveLength(1)
    }
  })
})

describe('forwarding of a create', () => {
  it('starts only after the whole body has arrived', async () => {
    const { proxy, requests } = createTestProxy()
    const [sent, end] = [defer<undefined>(), defer<undefined>()]
    const encode = (text: string) => new TextEncoder().encode(text)
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(encode('--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nA lake'))
        sent.resolve(undefined)
        await end.promise
        controller.enqueue(encode('\r\n--b--\r\n'))
        controller.close()
      },
    })
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    }
    const response = proxy(new Request('http://app.test/videos', init))
    await sent.promise
    await tick()
    expect(requests).toEqual([])
    end.resolve(undefined)
    expect((await response).status).toBe(200)
    expect(requests).toHaveLength(1)
  })

  it('keeps fields, files and content-length', async () => {
    const file = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256)
    const data = form({ model: 'wan2.6', prompt: 'Ein See 🎬 "am" Morgen' })
    data.set('input_reference', new Blob([file], { type: 'image/png' }), 'lake.png')
    const received: { data: FormData; length: string | null }[] = []
    const api = await serve(async (request) => {
      received.push({ length: request.headers.get('content-length'), data: await request.formData() })
      return Response.json({ id: 't1' })
    })
    const options = { baseURL: `${api}/v1`, fetch: undefined, maxBodyBytes: 1_000_000 }
    const { proxy } = createTestProxy(undefined, options)
    const origin = await serve(proxy)
    expect((await fetch(`${origin}/videos`, { method: 'POST', body: data })).status).toBe(200)
    const [got] = received
    expect(Number(got?.length)).toBeGreaterThan(300_000)
    expect(got?.data.get('prompt')).toBe('Ein See 🎬 "am" Morgen')
    const sent = got?.data.get('input_reference')
    if (!(sent instanceof File)) throw new Error('No file')
    expect([sent.name, sent.type]).toEqual(['lake.png', 'image/png'])
    expect(Buffer.from(await sent.arrayBuffer()).equals(file)).toBe(true)
  })
})
