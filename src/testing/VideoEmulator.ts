import type { EmulatedRequest } from './EmulatedRequest.js'
import type { WireVideoTask } from './tasks/WireVideoTask.js'
import type { TaskSeed } from './TaskSeed.js'

/** The vendor's video API as a function. */
export interface VideoEmulator {
  /** A drop-in `fetch` that is answered here instead of by the network; rejects as `fetch` does when aborted. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>
  /** What was asked, in the order it came in. */
  readonly requests: readonly EmulatedRequest[]
  /**
   * Puts a task in without a create, in the state a test or a story needs. An id that exists is replaced.
   *
   * @returns the task as a retrieve would give it now, its `video_url` on the vendor's own origin
   */
  readonly addTask: (seed?: TaskSeed) => WireVideoTask
  /** Forgets all tasks and requests. */
  readonly reset: () => void
}
