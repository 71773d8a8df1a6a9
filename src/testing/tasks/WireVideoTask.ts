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
