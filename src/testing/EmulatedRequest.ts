import type { Route } from './routes/matchRoute.js'

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
