import { getEventListeners } from 'node:events'
import { createVideoClient } from 'react-video-task/client'
import { expect, it, vi } from 'vitest'
import { serve } from '../../support/serve.js'

/** A batch that the server has received; it answers when the test says so. */
interface OpenBatch {
  ids: string[]
  send: (id: string) => void
  end: () => void
}

const queuedTask = (id: string) => ({ id, status: 'queued' })

/** A client that has heard of batches of three, and the batches that its server has received. */
async function startClient() {
  const open: OpenBatch[] = []
  const origin = await serve((request) => {
    const { pathname, searchParams } = new URL(request.url)
    const ids = searchParams.get('ids')?.split(',')
    if (!ids) return Response.json(queuedTask(pathname.slice(-1)), { headers: { 'video-batch': '3' } })
    return new Response(
      new ReadableStream<Uint8Array>({
        start(controller) {
          const write = (text: string) => controller.enqueue(new TextEncoder().encode(text))
          write('{"object":"video.batch","data":[\n')
          open.push({
            ids,
            send: (id) =>
              write(`${JSON.stringify({ id, status: 200, headers: {}, body: queuedTask(id) })}\n,`),
            end: () => controller.close(),
          })
        },
      }),
    )
  })
  const client = createVideoClient({ baseURL: `${origin}/v1` })
  await client.retrieve('y')
  await client.retrieve('z')
  await vi.waitFor(() => expect(client.batch?.size).toBe(3))
  /** An answer that comes after the requests of before have arrived. */
  const roundTrip = () => fetch(`${origin}/v1/videos/x`)
  return { client, open, roundTrip }
}

it('at most four batches wait for their first part; each that has one lets the next go', async () => {
  const { client, open, roundTrip } = await startClient()
  const ids = [...'abcdefghijklmnopqrstu']
  const calls = ids.map((id) => client.retrieve(id))
  await vi.waitFor(() => expect(open).toHaveLength(4), 5_000)
  const answer = async (batch: number, id: string, count: number) => {
    open[batch]?.send(id)
    expect(await calls[ids.indexOf(id)]).toEqual({ ...queuedTask(id), object: 'video', progress: 0 })
    await vi.waitFor(() => expect(open).toHaveLength(count), 5_000)
    await roundTrip()
    expect(open).toHaveLength(count)
  }
  await roundTrip()
  expect(open).toHaveLength(4)
  await answer(2, 'h', 5)
  // Only its first part.
  await answer(2, 'g', 5)
  await answer(0, 'a', 6)
  await answer(4, 'm', 7)
  expect(open.map((batch) => batch.ids.join(''))).toEqual(ids.join('').match(/.{3}/g))
  for (const { ids, send, end } of open) {
    ids.forEach(send)
    end()
  }
  expect((await Promise.all(calls)).map(({ id }) => id)).toEqual(ids)
})

it("a call of a batch that has its answer leaves no listener on the caller's signal", async () => {
  const { client, open } = await startClient()
  const { signal } = new AbortController()
  const calls = [...'abc'].map((id) => client.retrieve(id, { signal }))
  await vi.waitFor(() => expect(open).toHaveLength(1), 5_000)
  open[0]?.send('b')
  await calls[1]
  expect(getEventListeners(signal, 'abort')).toHaveLength(2)
  for (const id of 'ac') open[0]?.send(id)
  await Promise.all(calls)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
