import type { EmulatedRequestDraft } from '../EmulatedRequest.js'
import type { EmulatorState } from '../EmulatorState.js'
import type { EmulatorSettings } from '../EmulatorSettings.js'
import type { Route } from './matchRoute.js'

/** One request on its way through the emulator, and what answering it may need. */
export interface Exchange {
  readonly request: Request
  /** The caller's, who may leave. */
  readonly signal: AbortSignal
  readonly url: URL
  readonly route: Route
  /** The id in the path, decoded. */
  readonly taskId?: string
  readonly requestId: string
  /** When it came in, in ms on the emulator's clock. */
  readonly startedAt: number
  readonly settings: EmulatorSettings
  readonly state: EmulatorState
  /** Its entry among the requests, to be completed. */
  readonly entry: EmulatedRequestDraft
}
