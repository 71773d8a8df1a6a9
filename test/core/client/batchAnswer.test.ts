import { describe, expect, it, vi } from 'vitest'
// Private: a client reads with it what a proxy answers about many tasks.
import { type Part, readParts } from '../../../src/core/client/batchAnswer.js'
import { parseJson } from '../../../src/core/wire/fieldValues.js'

const part = (fields: object = {}) => ({
  ...{ id: 'a', status: 200, headers: {}, body: { id: 'a' } },
  ...fields,
})

/** The parts that are read of a body, which comes in pieces. */
async function read(...pieces: (string | Uint8Array<ArrayBuffer>)[]) {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
      }
      controller.close()
    },
  })
  const parts: Part[] = []
  await readParts(new Response(body), parseJson, (found) => parts.push(found))
  return parts
}

describe('an answer about many tasks', () => {
  const lines = [
    '{"object":"video.batch","data":[',
    JSON.stringify(part()),
    `,${JSON.stringify(part({ id: 'ü' }))}`,
  ]
  const all = [part(), part({ id: 'ü' })]

  it('is read line by line, wherever its pieces end', async () => {
    const bytes = new TextEncoder().encode(`${lines.join('\n')}\n]}\n`)
    expect(await read(bytes)).toEqual(all)
    expect(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(all)
  })

  it('has its last part where nothing comes after it', async () => {
    expect(await read(lines.join('\n'))).toEqual(all)
  })

  it('is read whole where there are no streams, as in React Native', async () => {
    const response = new Response(lines.join('\n'))
    Object.defineProperty(response, 'body', { value: undefined })
    const parts: Part[] = []
    await readParts(response, parseJson, (found) => parts.push(found))
    expect(parts).toEqual(all)
  })

  it('gives each part as soon as its line has ended', async () => {
    const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>()
    const writer = writable.getWriter()
    const onPart = vi.fn()
    const end = readParts(new Response(readable), parseJson, onPart)
    await writer.write(new TextEncoder().encode(`${JSON.stringify(part())}\n,{"id"`))
    await vi.waitFor(() => expect(onPart).toHaveBeenCalledTimes(1))
    await writer.close()
    await end
    expect(onPart).toHaveBeenCalledTimes(1)
  })

  it.each([200, 202, 299, 301, 404, 429, 503, 599])('has parts with the status %d', async (status) => {
    expect(await read(JSON.stringify(part({ status })))).toEqual([part({ status })])
  })

  it.each<[string, unknown]>([
    ['no object', 7],
    ['null', null],
    ['no id', part({ id: undefined })],
    ['a number for an id', part({ id: 7 })],
    ['no body', part({ body: undefined })],
    ['no headers', part({ headers: undefined })],
    ['headers of null', part({ headers: null })],
    ['headers as text', part({ headers: 'a: b' })],
    ...[0, 100, 199, 304, 600, 2_000, '20'].map((status): [string, unknown] => [
      `the status ${status}`,
      part({ status }),
    ]),
  ])('has no part with %s', async (_, value) => {
    expect(await read(`${JSON.stringify(value)}\n${lines.at(-1)}`)).toEqual([all[1]])
  })

  it('may have parts whose body is null or text', async () => {
    for (const body of [null, 'No', []]) {
      expect(await read(JSON.stringify(part({ body })))).toEqual([part({ body })])
    }
  })
})
