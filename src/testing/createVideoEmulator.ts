import type { EmulatedRequest } from './EmulatedRequest.js'
import { apiErrorResponse } from './http/apiErrorResponse.js'
import { ApiFault } from './http/ApiFault.js'
import { pause } from './http/pause.js'
import { toRequest } from './http/toRequest.js'
import { withAbort } from './http/withAbort.js'
import { answer, type Answer } from './routes/answer.js'
import { decodeId } from './routes/decodeId.js'
import type { Exchange } from './routes/Exchange.js'
import { matchRoute } from './routes/matchRoute.js'
import type { EmulatedTask } from './tasks/EmulatedTask.js'
import { randomId } from './tasks/randomId.js'
import { taskFromSeed } from './tasks/taskFromSeed.js'
import { toWireTask } from './tasks/toWireTask.js'
import type { VideoEmulator } from './VideoEmulator.js'
import type { VideoEmulatorOptions } from './VideoEmulatorOptions.js'

type Draft<T> = { -readonly [K in keyof T]: T[K] }

const VENDOR_ORIGIN = 'https://api.cometapi.com'

/**
 * An emulator of the vendor's video API: creates, progresses and delivers videos without a network, a key or a bill.
 * It runs wherever `fetch` does.
 *
 * @throws {RangeError} when a time among the options cannot be one
 */
export function createVideoEmulator(options: VideoEmulatorOptions = {}): VideoEmulator {
  // Looked up at each call, so that a test's fake timers count whenever they are installed.
  const { apiKey = 'sk-emulator', now = () => Date.now(), latency = 0 } = options
  const { duration = 20_000, urlLifetime = 3_600_000 } = options
  if (!(duration >= 0)) throw new RangeError(`duration is milliseconds, 0 or more, got ${duration}`)
  if (!(urlLifetime > 0)) throw new RangeError(`urlLifetime is milliseconds, more than 0, got ${urlLifetime}`)
  if (!(latency >= 0)) throw new RangeError(`latency is milliseconds, 0 or more, got ${latency}`)

  const tasks = new Map<string, EmulatedTask>()
  const requests: EmulatedRequest[] = []

  async function answerAndLog(request: Request, signal: AbortSignal): Promise<Response> {
    const url = new URL(request.url)
    const route = matchRoute(url.pathname)
    const taskId = decodeId(route.rawId)
    const requestId = randomId(24)
    const at = now()
    const { method } = request
    const entry: Draft<EmulatedRequest> = {
      ...{ method, url: request.url, path: url.pathname, route: route.name, taskId, at },
      status: undefined,
    }
    requests.push(entry)

    if (latency > 0) await pause(latency, signal)
    const time = { now: now(), duration, urlLifetime }
    const exchange: Exchange = { request, url, route, taskId, requestId, tasks, ...time }
    const answered = await answer(exchange, apiKey).catch((reason: unknown): Answer => {
      if (reason instanceof ApiFault) return { response: apiErrorResponse(reason.apiError, requestId) }
      throw reason
    })
    const { response } = answered
    response.headers.set('x-request-id', requestId)
    signal.throwIfAborted()
    entry.taskId = answered.taskId ?? taskId
    entry.status = response.status
    return response
  }

  return {
    fetch: async (input, init) => {
      const { request, signal } = toRequest(input, init)
      signal.throwIfAborted()
      return withAbort(answerAndLog(request, signal), signal)
    },
    requests,
    addTask: (seed = {}) => {
      const task = taskFromSeed(seed, now(), duration)
      tasks.set(task.id, task)
      return toWireTask(task, { now: now(), urlLifetime, origin: VENDOR_ORIGIN })
    },
    reset: () => {
      tasks.clear()
      requests.length = 0
    },
  }
}
