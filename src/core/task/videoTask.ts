/** The five states of the documented lifecycle. */
export type VideoTaskStatus = 'queued' | 'in_progress' | 'completed' | 'failed' | 'error'

/** Why a task failed, as the API tells it; every field may be absent. */
export interface VideoTaskFailure {
  /** The provider's text, without the request id. Written for developers as often as for people. */
  message?: string
  /** Its machine-readable word, such as `content_policy_violation`. */
  code?: string
  /** Its class of error, such as `invalid_request_error`. */
  type?: string
  /** The parameter of the create that it objects to. */
  param?: string
  /** The provider's id of the request, for its support. */
  request_id?: string
}

/**
 * The fields of a task that do not depend on its status. Fields the API sent beyond these are kept on the object;
 * narrow with `in` to read one: `'seed' in task`.
 */
export interface VideoTaskBase {
  /** The id that creating the video returned. */
  id: string
  /** Always `video`, as the API writes it. */
  object: 'video'
  /** Coarse percentage, an integer from 0 to 100. Never tells completion: a stuck task may report 100. */
  progress: number
  /** Model id, such as `wan2.6`. */
  model?: string
  /** When the task was created, in Unix seconds. */
  created_at?: number
  /** Alias of `id` that some answers carry. */
  task_id?: string
  /** Length of the video in seconds, as text. */
  seconds?: string
  /** Frame size asked for, `WIDTHxHEIGHT` in pixels; the delivered one may differ. */
  size?: string
  /** When the video stops being available, in Unix seconds. */
  expires_at?: number
  /** What was asked for, where the API repeats it. */
  prompt?: string
  /** The video this one was made from, where the API has such a call. */
  remixed_from_video_id?: string
  /** The status as it came, where it is a word this library does not know; `status` is then `in_progress`. */
  raw_status?: string
  /** How long the server asked to wait before the next poll, in ms; from the answer's headers. */
  poll_after?: number
  /** What watching has shown and the wire cannot tell; not the API's. */
  observed?: VideoTaskObservation
}

/** Waiting for its turn. */
export interface QueuedVideoTask extends VideoTaskBase {
  status: 'queued'
}

/** Being rendered. */
export interface InProgressVideoTask extends VideoTaskBase {
  status: 'in_progress'
}

/** Done. */
export interface CompletedVideoTask extends VideoTaskBase {
  status: 'completed'
  /** When the task ended, in Unix seconds. */
  completed_at?: number
  /** Temporary `http(s)` address of the video; absent where the provider delivers through the content route alone. */
  video_url?: string
}

/** Ended without a video: `failed` by the model or its moderation, `error` by the machinery. */
export interface FailedVideoTask extends VideoTaskBase {
  status: 'failed' | 'error'
  /** When the task ended, in Unix seconds. */
  completed_at?: number
  /** Why, where the API says. */
  error?: VideoTaskFailure
}

/**
 * A video task in the documented shape, a union on `status`.
 *
 * @see https://apidoc.cometapi.com
 */
export type VideoTask = QueuedVideoTask | InProgressVideoTask | CompletedVideoTask | FailedVideoTask

/**
 * What watching a task has shown and the wire cannot tell. Written by the query that polls, from one answer to the next;
 * it changes only when the task visibly does. All times are milliseconds of this machine's clock.
 */
export interface VideoTaskObservation {
  /** When the task was first seen. */
  first_seen: number
  /** When it was first seen running. */
  running_since?: number
  /** The percentage it had then; not 0 where the watch began in mid-run. */
  running_from?: number
  /** The highest percentage seen: some servers go backwards. */
  highest_progress: number
  /** When status or progress last changed. */
  last_change: number
  /** Since when it is watched without a gap: a machine that slept, or a clock that was set, starts it anew. */
  watched_from: number
  /** How long the server asked to wait before the next poll, in ms. */
  poll_after?: number
  /** When the watch was given up, after too long without a change. */
  stalled?: number
  /** When a player found that no address of the finished video plays any more; a new address takes it back. */
  expired?: number
}

/** Whether a task has ended, and so will never change again: `completed`, `failed` or `error`. */
export function isTerminal(task: VideoTask | null | undefined): task is CompletedVideoTask | FailedVideoTask {
  return task?.status === 'completed' || task?.status === 'failed' || task?.status === 'error'
}

const ORDER: Record<VideoTaskStatus, number> = {
  queued: 0,
  in_progress: 1,
  completed: 2,
  failed: 2,
  error: 2,
}

/** Whether a word is one of the documented statuses. */
export function isStatus(word: unknown): word is VideoTaskStatus {
  return typeof word === 'string' && Object.hasOwn(ORDER, word)
}

/** Whether a status comes after another in a task's life; nothing comes after an end, and anything after none. */
export function isLaterStatus(status: VideoTaskStatus, than: VideoTaskStatus | undefined): boolean {
  return than === undefined || ORDER[status] > ORDER[than]
}
