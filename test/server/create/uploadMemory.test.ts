import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { createTestProxy, TASK } from '../support/createTestProxy.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const MIB = 1024 * 1024
const FILES = 12
const FILE_BYTES = 4 * MIB
const CHUNK = new Uint8Array(64 * 1024).fill(7)

/** The bytes in memory that buffers take now. */
function bytesInBuffers(): number {
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

it('holds one file of a create in memory at a time, while it is read and while it is sent', async () => {
  const before = bytesInBuffers()
  let most = 0
  const measure = () => (most = Math.max(most, bytesInBuffers() - before))
  async function* sent() {
    const text = (value: string) => new TextEncoder().encode(value)
    yield text('--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nveo3\r\n')
    for (let file = 0; file < FILES; file++) {
      yield text(`--b\r\nContent-Disposition: form-data; name="input_reference"; filename="${file}.png"\r\n`)
      yield text('Content-Type: image/png\r\n\r\n')
      for (let bytes = 0; bytes < FILE_BYTES; bytes += CHUNK.byteLength) {
        if (bytes === FILE_BYTES - MIB) measure()
        yield CHUNK.slice()
      }
      yield text('\r\n')
    }
    yield text('--b--\r\n')
  }
  let received = 0
  const { proxy } = createTestProxy(
    async ({ init }) => {
      const reader = new Response(init.body).body?.getReader()
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) break
        received += value?.byteLength ?? 0
        if (received % (12 * MIB) < CHUNK.byteLength) measure()
      }
      return Response.json(TASK)
    },
    { maxBodyBytes: 64 * MIB },
  )
  const parts = sent()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
    },
    { highWaterMark: 0 },
  )
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  // `duplex` is missing in the types of the DOM.
  const init = { method: 'POST', body, duplex: 'half', headers }
  const request = new Request('https://app.test/api/v1/videos', init)
  expect((await proxy(request)).status).toBe(200)
  expect(received).toBeGreaterThan(FILES * FILE_BYTES)
  // One file of 4 MiB, some blocks of 1 MiB, and what is freed a moment later. The body has 48.
  expect(most / MIB).toBeLessThan(20)
})
