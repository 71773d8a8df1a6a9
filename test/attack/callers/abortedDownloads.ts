import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { AttackGroup } from '../AttackGroup.js'
import { openSocket, writeHead } from '../http/exchange.js'
import { type ApiHandler, VIDEO } from '../http/startApi.js'
import { inTurn, type Random } from '../random.js'

/** Downloads at the same time. */
const BATCH = 50
const SAMPLE_BATCH = 5

/** Pieces of a video of 1 MB. */
const PIECES = 10

/** Sends a video of 1 MB, as fast as it is taken. */
function sendLong(response: ServerResponse): void {
  let left = PIECES
  const more = () => {
    while (left-- > 0 && !response.destroyed)
      if (!response.write(VIDEO)) return void response.once('drain', more)
    response.end()
  }
  more()
}

/** How the API is about it when the viewer leaves. */
const APIS: Readonly<Record<string, ApiHandler>> = {
  'while the API sends': ({ method }, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': VIDEO.byteLength * PIECES })
    if (method === 'HEAD') response.end()
    else sendLong(response)
  },
  'while the API sends without a length': (_, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4' })
    sendLong(response)
  },
  'while the API waits': (_, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 1e9 }).write(VIDEO)
  },
  'before the API answers': () => undefined,
}

/** How a viewer leaves. */
const EXITS = ['destroy', 'reset', 'end'] as const

/** Starts a download and leaves after some bytes or some time. */
async function leave(origin: string, random: Random): Promise<void> {
  const range = random.pick(['', '', 'bytes=1000-', 'bytes=0-1', 'bytes=-500'])
  const head = writeHead({
    path: `/api/v1/videos/t${random.int(1, 5)}/content`,
    headers: { ...(range && { range }) },
  })
  const wanted = random.pick([0, 1, 500, 100_000, random.int(1, 900_000)])
  const exit = random.pick(EXITS)
  const socket = openSocket(origin)
  let seen = 0
  const isEnough = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.byteLength
      if (seen >= wanted) resolve()
    })
    socket.once('close', () => resolve())
  })
  socket.write(head)
  await Promise.race([wanted === 0 ? wait(random.int(0, 20)) : isEnough, wait(random.int(20, 300))])
  if (exit === 'reset') socket.resetAndDestroy()
  else if (exit === 'destroy') socket.destroy()
  else {
    socket.end()
    await Promise.race([new Promise<void>((resolve) => socket.once('close', () => resolve())), wait(500)])
    socket.destroy()
  }
}

export const abortedDownloads: AttackGroup = {
  name: 'aborted downloads',
  count: 2_000,
  sample: 20,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', contentTimeout: 60_000 })
    const batch = target.isSample ? SAMPLE_BATCH : BATCH
    for (const [rule, handler] of inTurn(APIS)) {
      const own = random.fork()
      yield {
        rule,
        input: `${batch} downloads`,
        tries: batch,
        async attempt() {
          target.api.handler = handler
          await Promise.all(Array.from({ length: batch }, () => leave(origin, own)))
          const { errors } = await target.evidence()
          return errors.length === 0
            ? undefined
            : {
                problem: 'a viewer who left was reported as an error',
                detail: errors[0]?.split('\n')[0] ?? '',
              }
        },
      }
    }
  },
}
