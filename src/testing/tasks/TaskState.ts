/** The state of a task: what a scenario returns, and what `addTask` can freeze a task in. */
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
       * The `video_url` of the task: a working one, one that has expired (the stored file is then gone too, and the
       * content route answers 502), or none.
       *
       * @default 'fresh'
       */
      url?: 'fresh' | 'expired' | 'none'
      /**
       * Milliseconds from create to completion.
       *
       * @default the emulator's `duration`
       */
      endedAfter?: number
    }
  | {
      status: 'failed' | 'error'
      /**
       * Percent at which the task ended.
       *
       * @default 50
       */
      progress?: number
      /** The reason. Without it the task has no `error` field. */
      error?: WireTaskError
    }

/** A task as the emulator keeps it, whatever its responses say. */
export interface TaskView {
  readonly id: string
  readonly model: string
  readonly prompt: string
  readonly seconds: string
  readonly size: string
  /** Milliseconds on the emulator's clock. */
  readonly createdAt: number
  /** The state now, which the next poll returns unless a fault hits it. */
  readonly state: TaskState
  /** The state that the task ends in; a task that never ends has its last one here. */
  readonly ending: TaskState
}

/** The `error` object of a failed task on the wire. */
export interface WireTaskError {
  message?: string
  code?: string
  type?: string
  param?: string
}

/** A task on the wire, in the documented format: lower-case statuses, times in Unix seconds. */
export interface WireVideoTask {
  id: string
  model: string
  object: 'video'
  status: 'queued' | 'in_progress' | 'completed' | 'failed' | 'error'
  /** Percent, an integer from 0 to 100. */
  progress: number
  created_at: number
  /** Only for a completed task. */
  completed_at?: number
  /** Only for a completed task. The URL is signed and answers 403 after it has expired. */
  video_url?: string
  /** Only for a failed task. */
  error?: WireTaskError
}
