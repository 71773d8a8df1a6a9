import type { EmulatorAuth } from './http/auth.js'
import type { EmulatorKeyLimit } from './http/keyLimit.js'
import type { EmulatedRequest } from './requestLog.js'
import type { ScenarioChoice } from './scenarios/chooseScenario.js'
import type { TaskSeed } from './tasks/task.js'
import type { TaskView, WireVideoTask } from './tasks/TaskState.js'

/** An emulated video API. */
export interface VideoEmulator {
  /** A drop-in `fetch` answered by the emulator instead of the network. Rejects as `fetch` does when aborted. */
  readonly fetch: typeof globalThis.fetch
  /**
   * The same for a server adapter, which needs a response even if the connection is to break: the body of that response
   * errors at once, and the adapter drops the connection.
   */
  readonly handle: (request: Request) => Promise<Response>
  /** The latest requests in order of arrival, at most `maxLoggedRequests`. */
  readonly requests: readonly EmulatedRequest[]
  /** How many older requests were removed from `requests` to make room. */
  readonly droppedRequests: number
  /** The tasks in order of creation, each with its state now and the state it ends in. */
  readonly tasks: readonly TaskView[]
  /** The seed of ids and `chaos`: the `seed` option, or the one that was drawn. */
  readonly seed: number
  /** Milliseconds on the emulator's clock. */
  readonly now: () => number
  /**
   * Moves a virtual clock forward and delivers the responses that become due, in order. Await it. Requests sent before the
   * call are received before the clock moves.
   *
   * @param ms milliseconds, 0 or more
   * @throws {Error} if the clock is not virtual
   * @throws {RangeError} if `ms` is below 0
   */
  readonly advance: (ms: number) => Promise<void>
  /**
   * Adds a task without a create, in any state. Replaces a task with the same id.
   *
   * @returns the task as a retrieve would return it now, in the documented format, its `video_url` on the API's own origin
   * @throws {TypeError} if the scenario is invalid
   */
  readonly addTask: (seed?: TaskSeed) => WireVideoTask
  /** Removes all tasks and logged requests. */
  readonly reset: () => void
}

/** A gateway that the emulator can play. */
export type GatewayName = 'cometapi' | 'openrouter' | 'litellm' | 'vllm-omni'

/** Options of `createVideoEmulator`. */
export interface VideoEmulatorOptions {
  /**
   * The API to play. Another gateway has its own models, bodies, routes and errors.
   *
   * - `cometapi`: the documented models of CometAPI, each with its own fields and answers
   * - `openrouter`: JSON creates answered with 202, `polling_url`, `unsigned_urls`, cost, `GET /videos/models`
   * - `litellm`: JSON or form creates, OpenAI's list, delete and remix, ids that contain the model
   * - `vllm-omni`: form creates without a model, OpenAI's list and delete
   *
   * @default 'cometapi'
   */
  gateway?: GatewayName | undefined
  /**
   * The key that callers must send; `false` accepts any key, or none.
   *
   * @default 'sk-emulator'
   */
  apiKey?: string | false | undefined
  /**
   * Where callers must send the key, and nowhere else: `{ header: 'x-api-key' }`, `{ header: 'api-key' }` as to Azure,
   * `{ header: 'authorization', scheme: 'Key' }`, `{ query: 'key' }`.
   *
   * @default what the gateway takes: `Authorization: Bearer KEY`, and `litellm` also `x-litellm-api-key`, `api-key` and
   *   `x-api-key`
   */
  auth?: EmulatorAuth | undefined
  /**
   * How many requests each key may send, polls and downloads included; those beyond are answered with 429, `Retry-After`
   * and `RateLimit-Reset`. All responses have `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`. The file of a
   * `video_url` needs no key and counts nothing.
   *
   * @default no limit
   */
  keyLimit?: EmulatorKeyLimit | undefined
  /**
   * Milliseconds from create to completion; the task is queued for the first 15 %.
   *
   * @default 20_000
   */
  duration?: number | undefined
  /**
   * The scenario of tasks whose seed, header or prompt selects none: a name, several names, a script, or functions.
   *
   * @default 'succeed'
   */
  scenario?: ScenarioChoice | undefined
  /**
   * An integer that makes ids and `chaos` reproducible: equal requests in equal order get equal responses.
   *
   * @default a random one, see `emulator.seed`
   */
  seed?: number | undefined
  /**
   * `real` follows `now` and waits with timers. `virtual` only moves in `emulator.advance(ms)`, and so do delayed
   * responses.
   *
   * @default 'real'
   */
  clock?: 'real' | 'virtual' | undefined
  /**
   * Returns the time in milliseconds. A real clock reads it; a virtual clock takes its start from it. With a function of
   * your own, delayed responses still wait with timers.
   *
   * @default Date.now
   */
  now?: (() => number) | undefined
  /**
   * Milliseconds a `video_url` is valid. Retrieves return the same URL until it expires, then a new one.
   *
   * @default 3_600_000 (1 hour)
   */
  urlLifetime?: number | undefined
  /**
   * Milliseconds before each response.
   *
   * @default 0
   */
  latency?: number | undefined
  /**
   * The largest body of a create, in bytes; a larger one is answered with 413 and not read to its end.
   *
   * @default 33_554_432 (32 MiB, enough for reference pictures)
   */
  maxBodyBytes?: number | undefined
  /**
   * The most requests in `requests`; the oldest is dropped for each further one. `Infinity` keeps all.
   *
   * @default 1000
   */
  maxLoggedRequests?: number | undefined
}
