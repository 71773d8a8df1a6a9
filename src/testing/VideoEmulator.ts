import type { EmulatedRequest } from './EmulatedRequest.js'
import type { TaskView } from './tasks/TaskView.js'
import type { WireVideoTask } from './tasks/WireVideoTask.js'
import type { TaskSeed } from './TaskSeed.js'

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
