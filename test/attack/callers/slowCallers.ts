import { setTimeout as wait } from 'node:timers/promises'
import type { Attack, AttackGroup } from '../AttackGroup.js'
import { write, writeHead } from '../http/exchange.js'
import { headerOf } from '../http/readAnswer.js'
import { type Caller, waitForAll, withCallers } from '../http/withCallers.js'
import { inTurn } from '../random.js'
import type { Target } from '../Target.js'

const MB = 2 ** 20
const MAX_BODY = 32 * MB

/** What callers who may do nothing may cost, all together. */
const MAX_MEMORY_OF_STRANGERS = 64 * MB
/** What bodies of at most 1 MiB may hold, all together. */
const MAX_MEMORY_OF_SMALL_BODIES = 128 * MB
/** What the bodies of callers who may create may hold while they come, all together. */
const MAX_MEMORY_OF_BODIES = 256 * MB

/** How long a refusal may take that waits for nothing, in ms. */
const PROMPT = 5_000

/** What some callers do at the same time. */
type Crowd = (target: Target, count: number) => ReturnType<Attack['attempt']>

/** The head of a create; without a length its body comes in chunks. */
const headOf = (length: number | undefined, isJson: boolean) =>
  writeHead({
    method: 'POST',
    path: '/api/v1/videos',
    headers: {
      'content-type': isJson ? 'application/json' : 'multipart/form-data; boundary=b',
      ...(length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(length) }),
    },
  })

const isRefused = (caller: Caller) => caller.answer()?.isComplete === true

/** Headers and the first byte of a large body: to refuse a stranger needs no more. */
const headersOnly: Crowd = (target, count) => {
  const settings = { callers: 'none', maxBodyBytes: MAX_BODY, bodyTimeout: 20_000 } as const
  return withCallers(target, { settings, count }, async (callers) => {
    const before = (await target.evidence()).authorized.length
    for (const [index, { socket }] of callers.entries()) {
      const isChunked = index % 3 === 0
      const head = headOf(isChunked ? undefined : MAX_BODY - 1, index % 2 === 0)
      void write(socket, Buffer.concat([head, Buffer.from(isChunked ? '1\r\n{\r\n' : '{')]))
    }
    const areRefused = await waitForAll(callers, isRefused, PROMPT)
    const asked = (await target.evidence()).authorized.length - before
    if (asked < count) return 'authorize was not asked before the body came'
    if (!areRefused) return 'they were not refused before the body came'
    return callers.every(({ answer }) => answer()?.status === 403)
      ? undefined
      : 'they were not answered with 403'
  })
}

/** Bodies that are sent but for their last byte. */
async function sendAlmostWhole(callers: readonly Caller[]): Promise<void> {
  const size = MAX_BODY - 1
  const body = Buffer.alloc(size - 1, ' ')
  const send = async ({ socket }: Caller, index: number) => {
    await write(socket, headOf(size, index % 2 === 0))
    await write(socket, body)
  }
  await Promise.race([Promise.all(callers.map(send)), wait(8_000)])
  await wait(300)
}

const almostWholeOfStrangers: Crowd = (target, count) => {
  const settings = { callers: 'none', maxBodyBytes: MAX_BODY, bodyTimeout: 20_000 } as const
  return withCallers(target, { settings, count, maxMemory: MAX_MEMORY_OF_STRANGERS }, async (callers) => {
    await sendAlmostWhole(callers)
    const { authorized } = await target.evidence()
    return authorized.length >= count ? undefined : 'authorize was not asked before the body came'
  })
}

const almostWhole: Crowd = (target, count) => {
  const settings = { callers: 'anyone', maxBodyBytes: MAX_BODY, bodyTimeout: 20_000 } as const
  return withCallers(target, { settings, count, maxMemory: MAX_MEMORY_OF_BODIES }, async (callers) => {
    await sendAlmostWhole(callers)
    const answers = callers.flatMap(({ answer }) => answer() ?? [])
    const isBusy = answers.every(
      (answer) => answer.status === 503 && headerOf(answer, 'retry-after') !== undefined,
    )
    return isBusy ? undefined : 'a caller beyond the budget was not answered with 503 and Retry-After'
  })
}

/** Bodies that come longer than a body may take. */
const dropByDrop: Crowd = (target, count) =>
  withCallers(
    target,
    { settings: { callers: 'anyone', maxBodyBytes: MB, bodyTimeout: 400 }, count },
    async (callers) => {
      const timers = callers.map(({ socket }, index) => {
        const isChunked = index % 2 === 0
        socket.write(headOf(isChunked ? undefined : 1_000_000, index % 3 === 0))
        return setInterval(() => socket.write(isChunked ? '1\r\nx\r\n' : 'x'), 25)
      })
      const areRefused = await waitForAll(callers, isRefused, PROMPT)
      const areClosed = await waitForAll(callers, ({ isClosed }) => isClosed(), PROMPT)
      for (const timer of timers) clearInterval(timer)
      if (!areRefused) return 'they were not refused in time'
      if (!callers.every(({ answer }) => answer()?.status === 408)) return 'they were not answered with 408'
      return areClosed ? undefined : 'their connections stayed open'
    },
  )

/** Bodies in chunks that never end. */
const endless: Crowd = (target, count) => {
  const settings = { callers: 'anyone', maxBodyBytes: MB, bodyTimeout: 5_000 } as const
  return withCallers(target, { settings, count, maxMemory: MAX_MEMORY_OF_SMALL_BODIES }, async (callers) => {
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'x'), Buffer.from('\r\n')])
    let isOver = false
    const pours = callers.map(async ({ socket }, index) => {
      await write(socket, headOf(undefined, index % 2 === 0))
      while (!isOver && !socket.destroyed) await Promise.race([write(socket, chunk), wait(500)])
    })
    const areRefused = await waitForAll(callers, (caller) => isRefused(caller) || caller.isClosed(), PROMPT)
    await wait(1_000)
    const taken = Math.max(...callers.map(({ socket }) => socket.bytesWritten - socket.writableLength))
    isOver = true
    for (const { socket } of callers) socket.destroy()
    await Promise.all(pours)
    if (!areRefused) return 'they were not refused'
    if (taken < 32 * MB) return undefined
    return { problem: 'the rest was read without end', detail: `(${Math.round(taken / MB)} MB)` }
  })
}

/** Bodies whose sender closes its side in the middle. */
const halfBodies: Crowd = (target, count) =>
  withCallers(target, { settings: { callers: 'anyone', bodyTimeout: 20_000 }, count }, async (callers) => {
    for (const [index, { socket }] of callers.entries()) {
      const isChunked = index % 2 === 0
      const head = headOf(isChunked ? undefined : 1_000, true)
      socket.end(Buffer.concat([head, Buffer.from(isChunked ? '9\r\n{"model":\r\n' : '{"model":')]))
    }
    const areClosed = await waitForAll(callers, ({ isClosed }) => isClosed(), PROMPT)
    return areClosed ? undefined : 'their connections stayed open'
  })

/** Heads that never end, while another caller polls. */
const slowHeads: Crowd = (target, count) =>
  withCallers(target, { settings: { callers: 'anyone' }, count }, async (callers, origin) => {
    for (const { socket } of callers)
      socket.write('GET /api/v1/videos/t1 HTTP/1.1\r\nHost: app.test\r\nX-A: ')
    const timer = setInterval(() => callers.forEach(({ socket }) => socket.write('a')), 20)
    const { answer } = await target.send(origin, { path: '/api/v1/videos/t2' }, PROMPT)
    clearInterval(timer)
    return answer?.status === 200 ? undefined : 'an honest poll was not answered'
  })

/** Each crowd with its size in the whole battery and in the sample, which measures no memory. */
const CROWDS: Readonly<Record<string, readonly [crowd: Crowd, count: number, sample: number]>> = {
  'headers from callers who may nothing': [headersOnly, 40, 10],
  'bodies but for a byte, from callers who may nothing': [almostWholeOfStrangers, 40, 0],
  'bodies drop by drop': [dropByDrop, 20, 6],
  'bodies that end in the middle': [halfBodies, 20, 6],
  'bodies but for a byte, from callers who may create': [almostWhole, 40, 0],
  'bodies without end': [endless, 40, 0],
  'heads that never end': [slowHeads, 100, 20],
}

export const slowCallers: AttackGroup = {
  name: 'slow and endless callers',
  count: 300,
  sample: 42,
  async *attacks(target) {
    for (const [rule, [crowd, count, sample]] of inTurn(CROWDS)) {
      const tries = target.isSample ? sample : count
      if (tries === 0) continue
      yield { rule, input: `${tries} connections`, tries, attempt: () => crowd(target, tries) }
    }
  },
}
