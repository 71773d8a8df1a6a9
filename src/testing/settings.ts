import { type Clock, createRealClock, createVirtualClock } from './clock.js'
import { cometApi } from './gateways/cometApi.js'
import type { Gateway } from './gateways/Gateway.js'
import { liteLLM, vllmOmni } from './gateways/openAIShaped.js'
import { openRouter } from './gateways/openRouter.js'
import { createRandom, randomText } from './random.js'
import { checkAuth, type EmulatorAuth } from './http/auth.js'
import type { EmulatorKeyLimit, KeyWindows } from './http/keyLimit.js'
import type { EmulatedRequest } from './requestLog.js'
import { resolveScenario, type ScenarioChoice } from './scenarios/chooseScenario.js'
import type { EmulatedTask } from './tasks/task.js'
import type { GatewayName, VideoEmulatorOptions } from './VideoEmulator.js'

/** The options of an emulator with their defaults. */
export interface EmulatorSettings {
  readonly gateway: Gateway
  readonly apiKey: string | false
  /** Where a request may have the key. */
  readonly auth: readonly EmulatorAuth[]
  readonly keyLimit: EmulatorKeyLimit | undefined
  readonly duration: number
  readonly urlLifetime: number
  readonly latency: number
  readonly maxBodyBytes: number
  readonly maxLoggedRequests: number
  readonly scenario: ScenarioChoice
  readonly seed: number
  readonly clock: Clock
  /** Moves the clock; rejects if it is not virtual. */
  readonly advance: (ms: number) => Promise<void>
}

/**
 * Validates the options and fills in the defaults.
 *
 * @throws {RangeError} if a number is out of range
 * @throws {TypeError} if the gateway, the clock, the scenario or the place of the key is invalid
 */
export function resolveOptions(options: VideoEmulatorOptions): EmulatorSettings {
  const { apiKey = 'sk-emulator', latency = 0, duration = 20_000, urlLifetime = 3_600_000 } = options
  const { scenario = 'succeed', seed = randomSeed() } = options
  const { auth, keyLimit } = options
  const { maxBodyBytes = 32 * 1024 * 1024, maxLoggedRequests = 1000 } = options
  if (!(duration >= 0)) throw new RangeError(`duration must be 0 ms or more, got ${duration}`)
  if (!(urlLifetime > 0)) throw new RangeError(`urlLifetime must be more than 0 ms, got ${urlLifetime}`)
  if (!(latency >= 0)) throw new RangeError(`latency must be 0 ms or more, got ${latency}`)
  if (!(maxBodyBytes > 0)) throw new RangeError(`maxBodyBytes must be more than 0, got ${maxBodyBytes}`)
  if (!(maxLoggedRequests >= 1))
    throw new RangeError(`maxLoggedRequests must be 1 or more, got ${maxLoggedRequests}`)
  if (keyLimit && !(keyLimit.requests >= 1 && keyLimit.window > 0))
    throw new RangeError('keyLimit must have 1 or more requests in a window of more than 0 ms')
  if (auth) checkAuth(auth)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, got ${seed}`)
  // Each task resolves it again; this call rejects an invalid scenario early.
  resolveScenario(scenario, createRandom(String(seed)))
  const limits = { maxBodyBytes, maxLoggedRequests }
  const gateway = resolveGateway(options.gateway)
  return {
    gateway,
    apiKey,
    auth: auth ? [auth] : gateway.auth,
    keyLimit,
    latency,
    duration,
    urlLifetime,
    scenario,
    seed,
    ...limits,
    ...resolveClock(options),
  }
}

/** The gateways by name. */
export const GATEWAYS: Readonly<Record<GatewayName, Gateway>> = {
  cometapi: cometApi,
  openrouter: openRouter,
  litellm: liteLLM,
  'vllm-omni': vllmOmni,
}

function resolveGateway(name: GatewayName = 'cometapi'): Gateway {
  if (Object.hasOwn(GATEWAYS, name)) return GATEWAYS[name]
  throw new TypeError(`gateway must be one of ${Object.keys(GATEWAYS).join(', ')}, got '${String(name)}'`)
}

/** Draws a seed, with `getRandomValues`: `crypto.randomUUID` is missing on pages served over plain HTTP. */
function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
}

function resolveClock({ clock = 'real', now = () => Date.now() }: VideoEmulatorOptions) {
  if (clock !== 'real' && clock !== 'virtual')
    throw new TypeError(`clock must be 'real' or 'virtual', got '${String(clock)}'`)
  // The default looks up `Date.now` on each call: fake timers may be installed later.
  if (clock === 'real') return { clock: createRealClock(now), advance: rejectAdvance }
  const virtual = createVirtualClock(now())
  return { clock: virtual, advance: virtual.advance }
}

function rejectAdvance(): Promise<void> {
  return Promise.reject(
    new Error(
      "advance needs a virtual clock: createVideoEmulator({ clock: 'virtual' }). This emulator's is real.",
    ),
  )
}

/** The mutable state of an emulator. */
export interface EmulatorState {
  readonly tasks: Map<string, EmulatedTask>
  readonly requests: EmulatedRequest[]
  /** Requests removed from the log. */
  droppedRequests: number
  /** Requests so far per method and path, of the latest paths; request ids are derived from it. */
  readonly requestCounts: Map<string, number>
  /** What each key has sent in its window. */
  readonly keyWindows: KeyWindows
  /** Task ids assigned so far. */
  taskCount: number
  /** Creates received so far, rejected ones included. */
  createCount: number
}

/** The state of an emulator without tasks and requests. */
export function createState(): EmulatorState {
  const counts = { droppedRequests: 0, taskCount: 0, createCount: 0 }
  return { tasks: new Map(), requests: [], requestCounts: new Map(), keyWindows: new Map(), ...counts }
}

/** Assigns the next task id; the nth id depends on the seed only. */
export function nextTaskId({ seed, gateway }: EmulatorSettings, state: EmulatorState): string {
  return `${gateway.idPrefix}${randomText(24, createRandom(`${seed} id ${state.taskCount++}`))}`
}

/** Adds a request to the log, and drops the oldest one beyond the limit. */
export function logRequest(
  { maxLoggedRequests }: EmulatorSettings,
  state: EmulatorState,
  entry: EmulatedRequest,
): void {
  if (state.requests.push(entry) <= maxLoggedRequests) return
  state.requests.shift()
  state.droppedRequests += 1
}

/** The most paths whose requests are counted. */
const MAX_COUNTED_PATHS = 10_000

/** Assigns the id of a request; it depends on the seed, the method and path, and how often these were requested. */
export function nextRequestId({ seed }: EmulatorSettings, state: EmulatorState, target: string): string {
  const { requestCounts } = state
  const count = requestCounts.get(target) ?? 0
  // Set again at the end, so that the first key is the path that was not requested for the longest time.
  requestCounts.delete(target)
  requestCounts.set(target, count + 1)
  const [oldest] = requestCounts.keys()
  if (requestCounts.size > MAX_COUNTED_PATHS && oldest !== undefined) requestCounts.delete(oldest)
  return randomText(24, createRandom(`${seed} request ${target} ${count}`))
}
