import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { AttackGroup } from '../AttackGroup.js'
import { write, writeHead } from '../http/exchange.js'
import { type ApiHandler, honestApi, VIDEO } from '../http/startApi.js'
import { withCallers } from '../http/withCallers.js'
import { inTurn } from '../random.js'

/** What all viewers together may cost; most of it is in the buffers of their sockets. */
const MAX_MEMORY = 96 * 2 ** 20

/** How long the API may go on sending after the viewers stopped reading, in ms. */
const MAX_READ_AHEAD_TIME = 6_000
/** How long it has to have sent nothing then, in ms. */
const CALM = 600

/** Sends videos without end and counts the bytes that were taken from it. */
function endlessApi(): { handler: ApiHandler; sent: () => number } {
  const honest = honestApi()
  let sent = 0
  const send = (response: ServerResponse) => {
    while (!response.destroyed) {
      sent += VIDEO.byteLength
      if (!response.write(VIDEO)) return void response.once('drain', () => send(response))
    }
  }
  const handler: ApiHandler = (request, response) => {
    if (!request.path.endsWith('/content')) return honest(request, response)
    response.writeHead(200, { 'content-type': 'video/mp4' })
    send(response)
  }
  return { handler, sent: () => sent }
}

/** Waits until nothing more is sent; resolves with whether that came to pass. */
async function isCalm(sent: () => number): Promise<boolean> {
  const end = performance.now() + MAX_READ_AHEAD_TIME
  for (let before = -1; performance.now() < end; await wait(CALM)) {
    if (before === sent()) return true
    before = sent()
  }
  return false
}

const content = '/api/v1/videos/t1/content'

const REQUESTS: Readonly<Record<string, Buffer>> = {
  'a video without end': writeHead({ path: content }),
  'a part of a video without end': writeHead({ path: content, headers: { range: 'bytes=1000-' } }),
}

export const slowViewers: AttackGroup = {
  name: 'viewers who read nothing',
  count: 60,
  sample: 5,
  async *attacks(target) {
    const count = target.isSample ? 5 : 20
    for (const [rule, request] of inTurn(REQUESTS)) {
      yield {
        rule,
        input: `${count} connections`,
        tries: count,
        attempt() {
          const { handler, sent } = endlessApi()
          target.api.handler = handler
          const settings = { callers: 'anyone' } as const
          const crowd = target.isSample ? { settings, count } : { settings, count, maxMemory: MAX_MEMORY }
          return withCallers(target, crowd, async (callers) => {
            for (const { socket } of callers) {
              socket.pause()
              void write(socket, request)
            }
            await wait(CALM)
            return (await isCalm(sent)) ? undefined : 'the video was read ahead without end'
          })
        },
      }
    }
  },
}
