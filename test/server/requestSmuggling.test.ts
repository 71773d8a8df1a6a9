import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createTestProxy, KEY } from './support/createTestProxy.js'
import { serve } from './support/serve.js'

/** Sends raw bytes, which no HTTP client would, and reads the whole answer. */
function sendRaw(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.setEncoding('utf8')
    socket.on('data', (chunk) => (received += String(chunk)))
    socket.on('error', reject)
    socket.on('close', () => resolve(received))
  })
}

const request = (target: string, headers = '') =>
  `GET ${target} HTTP/1.1\r\nHost: app.test\r\n${headers}Connection: close\r\n\r\n`

async function send(text: string) {
  const { proxy, requests } = createTestProxy()
  const answer = await sendRaw(await serve(proxy), text)
  expect(answer).not.toContain(KEY)
  return { answer, status: Number(answer.split(' ')[1]), urls: requests.map(({ url }) => url) }
}

/** An error in the API's envelope. */
const ENVELOPE = /\r\n\r\n\{"error":\{"message":"[^"]+","type":"\w+","param":null,"code":"\w+"\}\}$/

describe('a raw HTTP request', () => {
  it('is answered when it is well-formed', async () => {
    expect(await send(request('/api/videos/t1'))).toMatchObject({
      status: 200,
      urls: ['https://upstream.test/v1/videos/t1'],
    })
  })

  it.each([
    ['/api/videos/..'],
    ['/api/videos/../models'],
    ['/api/videos/%2e%2e/models'],
    ['/api/videos/.%2e/%2e./models'],
    ['/api/videos/..\\models'],
    ['/api/videos/..%2fmodels'],
    ['/api/videos/%252e%252e%252fmodels'],
    ['/api/videos/t1/../../models'],
    ['/api/videos/t1/content/../../../models'],
    ['http://evil.test/v1/models'],
    ['*'],
    ['//evil.test/videos/t1'],
    ['/api/videos/t1%00'],
    ['/api/videos/%'],
  ])('for %s is refused without an upstream request', async (target) => {
    const { answer, status, urls } = await send(request(target))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(answer).toMatch(ENVELOPE)
    expect(urls).toEqual([])
  })

  it('in absolute form does not choose the target', async () => {
    const { urls } = await send(request('http://evil.test/videos/t1'))
    expect(urls.filter((url) => url !== 'https://upstream.test/v1/videos/t1')).toEqual([])
  })

  it('with dot segments is normalized before authorize and the API see it', async () => {
    const seen: unknown[] = []
    const { proxy, requests } = createTestProxy(undefined, {
      authorize: ({ taskId }) => seen.push(taskId) > 0,
    })
    await sendRaw(await serve(proxy), request('/api/videos/mine/../%2e/theirs'))
    expect(seen).toEqual(['theirs'])
    expect(requests.map(({ url }) => url)).toEqual(['https://upstream.test/v1/videos/theirs'])
  })

  it.each([
    ['in the path', '/api/videos/t1%0d%0aX-Evil:%201', ''],
    ['double-encoded in the path', '/api/videos/t1%250d%250aX-Evil:%201', ''],
    ['in a query', '/api/videos/t1/content?variant=thumbnail%0d%0aX-Evil:%201', ''],
    ['in a range', '/api/videos/t1/content', 'Range: bytes=0-1%0d%0aX-Evil: 1\r\n'],
    ['folded into a header', '/api/videos/t1/content', 'If-Range: "a"\r\n X-Evil: 1\r\n'],
    ['by a bare line feed', '/api/videos/t1/content', 'If-None-Match: "a"\nX-Evil: 1\r\n'],
  ])('never passes on a header that is smuggled %s', async (_, target, headers) => {
    const { proxy, requests } = createTestProxy()
    const answer = await sendRaw(await serve(proxy), request(target, headers))
    expect(answer.split('\r\n\r\n')[0]).not.toMatch(/x-evil/i)
    for (const { url, headers: sent } of requests) {
      expect([...sent.keys()]).not.toContain('x-evil')
      expect(url).not.toMatch(/evil/i)
      for (const [, value] of sent) expect(value).not.toMatch(/[\r\n]/)
    }
  })

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n'],
    ['two equal lengths', 'Content-Length: 5\r\nContent-Length: 5\r\n'],
    ['two lengths in one header', 'Content-Length: 5, 5\r\n'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n'],
    ['a length that is not a number', 'Content-Length: 5x\r\n'],
  ])('to create with %s is refused without an upstream request', async (_, headers) => {
    const type = 'Content-Type: multipart/form-data; boundary=b\r\n'
    const text = `POST /api/videos HTTP/1.1\r\nHost: app.test\r\n${type}${headers}Connection: close\r\n\r\n--b--`
    const { status, urls } = await send(text)
    expect(status).toBe(400)
    expect(urls).toEqual([])
  })
})
