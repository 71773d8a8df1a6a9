import { ConnectionResetError } from './answers.js'
import { apiErrorResponse, ApiFault } from './http/apiErrors.js'
import { brokenResponse, toRequest, withAbort } from './http/request.js'
import { createRandom, randomText } from './random.js'
import { answer } from './routes/answer.js'
import { decodeId, matchRoute, type Route } from './routes/matchRoute.js'
import { scenarioOfTask } from './routes/scenarioOf.js'
import { type EmulatorState, newTaskId, readOptions } from './settings.js'
import { stateAt, taskFromSeed, viewTask } from './tasks/task.js'
import { toWireTask } from './tasks/toWireTask.js'
import type { EmulatedRequestDraft, VideoEmulator, VideoEmulatorOptions } from './VideoEmulator.js'

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
        if (reason instanceof ConnectionResetError) return brokenResponse(reason)
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

/** Headers of which only the presence is kept. */
const SECRET = ['authorization', 'proxy-authorization', 'cookie', 'x-api-key']

/** What is remembered of a request before it is answered, without the key. */
function describeRequest(
  { method, url, headers }: Request,
  route: Route,
  at: number,
  apiKey: string | false,
): EmulatedRequestDraft {
  const redact = (text: string) => (apiKey ? text.replaceAll(apiKey, '[redacted]') : text)
  const kept: Record<string, string> = {}
  headers.forEach((value, name) => {
    kept[name] = SECRET.includes(name) ? '[redacted]' : redact(value)
  })
  const taskId = decodeId(route.rawId)
  return {
    ...{ method, url: redact(url), path: redact(new URL(url).pathname), route: route.name, headers: kept },
    ...{ taskId: taskId && redact(taskId), at, status: undefined },
  }
}
