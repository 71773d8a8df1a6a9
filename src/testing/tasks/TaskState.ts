import type { WireTaskError } from './WireVideoTask.js'

/** Where a task stands: what a scenario answers, and what `addTask` can freeze a task in. */
export type TaskState =
  | { status: 'queued' }
  | {
      status: 'in_progress'
      /** Percent, an integer from 0 to 100. */
      progress: number
    }
  | {
      status: 'completed'
      /**
       * What becomes of `video_url`: a fresh one that works, one that has already expired (the stored file is
       * gone too, so the content route answers 502), or none at all.
       *
       * @default 'fresh'
       */
      url?: 'fresh' | 'expired' | 'none'
      /**
       * Milliseconds from the create to the end.
       *
       * @default what a task of this emulator takes
       */
      endedAfter?: number
    }
  | {
      status: 'failed' | 'error'
      /**
       * Percent at which it ended.
       *
       * @default 50
       */
      progress?: number
      /** What went wrong; left out, the answer carries no `error` field at all. */
      error?: WireTaskError
    }
