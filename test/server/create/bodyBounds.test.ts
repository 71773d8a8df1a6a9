import { describe, expect, it } from 'vitest'
import { createTestProxy, form, post, postStream, readForm } from '../support/createTestProxy.js'

const TYPE = { 'content-type': 'application/json' }

/** A create in JSON whose body has this many bytes, in pieces of these sizes. */
function bodyOf(sizes: readonly number[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const bytes = new TextEncoder().encode(`{"prompt":"${'x'.repeat(total - 13)}"}`)
  let [at, next] = [0, 0]
  return new ReadableStream({
    pull(controller) {
      const size = sizes[next++]
      if (size === undefined) return controller.close()
      controller.enqueue(bytes.slice(at, (at += size)))
    },
  })
}

describe('a body', () => {
  it.each([
    ['of a known length', { 'content-length': '2000' }],
    ['of an unknown length', {}],
  ])('%s may take all that the proxy keeps in memory, one after the other', async (_, headers) => {
    const { proxy } = createTestProxy(undefined, { maxBodyBytes: 2_000, maxBufferedBytes: 2_000 })
    for (let round = 0; round < 3; round++) {
      expect((await proxy(postStream(bodyOf([1_100, 900]), { ...TYPE, ...headers }))).status).toBe(200)
    }
  })

  it('may have a piece for each 256 bytes besides 4,096, and no more', async () => {
    const ones = Array.from({ length: 4_112 }, () => 1)
    const statusOf = async (...more: number[]) =>
      (await createTestProxy().proxy(postStream(bodyOf([...ones, ...more]), TYPE))).status
    expect([await statusOf(240), await statusOf(239), await statusOf(240, 1)]).toEqual([200, 400, 400])
  })
})

it.each(['！ A lake', '＿ A lake', '\uf8ff A lake', 'ﻟ A lake', 'ï A lake'])(
  'a prompt that begins with a byte of a byte order mark is whole: %s',
  async (prompt) => {
    const { proxy, requests } = createTestProxy()
    await proxy(post({}, form({ prompt })))
    expect([...(await readForm(requests[0] ?? expect.fail()))]).toEqual([['prompt', prompt]])
  },
)
