import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { openSocket } from './exchange.js'
import { type Answer, readAnswer } from './readAnswer.js'
import type { Problem } from '../AttackGroup.js'
import type { ProxySettings } from '../server/ProxySettings.js'
import type { Target } from '../Target.js'

/** A connection whose answer is read as it comes. */
export interface Caller {
  socket: Socket
  answer(): Answer | undefined
  isClosed(): boolean
}

/** Many callers at the same time, and what they may cost together. */
export interface Crowd {
  settings: ProxySettings
  count: number
  /** Bytes by which the memory of the server may grow at most. @default not measured */
  maxMemory?: number
}

type Outcome = Problem | string | undefined

/** Opens connections to a proxy, and closes them in the end. Where memory counts, the proxy has a process of its own. */
export async function withCallers(
  target: Target,
  { settings, count, maxMemory }: Crowd,
  run: (callers: Caller[], origin: string) => Promise<Outcome>,
): Promise<Outcome> {
  if (maxMemory === undefined) return runCallers(await target.listen(settings), count, run)
  const { origin, process } = await target.listenAlone(settings)
  try {
    await target.send(origin, { path: '/api/v1/videos/warm-up' })
    await target.evidence()
    const { rss } = await process.usage()
    const outcome = await runCallers(origin, count, run)
    const growth = (await process.usage()).peakRss - rss
    if (growth <= maxMemory) return outcome
    return { problem: 'it took too much memory', detail: `(${Math.round(growth / 2 ** 20)} MB)` }
  } finally {
    await process.stop()
  }
}

async function runCallers(
  origin: string,
  count: number,
  run: (callers: Caller[], origin: string) => Promise<Outcome>,
): Promise<Outcome> {
  const callers = Array.from({ length: count }, () => open(origin))
  try {
    return await run(callers, origin)
  } finally {
    for (const { socket } of callers) socket.destroy()
  }
}

function open(origin: string): Caller {
  const socket = openSocket(origin)
  const chunks: Buffer[] = []
  let isClosed = false
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.once('close', () => (isClosed = true))
  return {
    socket,
    answer: () => readAnswer(Buffer.concat(chunks), false, isClosed),
    isClosed: () => isClosed,
  }
}

/** Waits until something is so for every caller, at most for `ms`. */
export async function waitForAll(
  callers: readonly Caller[],
  isSo: (caller: Caller) => boolean,
  ms: number,
): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await wait(20)) {
    if (callers.every(isSo)) return true
  }
  return callers.every(isSo)
}
