import type { CompletedVideoTask, FailedVideoTask, VideoTask } from '../core/task/videoTask.js'
import type { Bytes } from '../core/content/bytes.js'

/** Decides whether a caller may do what it asks. */
export type VideoProxyAuthorize = (
  call: VideoProxyCall,
) => VideoProxyAuthorizeResult | Promise<VideoProxyAuthorizeResult>

/**
 * What a caller asks of the proxy, as `authorize` gets it.
 *
 * `request` has the URL, the headers (cookies, `Authorization`) and the abort signal of the caller. For a create and a
 * remix, which are billed, and a still, it is a copy without the body, which has not been read yet. `remix`, `list`, `delete` and
 * `share`, with POST to make a public link and DELETE to revoke it, are asked only where the `routes` option names them, and `still`,
 * a picture that the owner's page took of a kept film, only with `archive`.
 */
export type VideoProxyCall =
  | { action: 'create' | 'list'; taskId?: undefined; request: Request }
  | {
      action: 'retrieve' | 'content' | 'remix' | 'delete' | 'share' | 'still'
      taskId: string
      request: Request
    }

/**
 * A user owns what it creates and sees nothing else; `true` allows the call without a check of the owner; a
 * `Response` is returned unchanged; anything else denies.
 */
export type VideoProxyAuthorizeResult = boolean | VideoProxyUser | Response | null | undefined

/** Decides whether a user may make exactly this video. */
export type VideoProxyAuthorizeCreate = (
  create: VideoProxyCreateContext,
) => VideoProxyAuthorizeCreateResult | Promise<VideoProxyAuthorizeCreateResult>

/** A create or a remix whose body was read and is within the limits. */
export interface VideoProxyCreateContext {
  action: 'create' | 'remix'
  /** Made here for this create, the same for each function that is called about it: to settle what was reserved. */
  createId: string
  /** When the proxy read this create, in ms since the epoch; the same for each function, such as for the day of a quota. */
  createdAt: number
  /** Of a remix, the public id of the video it is made from. */
  taskId?: string | undefined
  /** The user that `authorize` returned; `undefined` where it returned `true`. */
  user: VideoProxyUser | undefined
  params: VideoProxyParams
  /** The files of a multipart body. A picture in JSON is text in `params`. */
  files: readonly VideoProxyUpload[]
  /** A copy without the body. */
  request: Request
}

/** A create or a remix that made a task, as `onCreated` gets it. `taskId` is the video of a remix, `task.id` the new one. */
export interface VideoProxyCreatedContext extends VideoProxyCreateContext {
  /** The task, with its public id. */
  task: VideoTask
}

/** Is called once for each create that made a task. Where the proxy keeps tasks, what it returns is kept with this one. */
export type VideoProxyOnCreated =
  | ((created: VideoProxyCreatedContext) => void | Promise<void>)
  | ((created: VideoProxyCreatedContext) => VideoProxyKept | Promise<VideoProxyKept>)

/** What `onCreated` may return to be kept with the task in `tasks`. */
export interface VideoProxyKept {
  /** @default the first line of the prompt */
  title?: string | undefined
  /** Replaces parameters of these names, such as `input_reference` by the URL under which the app keeps the picture. */
  params?: Readonly<Record<string, unknown>> | undefined
}

/**
 * An end, as `onEnded` gets it: of a task, or of a create that made none. `createId` and `createdAt` are those that
 * `authorizeCreate` got, to settle what it reserved; of a task, they are known where the proxy has `tasks`.
 */
export type VideoProxyEndedContext =
  | {
      /** The task, with its public id. */
      task: CompletedVideoTask | FailedVideoTask
      /** The owner; `undefined` where the proxy does not know it, as for a public task that someone else reads first. */
      user: VideoProxyUser | undefined
      createId: string | undefined
      createdAt: number | undefined
      failure?: undefined
    }
  | {
      task?: undefined
      user: VideoProxyUser | undefined
      createId: string
      createdAt: number
      failure: VideoProxyCreateFailure
    }

/** A create or a remix that made no task, or one without a known id. */
export interface VideoProxyCreateFailure {
  /**
   * `refused` where nothing was made; `unknown` where the API may have made and billed a video: after a timeout, a broken
   * connection, a 5xx, 408 or 409, and an answer without a usable id.
   */
  outcome: 'refused' | 'unknown'
  /** HTTP status of the caller's answer. */
  status: number
  /** `error.code` of that answer. */
  code: string | undefined
  /** The create, as `authorizeCreate` got it. One that a stopped process left behind has no request and no files. */
  create: Omit<VideoProxyCreateContext, 'request'> & { request: Request | undefined }
}

/**
 * `true` allows; a `Response` is returned unchanged; `{ retryAfter, code }` answers 429 as `rateLimit` does, such as for a
 * quota; anything else denies with 403.
 */
export type VideoProxyAuthorizeCreateResult =
  boolean | Response | { retryAfter: number; code?: string | undefined } | null | undefined

/** A user that `authorize` recognised. A task belongs to the user that created it. */
export interface VideoProxyUser {
  /** Unique and stable. Never shown to callers: signed ids hold only a digest of it. */
  readonly id: string
}

/**
 * The parameters of a create. Exactly these values are sent: the body is serialized again from them. A field of a form is
 * text or a `VideoProxyFile`, a repeated one a list of these; a JSON body keeps its types, and its integers beyond 2^53
 * reach the API as they were written.
 */
export interface VideoProxyParams {
  readonly model?: string
  readonly prompt?: string
  readonly seconds?: string | number
  readonly size?: string
  readonly [name: string]: unknown
}

/** A file among the fields of a create, without its bytes. */
export interface VideoProxyFile {
  readonly name: string
  /** Media type as the caller claims it, `''` where it claims none. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

/** A file of a create, with its bytes. */
export interface VideoProxyUpload extends VideoProxyFile {
  /** The parameter as which it was sent, such as `input_reference`. */
  readonly param: string
  /** Streams the bytes, from the start with each call, in copies of 64 KiB. To be read before the function has settled. */
  stream(): ReadableStream<Bytes>
}

/** What a rate limiter can count by: the call, the parameters of a create or remix, and the user where `authorize` returned one. */
export type VideoProxyRateContext =
  | VideoProxyCreateContext
  | {
      action: 'retrieve' | 'content' | 'list' | 'delete' | 'share' | 'still'
      /** None of a list. By a public link, the id of the link. */
      taskId?: string | undefined
      params?: undefined
      request: Request
      user: VideoProxyUser | undefined
    }

/**
 * `true` allows; `false`, or the seconds until the next attempt, answers 429. `code` is the app's own word for the refusal,
 * at most 64 letters, digits, `_`, `-` and `.`: the `code` of the error, and of its text in the messages of a page.
 */
export type VideoProxyRateResult = boolean | { retryAfter: number; code?: string | undefined }

/** Where an error given to `onError` occurred, and what the caller got. */
export interface VideoProxyErrorContext {
  /** The action, when the request got as far as a known route. */
  action?: VideoProxyCall['action']
  /** The task's public id; of a create only with `owner_not_stored`. */
  taskId?: string
  /** HTTP status of the answer that the error led to; 200 where it led to none. */
  status: number
  /**
   * `error.code` of that answer; else
   *
   * - `cache_unavailable`: the cache store failed and is skipped; reported once per outage
   * - `cache_recovered`: it answers and is used again
   * - `owners_lost`: the owner store has lost its entries
   * - `owners_evicted`: the memory store dropped owners because it is full; reported once
   * - `on_created_failed`, `on_ended_failed`: the app's function threw; `taskId` names the task
   * - `end_not_marked`: an end was reported to `onEnded`, and the store could not keep that it was
   * - `task_not_recorded`: a task was made, and `tasks` could not keep it in three attempts; `taskId` names it
   * - `create_interrupted`: a process stopped before the API answered a create, whose video may have been made
   * - `tasks_unavailable`: a task was shown to its owner without title and parameters, as the task store failed
   * - `archive_failed`: a film could not be kept, and is tried again; `archive_gave_up` after about a day of that
   * - `still_not_kept`: a film was kept without the provider's picture
   * - `archive_unavailable`: the archive's store failed, and the API was asked instead
   * - `invalid_is_public`: `isPublic` returned something else than true or false
   */
  code: string
}
