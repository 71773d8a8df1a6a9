/** The five statuses of the documented lifecycle. */
export type VideoTaskStatus = 'queued' | 'in_progress' | 'completed' | 'failed' | 'error'

/** Why a task failed, in the API's words. Every field may be absent. */
export interface VideoTaskFailure {
  /** The provider's message, without the request id. Often written for developers. */
  message?: string
  /** Machine-readable code, such as `content_policy_violation`. */
  code?: string
  /** Class of the error, such as `invalid_request_error`. */
  type?: string
  /** The invalid parameter of the create. */
  param?: string
  /** The provider's id of the request, for its support team. */
  request_id?: string
}

/**
 * The fields of a task that do not depend on its status. Other fields that the API sent are kept on the object: narrow with
 * `in` to read one, as in `'seed' in task`.
 */
export interface VideoTaskBase {
  /** The id that creating the video returned. */
  id: string
  /** Always `video`. */
  object: 'video'
  /** Coarse percentage, an integer from 0 to 100. Not a sign of completion: a stuck task may report 100. */
  progress: number
  /** Model id, such as `wan2.6`. */
  model?: string
  /** When the task was created, in seconds since the epoch. */
  created_at?: number
  /** Alias of `id` in some answers. */
  task_id?: string
  /** Length of the video in seconds, as text. */
  seconds?: string
  /** Requested frame size, `WIDTHxHEIGHT` in pixels. The delivered one may differ. */
  size?: string
  /** When the video stops being available, in seconds since the epoch. */
  expires_at?: number
  /** The prompt, where the API repeats it. */
  prompt?: string
  /** The video this one was made from, where the API has remixes. */
  remixed_from_video_id?: string
  /** The API's status where this library does not know it; `status` is then `in_progress`. */
  raw_status?: string
  /** Wait before the next poll that the server asked for, in ms, from the answer's headers. */
  poll_after?: number
  /** What polling has observed; not sent by the API. */
  observed?: VideoTaskObservation
}

/** A task that waits for its turn. */
export interface QueuedVideoTask extends VideoTaskBase {
  status: 'queued'
}

/** A task whose video is being rendered. */
export interface InProgressVideoTask extends VideoTaskBase {
  status: 'in_progress'
}

/** A task whose video is ready. */
export interface CompletedVideoTask extends VideoTaskBase {
  status: 'completed'
  /** When the task ended, in seconds since the epoch. */
  completed_at?: number
  /** Temporary `http(s)` URL of the video; absent where the provider delivers only through the content route. */
  video_url?: string
  /**
   * The video itself as a `data:video/…;base64,…` URL of some MB, where the gateway sends it in the task in place of a URL.
   * Players and downloads of this library use it by way of a `blob:` URL.
   */
  video_data?: string
}

/** A task that ended without a video: `failed` by the model or its moderation, `error` by the infrastructure. */
export interface FailedVideoTask extends VideoTaskBase {
  status: 'failed' | 'error'
  /** When the task ended, in seconds since the epoch. */
  completed_at?: number
  /** The reason, where the API gives one. */
  error?: VideoTaskFailure
}

/**
 * A video task in the documented shape, a union on `status`.
 *
 * @see https://apidoc.cometapi.com
 */
export type VideoTask = QueuedVideoTask | InProgressVideoTask | CompletedVideoTask | FailedVideoTask

/**
 * What polling has observed of a task and the API does not send. Written by the query from one answer to the next; it
 * changes only when the task visibly does. All times are milliseconds of this machine's clock.
 */
export interface VideoTaskObservation {
  /** When the task was first seen. */
  first_seen: number
  /** When the task was first seen running. */
  running_since?: number
  /** Its progress then; above 0 where the watch began during the run. */
  running_from?: number
  /** The highest progress seen: some servers go backwards. */
  highest_progress: number
  /** When status or progress last changed. */
  last_change: number
  /** Start of polling without a gap; restarts after the device slept or its clock was set. */
  watched_from: number
  /** Wait before the next poll that the server asked for, in ms. */
  poll_after?: number
  /** When polling ended, after too long without a change. */
  stalled?: number
  /** When a player found that no URL of the video plays any more; removed by a new URL. */
  expired?: number
  /** Whether a video arrived then, and the browser could not play it; absent where that is not known. */
  unplayable?: boolean
  /** When the API confirmed that the task was deleted. */
  deleted?: number
}

/**
 * Checks whether a task has ended, as `completed`, `failed` or `error`, and so never changes again.
 *
 * @example
 * ```ts
 * import { isTerminal, type VideoTask } from 'react-video-task/client'
 *
 * export const label = (task: VideoTask) => (isTerminal(task) ? task.status : `${task.progress} %`)
 * ```
 */
export function isTerminal(task: VideoTask | null | undefined): task is CompletedVideoTask | FailedVideoTask {
  return task?.status === 'completed' || task?.status === 'failed' || task?.status === 'error'
}

/** The first line of a prompt, which titles its video; undefined of a blank one, and of what is no text. */
export const firstLine = (prompt: unknown): string | undefined =>
  // From the start of the blanks alone: tried from each of them, a prompt of blanks would take seconds.
  (typeof prompt === 'string' && prompt.trim().split(/(?<!\s)\s*[\r\n]/, 1)[0]) || undefined

/** Checks whether the API has confirmed that a task was deleted. */
export const isDeleted = (task: VideoTask | undefined): boolean => task?.observed?.deleted !== undefined

const STATUS_ORDER: Record<VideoTaskStatus, number> = {
  queued: 0,
  in_progress: 1,
  completed: 2,
  failed: 2,
  error: 2,
}

/** Checks whether a value is one of the documented statuses. */
export function isStatus(word: unknown): word is VideoTaskStatus {
  return typeof word === 'string' && Object.hasOwn(STATUS_ORDER, word)
}

/** Checks whether a status comes after another one in the lifecycle. Nothing comes after an end, anything after none. */
export function isLaterStatus(status: VideoTaskStatus, than: VideoTaskStatus | undefined): boolean {
  return than === undefined || STATUS_ORDER[status] > STATUS_ORDER[than]
}
