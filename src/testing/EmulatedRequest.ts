import type { Route } from './routes/matchRoute.js'

/** One request the emulator was sent. Headers and bodies are not kept, so no key can be found here. */
export interface EmulatedRequest {
  readonly method: string
  readonly url: string
  /** The URL's path, still percent-encoded. */
  readonly path: string
  /** Which of the API's routes it was: `create`, `retrieve`, `content`, `file` or `unknown`. */
  readonly route: Route['name']
  /** The task it asked about or made. */
  readonly taskId?: string
  /** HTTP status of the answer; `undefined` before it, and for ever after an abort. */
  readonly status: number | undefined
  /** Milliseconds on the emulator's clock. */
  readonly at: number
}
