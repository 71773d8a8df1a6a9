import { describe, expect, it } from 'vitest'
import { createTestProxy, errorCode, get, TASK } from '../support/createTestProxy.js'

const MIB = 1024 * 1024

/** A body that arrives in pieces of this many bytes. */
function sendIn(size: number, text: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.byteLength) return controller.close()
      controller.enqueue(bytes.slice(at, (at += size)))
    },
  })
}

describe("the bytes of the API's answer", () => {
  it.each([1, 2, 3, 5])('make the same text when they arrive %d at a time', async (size) => {
    const title = 'é 湖 🎬'
    const { proxy } = createTestProxy(() => new Response(sendIn(size, JSON.stringify({ ...TASK, title }))))
    expect(await (await proxy(get('/videos/task_1'))).json()).toMatchObject({ ...TASK, title })
  })

  it.each([200, 404])('may be 4 MiB, and no more, with the status %d', async (status) => {
    const body = JSON.stringify(status === 200 ? TASK : { error: { message: 'No such video', code: 'none' } })
    const read = async (size: number) => {
      const { proxy } = createTestProxy(() => new Response(sendIn(MIB, body.padEnd(size)), { status }))
      return proxy(get('/videos/task_1'))
    }
    const largest = await read(4 * MIB)
    expect(largest.status).toBe(status)
    expect(await largest.json()).toMatchObject(JSON.parse(body))
    const larger = await read(4 * MIB + 1)
    expect([larger.status, await errorCode(larger)]).toEqual([
      status === 200 ? 502 : status,
      'upstream_invalid_answer',
    ])
  })

  it('are read also with a status that needs none', async () => {
    const task = { ...TASK, status: 'in_progress', progress: 40 }
    const { proxy } = createTestProxy(() => Response.json(task, { status: 202 }))
    expect(await (await proxy(get('/videos/task_1'))).json()).toMatchObject(task)
  })
})
