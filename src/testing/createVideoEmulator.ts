import { ConnectionBroken } from './answers/ConnectionBroken.js'
import { createRandom } from './createRandom.js'
import { describeRequest } from './describeRequest.js'
import type { EmulatorState } from './EmulatorState.js'
import { apiErrorResponse } from './http/apiErrorResponse.js'
import { ApiFault } from './http/ApiFault.js'
import { brokenResponse } from './http/brokenResponse.js'
import { toRequest } from './http/toRequest.js'
import { withAbort } from './http/withAbort.js'
import { readOptions } from './readOptions.js'
import { answer } from './routes/answer.js'
import { decodeId } from './routes/decodeId.js'
import { matchRoute } from './routes/matchRoute.js'
import { scenarioOfTask } from './routes/scenarioOf.js'
import { newTaskId } from './tasks/newTaskId.js'
import { randomText } from './tasks/randomText.js'
import { stateAt } from './tasks/stateAt.js'
import { taskFromSeed } from './tasks/taskFromSeed.js'
import { toWireTask } from './tasks/toWireTask.js'
import { viewTask } from './tasks/viewTask.js'
import type { VideoEmulator } from './VideoEmulator.js'
import type { VideoEmulatorOptions } from './VideoEmulatorOptions.js'

const VENDOR_ORIGIN = 'https://api.cometapi.com'

/**
 * An emulator of the vendor's video API: creates, progresses and delivers videos without a network, a key or a bill, and
 * goes wrong on command. It runs wherever `fetch` does.
 *
 * @throws {RangeError} when a number among the options cannot be one
 * @throws {TypeError} for a clock or a scenario that is none
 */
export function createVideoEmulator(options: VideoEmulatorOptions = {}): VideoEmulator {
  const settings = readOptions(options)
  const { clock, seed, duration, urlLifetime, latency } = settings
  const state: EmulatorState = {
    ...{ tasks: new Map(), requests: [], asked: new Map() },
    ...{ taskCount: 0, createCount: 0 },
  }

  function nextRequestId(asked: string): string {
    const count = state.asked.get(asked) ?? 0
    state.asked.set(asked, count + 1)
    return randomText(24, createRandom(`${seed} request ${asked} ${count}`))
  }

  async function answerAndLog(request: Request, signal: AbortSignal): Promise<Response> {
    const url = new URL(request.url)
    const route = matchRoute(url.pathname)
    const startedAt = clock.now()
    const requestId = nextRequestId(`${request.method} ${url.pathname}`)
    const entry = describeRequest(request, route, startedAt, settings.apiKey)
    state.requests.push(entry)

    if (latency > 0) await clock.waitUntil(startedAt + latency, signal)
    const taskId = decodeId(route.rawId)
    const from = { request, signal, url, route, taskId, requestId, startedAt }
    const response = await answer({ ...from, settings, state, entry }).catch((reason: unknown) => {
      if (reason instanceof ApiFault) return apiErrorResponse(reason.apiError, requestId)
      throw reason
    })
    response.headers.set('x-request-id', requestId)
    signal.throwIfAborted()
    const { status, headers } = response
    entry.status = status
    return request.method === 'HEAD' ? new Response(null, { status, headers }) : response
  }

  async function emulatedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const { request, signal } = toRequest(input, init)
    signal.throwIfAborted()
    return withAbort(answerAndLog(request, signal), signal)
  }

  return {
    fetch: emulatedFetch,
    handle: (request) =>
      emulatedFetch(request).catch((reason: unknown) => {
        if (reason instanceof ConnectionBroken) return brokenResponse(reason)
        throw reason
      }),
    requests: state.requests,
    get tasks() {
      return [...state.tasks.values()].map((task) => viewTask(task, clock.now()))
    },
    seed,
    now: clock.now,
    advance: settings.advance,
    addTask: (given = {}) => {
      const { id = newTaskId(settings, state), prompt = 'A quiet lake at dawn' } = given
      const now = clock.now()
      const scenario = scenarioOfTask(settings, id, prompt, given.scenario)
      const task = taskFromSeed(given, { id, prompt, scenario, now, duration })
      state.tasks.set(id, task)
      return toWireTask(task, stateAt(task, now), { now, urlLifetime, origin: VENDOR_ORIGIN })
    },
    reset: () => {
      state.tasks.clear()
      state.requests.length = 0
    },
  }
}
