import { setTimeout as wait } from 'node:timers/promises'
import type { Attack } from '../AttackGroup.js'
import { write, writeHead } from '../http/exchange.js'
import { type Caller, waitForAll, withCallers } from '../http/withCallers.js'
import type { ProxySettings } from '../server/ProxySettings.js'
import type { Target } from '../Target.js'
import { makeJpeg } from '../../server/support/makeJpeg.js'

const MB = 2 ** 20
const MAX_BYTES = 256 * 1024

/** What the stills of 100 senders may hold at their peak, all together: 25 MiB of bytes, and what Node keeps of each connection. */
const MAX_MEMORY_OF_STILLS = 96 * MB

/** How long a refusal may take after the time limit of a body, in ms. */
const PROMPT = 5_000

/** Makes a film without a picture, at the proxy of an origin. */
export type KeepFilm = (target: Target, origin: string, user: string) => Promise<string>

/** What some senders do at the same time. */
type Crowd = (target: Target, count: number, keepFilm: KeepFilm) => ReturnType<Attack['attempt']>

const settingsOf = (bodyTimeout: number): ProxySettings => ({
  ...{ callers: 'named', cache: false, tasks: 'slow stills', archive: 'slow stills' },
  bodyTimeout,
})

const headOf = (id: string, length: number | undefined) =>
  writeHead({
    method: 'PUT',
    path: `/api/v1/videos/${id}/content?variant=thumbnail`,
    headers: {
      'x-user': 'ann',
      'content-type': 'image/jpeg',
      ...(length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(length) }),
    },
  })

const isAnswered = (caller: Caller) => caller.answer()?.isComplete === true

/** A byte at a time, for longer than a body may take. */
const dropByDrop: Crowd = (target, count, keepFilm) =>
  withCallers(target, { settings: settingsOf(400), count }, async (callers, origin) => {
    const id = await keepFilm(target, origin, 'ann')
    const still = makeJpeg()
    const timers = callers.map(({ socket }, index) => {
      const isChunked = index % 2 === 0
      socket.write(headOf(id, isChunked ? undefined : still.byteLength))
      let at = 0
      return setInterval(() => {
        const byte = still.subarray(at, ++at)
        socket.write(isChunked ? Buffer.concat([Buffer.from('1\r\n'), byte, Buffer.from('\r\n')]) : byte)
      }, 25)
    })
    const areRefused = await waitForAll(callers, isAnswered, PROMPT)
    const areClosed = await waitForAll(callers, ({ isClosed }) => isClosed(), PROMPT)
    for (const timer of timers) clearInterval(timer)
    if (!areRefused) return 'they were not refused in time'
    if (!callers.every(({ answer }) => answer()?.status === 408)) return 'they were not answered with 408'
    if (!areClosed) return 'their connections stayed open'
    const { answer } = await target.send(origin, {
      ...{ method: 'PUT', path: `/api/v1/videos/${id}/content?variant=thumbnail` },
      ...{ headers: { 'x-user': 'ann' }, body: still },
    })
    return answer?.status === 201 ? undefined : 'an honest still was not kept after them'
  })

/** The largest stills, each but for its last byte, and the bytes of one more that never end. */
const almostWhole: Crowd = (target, count, keepFilm) => {
  const crowd = { settings: settingsOf(20_000), count, maxMemory: MAX_MEMORY_OF_STILLS }
  return withCallers(target, crowd, async (callers, origin) => {
    const id = await keepFilm(target, origin, 'ann')
    const still = makeJpeg(480, 270, MAX_BYTES).subarray(0, MAX_BYTES - 1)
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), still.subarray(0, 65_536), Buffer.from('\r\n')])
    const send = async ({ socket }: Caller, index: number) => {
      const isEndless = index % 4 === 0
      await write(socket, headOf(id, isEndless ? undefined : MAX_BYTES))
      if (!isEndless) return write(socket, still)
      for (let sent = 0; sent < 64 && !socket.destroyed; sent++) await write(socket, chunk)
    }
    await Promise.race([Promise.all(callers.map(send)), wait(8_000)])
    await wait(300)
    const { answer } = await target.send(origin, {
      path: `/api/v1/videos/${id}`,
      headers: { 'x-user': 'ann' },
    })
    return answer?.status === 200 ? undefined : 'an honest poll was not answered meanwhile'
  })
}

/** Each crowd with its size in the whole battery and in the sample, which measures no memory. */
export const STILL_CROWDS: Readonly<Record<string, readonly [crowd: Crowd, count: number, sample: number]>> =
  {
    'stills drop by drop': [dropByDrop, 40, 6],
    'stills but for a byte, and without end': [almostWhole, 100, 0],
  }
