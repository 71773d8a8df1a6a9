import type { AttackGroup, Problem } from '../AttackGroup.js'
import { CREATE } from '../http/caller.js'
import { jsonRequest } from '../http/forms.js'
import type { RawRequest } from '../http/exchange.js'
import { ServerEnded } from '../server/ProxyProcess.js'
import type { Usage } from '../server/ProxySettings.js'
import type { Target } from '../Target.js'
import { EXPENSIVE_BODIES } from './inputs/expensiveBodies.js'

const MB = 2 ** 20
const MAX_BODY = 32 * MB

/** What a refused create of 32 MiB may cost the server. */
const MAX_CPU = 1_500
const MAX_MEMORY = 128 * MB
/** A heap that has to be enough, in MB: what small instances give Node. */
const HEAP = 256

/** Of a larger body that is refused unread the rest is not read: the connection ends, and the answer can be lost with it. */
const MAX_READ_ON = 16 * MB

/** How long a caller waits for the refusal, in ms. */
const PATIENCE = 10_000

/** What `authorize` says of the caller: it may create within the limits, or not at all. */
const CALLERS = ['anyone', 'anyone', 'none'] as const

function judgeCost(before: Usage, after: Usage): Problem | undefined {
  const [cpu, memory] = [after.cpu - before.cpu, after.peakRss - before.rss]
  const detail = `(${(cpu / 1000).toFixed(1)} s of CPU, ${Math.round(memory / MB)} MB)`
  if (cpu > MAX_CPU && memory > MAX_MEMORY)
    return { problem: 'its refusal took too much CPU and memory', detail }
  if (cpu > MAX_CPU) return { problem: 'its refusal took too much CPU', detail }
  return memory > MAX_MEMORY ? { problem: 'its refusal took too much memory', detail } : undefined
}

/** Sends a create to a process of its own, and judges what the refusal cost. */
async function measureRefusal(
  target: Target,
  callers: 'anyone' | 'none',
  request: RawRequest,
): Promise<Problem | string | undefined> {
  const limits = { models: ['wan2.6'], promptLength: 4_000 }
  const settings = { callers, limits, maxBodyBytes: MAX_BODY }
  const { origin, process } = await target.listenAlone(settings, [`--max-old-space-size=${HEAP}`])
  const size = Buffer.byteLength(request.body ?? '')
  try {
    for (let round = 0; round < 5; round++) await target.send(origin, jsonRequest({ ...CREATE, model: 'x' }))
    const before = await process.usage()
    const { answer, isTimeout } = await target.send(origin, request, PATIENCE)
    // A process that is blocked answers nothing else either.
    if (isTimeout) return `its refusal did not come within ${PATIENCE / 1000} s`
    const after = await process.usage()
    const { calls } = await target.evidence()
    if (calls.length > 0) return 'it was sent to the API'
    const cost = judgeCost(before, after)
    if (cost) return cost
    if (answer === undefined) return size <= MAX_READ_ON ? 'its refusal did not come' : undefined
    return answer.status >= 400 && answer.status < 500 ? undefined : `it was answered with ${answer.status}`
  } catch (error) {
    if (error instanceof ServerEnded)
      return { problem: `with a heap of ${HEAP} MB the server ended`, detail: `(${error.message})` }
    throw error
  } finally {
    await process.stop()
  }
}

export const createCosts: AttackGroup = {
  name: 'costs of refused creates',
  count: 40,
  // Measured in the whole battery only: other tests would run at the same time.
  sample: 0,
  async *attacks(target, random) {
    const all = Object.entries(EXPENSIVE_BODIES)
    for (let turn = 0; ; turn++) {
      // The first round is of the full size, the second of any.
      const size = turn < all.length ? MAX_BODY - MB / 10 : random.int(1, 31) * MB
      const callers = random.pick(CALLERS)
      const [rule, { contentType, make }] = all[turn % all.length] ?? random.pick(all)
      yield {
        rule,
        input: `${(size / MB).toFixed(1)} MiB, authorize answers ${callers === 'anyone'}`,
        attempt() {
          const headers = { 'content-type': contentType }
          const body = make(Math.floor(size))
          return measureRefusal(target, callers, { method: 'POST', path: '/api/v1/videos', headers, body })
        },
      }
    }
  },
}
