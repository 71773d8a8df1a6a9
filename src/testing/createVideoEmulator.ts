import { ApiFault } from './http/apiErrors.js'
import { brokenResponse, ConnectionResetError } from './http/bodyStream.js'
import { createLogEntry } from './requestLog.js'
import { answerRequest } from './routes/answerRequest.js'
import { decodeId, matchRoute } from './routes/matchRoute.js'
import { scenarioOfTask } from './scenarios/chooseScenario.js'
import { createState, logRequest, nextRequestId, nextTaskId, resolveOptions } from './settings.js'
import { stateAt, taskFromSeed, viewTask } from './tasks/task.js'
import { toWireTask } from './tasks/toWireTask.js'
import type { VideoEmulator, VideoEmulatorOptions } from './VideoEmulator.js'

/** Origin of the `video_url` in what `addTask` returns. */
const API_ORIGIN = 'https://api.cometapi.com'

/**
 * Creates an emulator of the video API: it creates, runs and delivers tasks without network, key or bill, and fails on
 * command. It runs wherever `fetch` does.
 *
 * @throws {RangeError} if a number among the options is out of range
 * @throws {TypeError} if the gateway, the clock, the scenario or the place of the key is invalid
 *
 * @example
 * ```ts
 * import { createVideoClient } from 'react-video-task/client'
 * import { createVideoEmulator } from 'react-video-task/testing'
 *
 * const emulator = createVideoEmulator({ clock: 'virtual', scenario: ['wrapped', 'fail'] })
 * const client = createVideoClient({
 *   baseURL: 'https://api.test/v1',
 *   apiKey: 'sk-emulator',
 *   fetch: emulator.fetch,
 * })
 * const { id } = await client.create({ model: 'wan2.6', prompt: 'A fox in the snow' })
 * await emulator.advance(20_000)
 * console.log((await client.retrieve(id)).status) // failed
 * ```
 */
export function createVideoEmulator(options: VideoEmulatorOptions = {}): VideoEmulator {
  const settings = resolveOptions(options)
  const { clock, seed, duration, urlLifetime, latency, gateway } = settings
  const state = createState()

  async function respond(request: Request, signal: AbortSignal): Promise<Response> {
    const url = new URL(request.url)
    const route = matchRoute(url.pathname, request.method, gateway.extraRoutes)
    const pathId = decodeId(route.rawId)
    const taskId = pathId && (gateway.readId?.(pathId) ?? pathId)
    const startedAt = clock.now()
    const requestId = nextRequestId(settings, state, `${request.method} ${url.pathname}`)
    const entry = createLogEntry(request, route, taskId, startedAt, settings)
    logRequest(settings, state, entry)

    if (latency > 0) await clock.waitUntil(startedAt + latency, signal)
    const headers = new Headers({ 'x-request-id': requestId })
    const received = { request, signal, url, route, taskId, requestId, startedAt, headers, entry }
    const response = await answerRequest({ ...received, settings, state }).catch((reason: unknown) => {
      if (reason instanceof ApiFault) return gateway.errorResponse(reason.apiError, requestId)
      throw reason
    })
    headers.forEach((value, name) => response.headers.set(name, value))
    signal.throwIfAborted()
    const { status } = response
    entry.status = status
    return request.method === 'HEAD' ? new Response(null, response) : response
  }

  async function emulatedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const { request, signal } = toRequest(input, init)
    signal.throwIfAborted()
    return withAbort(respond(request, signal), signal)
  }

  return {
    fetch: emulatedFetch,
    handle: (request) =>
      emulatedFetch(request).catch((reason: unknown) => {
        if (reason instanceof ConnectionResetError) return brokenResponse(reason)
        throw reason
      }),
    requests: state.requests,
    get droppedRequests() {
      return state.droppedRequests
    },
    get tasks() {
      return [...state.tasks.values()].map((task) => viewTask(task, clock.now()))
    },
    seed,
    now: clock.now,
    advance: settings.advance,
    addTask: (taskSeed = {}) => {
      const { id = nextTaskId(settings, state), model = 'wan2.6', prompt = 'A quiet lake at dawn' } = taskSeed
      const described = gateway.describeModel(model)
      const now = clock.now()
      const scenario = scenarioOfTask(settings, id, prompt, taskSeed.scenario)
      const task = taskFromSeed(taskSeed, { described, id, prompt, scenario, now, duration })
      state.tasks.set(id, task)
      return toWireTask(task, stateAt(task, now), { now, urlLifetime, origin: API_ORIGIN })
    },
    reset: () => {
      state.tasks.clear()
      state.requests.length = 0
      state.keyWindows.clear()
      state.droppedRequests = 0
    },
  }
}

/**
 * Builds the `Request` from the arguments of `fetch`. The signal is kept beside it: simulated browsers have their own
 * `AbortSignal` class, which Node's `Request` rejects.
 */
function toRequest(input: RequestInfo | URL, init: RequestInit = {}) {
  const { signal, ...rest } = init
  // Relative URLs resolve against the page, if there is one.
  const target = typeof input === 'string' ? new URL(input, globalThis.location?.href) : input
  const request = new Request(target, rest)
  return { request, signal: signal ?? request.signal }
}

/** Rejects with the signal's reason as soon as it aborts, as `fetch` does, even if the work goes on. */
function withAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
