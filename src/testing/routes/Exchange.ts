import type { EmulatedTask } from '../tasks/EmulatedTask.js'
import type { Route } from './matchRoute.js'

/** One request on its way through the emulator, and what answering it may need. */
export interface Exchange {
  readonly request: Request
  readonly url: URL
  readonly route: Route
  /** The id in the path, decoded. */
  readonly taskId?: string
  readonly requestId: string
  /** Milliseconds on the emulator's clock. */
  readonly now: number
  readonly tasks: Map<string, EmulatedTask>
  /** Milliseconds a task takes. */
  readonly duration: number
  /** Milliseconds a `video_url` lives. */
  readonly urlLifetime: number
}
