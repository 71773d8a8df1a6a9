import type { EmulatedRequest } from '../EmulatedRequest.js'
import type { Answer } from './Answer.js'
import type { CheckVideoProxyOptions } from './ProxyCheck.js'
import type { Verdict } from './Verdict.js'

/** Whose request it is. */
type Caller = 'user' | 'other' | 'nobody'

/** How a request is sent. */
export interface AskOptions {
  method?: string
  /** @default 'user' */
  as?: Caller
  headers?: Record<string, string>
  body?: FormData
  signal?: AbortSignal
}

/** What each check works with. */
export interface CheckContext {
  readonly options: CheckVideoProxyOptions
  /** Whether tasks may be made: the emulator was seen behind the proxy, or the user says so. */
  readonly canCreate: boolean
  /** Why not, as a sentence. */
  readonly whyNot: string
  /** Sends a request to a path after the base URL. */
  readonly send: (path: string, ask?: AskOptions) => Promise<Response>
  /** The same, the answer read to its end and kept for the search for the key. */
  readonly ask: (path: string, ask?: AskOptions) => Promise<Answer>
  /** All that was read so far. */
  readonly answers: readonly Answer[]
  /** Sends a create that goes by these scenarios of the emulator. */
  readonly create: (scenarios: string, ask?: AskOptions) => Promise<Answer>
  /** Makes a task that goes by these scenarios; its id, encoded for a path. */
  readonly createTask: (scenarios: string) => Promise<string>
  /** The path of a completed task, made here or given; `undefined` where there is none. */
  readonly completedTask: () => Promise<string | undefined>
  /** What the API is asked while something is done. */
  readonly upstreamOf: (run: () => Promise<unknown>) => Promise<EmulatedRequest[]>
}

/** One line of the check: a guarantee, and how it is tried. */
export interface Guarantee {
  about: string
  /** Whether it takes an emulator; without one it is unknown. @default false */
  needsEmulator?: boolean
  check: (context: CheckContext) => Promise<Verdict>
}
