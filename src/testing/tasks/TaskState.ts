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

/** A task as the emulator knows it, whatever its answers say. */
export interface TaskView {
  readonly id: string
  readonly model: string
  readonly prompt: string
  readonly seconds: string
  readonly size: string
  /** Milliseconds on the emulator's clock. */
  readonly createdAt: number
  /** Where it stands now: what the next poll would learn, if nothing else went wrong. */
  readonly state: TaskState
  /** Where it will end, if it is watched for long enough; a task that never ends is still running here. */
  readonly ending: TaskState
}

/** The `error` object of a failed task as the vendor sends it. */
export interface WireTaskError {
  message?: string
  code?: string
  type?: string
  param?: string
}

/** A task exactly as the emulator sends it: the documented lower-case shape, times in Unix seconds. */
export interface WireVideoTask {
  id: string
  model: string
  object: 'video'
  status: 'queued' | 'in_progress' | 'completed' | 'failed' | 'error'
  /** Percent, an integer from 0 to 100. */
  progress: number
  created_at: number
  /** Only on a completed task. */
  completed_at?: number
  /** Only on a completed task; signed, and refused with 403 once it has expired. */
  video_url?: string
  /** Only on a failed task. */
  error?: WireTaskError
}
