import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createVideoClient } from 'react-video-task/client'
import { errorOf } from '../../support/errorOf.js'

/** A client of an API that answers every request over HTTP by `answer`, and the bytes that it has sent. */
async function clientOf(answer: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const { port } = server.address() as AddressInfo
  return createVideoClient({ baseURL: `http://127.0.0.1:${port}/v1`, timeout: 20_000 })
}

const send = (body: string | Uint8Array, headers: Record<string, string> = {}) => {
  return (response: ServerResponse) => void response.writeHead(200, headers).end(body)
}
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const params = { model: 'm', prompt: 'p' }
const TASK = '{"id":"a","status":"queued"}'

const unreadable = { name: 'VideoResponseError', code: 'invalid_json', retryable: true, status: 200 }
const noTask = { ...unreadable, code: 'invalid_body' }

describe.each<[string, (response: ServerResponse) => void, object]>([
  ['lines of JSON', send(`${TASK}\n${TASK}`), { ...unreadable, body: `${TASK}\n${TASK}` }],
  [
    'server-sent events',
    send(`data: ${TASK}\n\n`, { 'content-type': 'text/event-stream' }),
    { ...unreadable, body: `data: ${TASK}\n\n` },
  ],
  ['NaN', send('{"id":"a","progress":NaN}'), { ...unreadable, body: '{"id":"a","progress":NaN}' }],
  [
    'UTF-16 with a byte order mark',
    send(utf16(TASK)),
    { ...unreadable, body: expect.stringContaining('i\0d\0') },
  ],
  [
    'UTF-16 that its type names',
    send(utf16(TASK), { 'content-type': 'application/json; charset=utf-16' }),
    unreadable,
  ],
  ['JSON in a JSON text', send(JSON.stringify(TASK)), { ...noTask, body: TASK }],
  ['a list', send(`[${TASK}]`), { ...noTask, body: [{ id: 'a', status: 'queued' }] }],
  ['a cut object', send(TASK.slice(0, -4)), { ...unreadable, body: TASK.slice(0, -4) }],
  [
    'gzip that is cut',
    send(gzipSync(TASK).subarray(0, -12), { 'content-encoding': 'gzip' }),
    // Node reads the start of it, browsers nothing.
    { name: expect.stringMatching(/^Video(Response|Network)Error$/), retryable: true },
  ],
  [
    'gzip that is none',
    send(TASK, { 'content-encoding': 'gzip' }),
    { name: 'VideoNetworkError', code: 'network_error', retryable: true },
  ],
])('an answer of %s', (_, answer, expected) => {
  it('ends a poll in a retryable error that keeps the body', async () => {
    const client = await clientOf(answer)
    expect(await errorOf(() => client.retrieve('a'))).toMatchObject(expected)
  })

  it('ends a create in an error that says that a video may have been made', async () => {
    const client = await clientOf(answer)
    const error = await errorOf(() => client.create(params))
    expect(error).toMatchObject(expected)
    expect(String(error)).toMatch(/[.!?] A video may have been made and billed\.$/)
  })
})

it('a task as JSON text in data is read', async () => {
  const client = await clientOf(send(JSON.stringify({ code: 0, data: TASK })))
  expect(await client.retrieve('a')).toMatchObject({ id: 'a', status: 'queued' })
  expect(await client.create(params)).toMatchObject({ id: 'a', status: 'queued' })
})

it.each([200, 500])('no more than 32 MiB of a longer answer is read: %d', async (status) => {
  const MIB = 2 ** 20
  let sent = 0
  const chunk = Buffer.alloc(MIB, ' ')
  const client = await clientOf((response) => {
    response.writeHead(status)
    const write = () => {
      if (response.destroyed || sent >= 80 * MIB) return void response.end()
      sent += MIB
      response.write(chunk, write)
    }
    response.write('{"id":"a","prompt":"')
    write()
  })
  const poll = await errorOf(() => client.retrieve('a'))
  expect(poll).toMatchObject({ retryable: true, status })
  if (status === 200) {
    expect(String(poll)).toContain('200 with more than 32 MiB')
    expect(String(await errorOf(() => client.create(params)))).toContain('A video may have been made')
  }
  expect(sent).toBeLessThan(80 * MIB)
})

it('an answer of 32 MiB is read whole: what is wrong with it is its JSON', async () => {
  const client = await clientOf(send('{"id":"a","prompt":"'.padEnd(32 * 2 ** 20, ' ')))
  const error = await errorOf(() => client.retrieve('a'))
  expect(String(error)).toContain('200 with invalid or incomplete JSON')
})

it('a finished video of 20 MB inside the task is read', async () => {
  const video_data = `data:video/mp4;base64,${'AAAA'.repeat(5 * 2 ** 20)}`
  const client = await clientOf(
    send(JSON.stringify({ id: 'a', status: 'completed', metadata: { url: video_data } })),
  )
  const task = await client.retrieve('a')
  expect('video_data' in task && task.video_data === video_data).toBe(true)
})
