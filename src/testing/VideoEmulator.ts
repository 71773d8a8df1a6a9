import type { Route } from './routes/matchRoute.js'
import type { ScenarioChoice } from './scenarios/resolveScenario.js'
import type { TaskState, TaskView, WireVideoTask } from './tasks/TaskState.js'

/** The vendor's video API as a function. */
export interface VideoEmulator {
  /** A drop-in `fetch` that is answered here instead of by the network; rejects as `fetch` does when aborted. */
  readonly fetch: typeof globalThis.fetch
  /**
   * The same for a server, which cannot answer with a rejection: where the connection is to break before the answer, the
   * body of this one breaks at once, and a server adapter drops the connection.
   */
  readonly handle: (request: Request) => Promise<Response>
  /** What was asked, in the order it came in. */
  readonly requests: readonly EmulatedRequest[]
  /** The tasks there are, the oldest first, each with where it stands and where it will end. */
  readonly tasks: readonly TaskView[]
  /** What makes ids and `chaos` repeatable: the seed among the options, or the one drawn without it. */
  readonly seed: number
  /** Milliseconds on the emulator's clock. */
  readonly now: () => number
  /**
   * Moves a virtual clock on, bringing in their order the answers that were held back until then. What was asked before
   * counts as asked before. To be awaited.
   *
   * @throws {Error} when the clock is no virtual one
   * @throws {RangeError} when `ms` is below 0
   */
  readonly advance: (ms: number) => Promise<void>
  /**
   * Puts a task in without a create, in the state a test or a story needs. An id that exists is replaced.
   *
   * @returns the task as a retrieve would give it now in the documented shape, its `video_url` on the vendor's own origin
   * @throws {TypeError} for a scenario that is none
   */
  readonly addTask: (seed?: TaskSeed) => WireVideoTask
  /** Forgets all tasks and requests. */
  readonly reset: () => void
}

/** How an emulator behaves. */
export interface VideoEmulatorOptions {
  /**
   * The key callers must send as `Authorization: Bearer …`; `false` accepts anybody.
   *
   * @default 'sk-emulator'
   */
  apiKey?: string | false | undefined
  /**
   * Milliseconds from the create to the end of a task; about a seventh of it is spent in the queue.
   *
   * @default 20_000
   */
  duration?: number | undefined
  /**
   * How all tasks go whose prompt, header or seed says nothing else: a name, several names, a script, or functions.
   *
   * @default 'succeed'
   */
  scenario?: ScenarioChoice | undefined
  /**
   * A whole number that makes ids and `chaos` repeatable: equal requests in equal order get equal answers.
   *
   * @default a random one, which `emulator.seed` tells
   */
  seed?: number | undefined
  /**
   * `real` goes by itself. `virtual` stands still until `emulator.advance(ms)`, and so do slow answers.
   *
   * @default 'real'
   */
  clock?: 'real' | 'virtual' | undefined
  /**
   * The emulator's clock in milliseconds; with a virtual one, the time it starts at. A clock of your own makes time
   * whatever you say, but slow answers wait with timers.
   *
   * @default Date.now
   */
  now?: (() => number) | undefined
  /**
   * Milliseconds a `video_url` lives. Until then every retrieve gives the same URL, after that a new one.
   *
   * @default 3_600_000, an hour
   */
  urlLifetime?: number | undefined
  /**
   * Milliseconds before each answer.
   *
   * @default 0
   */
  latency?: number | undefined
}

/** A task to put into the emulator without a create. */
export interface TaskSeed {
  /** @default one of its own */
  id?: string
  /** @default 'wan2.6' */
  model?: string
  /** May hold markers such as `[fail]`. @default 'A quiet lake at dawn' */
  prompt?: string
  /** @default '5' */
  seconds?: string
  /** Also chooses the clip that is played. @default '1920x1080' */
  size?: string
  /**
   * How the task goes: by name, by several names, by a script, or as functions of your own.
   *
   * @default what the prompt asks for, else the emulator's own `scenario`
   */
  scenario?: ScenarioChoice
  /** Freezes the task in this state, whatever the clock says; of a `scenario` the rest remains: dialect and faults. */
  state?: TaskState
  /**
   * Milliseconds since the task's create.
   *
   * @default 0 for a task that runs or is frozen in the queue, half the emulator's `duration` for one frozen in
   * progress, all of it for one frozen at its end
   */
  age?: number
  /**
   * Fields laid over every answer about the task, for what the wire may hold besides: `{ size: '1280x720' }`, or
   * something broken. They are laid over the documented shape, before a dialect rewrites it.
   */
  fields?: Record<string, unknown>
}

/** One request the emulator was sent. The key stands nowhere in it. */
export interface EmulatedRequest {
  readonly method: string
  readonly url: string
  /** The URL's path, still percent-encoded. */
  readonly path: string
  /** Which of the API's routes it was: `create`, `retrieve`, `content`, `file` or `unknown`. */
  readonly route: Route['name']
  /** By their lower-case names. Of `authorization` and `cookie` only that they were there: `'[redacted]'`. */
  readonly headers: Readonly<Record<string, string>>
  /** The form fields of a create, a file as its name and size; `undefined` where no form could be read. */
  readonly params?: Readonly<Record<string, string>>
  /** The task it asked about or made. */
  readonly taskId?: string
  /** HTTP status of the answer; `undefined` before it, and for ever after an abort or a connection that broke. */
  readonly status: number | undefined
  /** `true` once the caller has left while the body of the answer was dripping. */
  readonly left?: boolean
  /** Milliseconds on the emulator's clock. */
  readonly at: number
}

/** An entry that is still being written. */
export type EmulatedRequestDraft = { -readonly [K in keyof EmulatedRequest]: EmulatedRequest[K] }
