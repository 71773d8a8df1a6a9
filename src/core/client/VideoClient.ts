import type { UploadProgress } from './fetchWithUploadProgress.js'
import type { DocumentedParams } from '../models/documentedParams.js'
import type { NextPoll, PollState } from '../polling/nextPoll.js'
import type { VideoTask } from '../task/videoTask.js'

/**
 * Parameters of a create. Others than these are sent as they are, for models that accept more. None is required here: which
 * ones a model needs is up to the API.
 */
export interface CreateVideoParams {
  /** Model id, such as `wan2.6`. */
  model?: string | undefined
  /** Description of the video. Optional for some models that get an image. */
  prompt?: string | undefined
  /** Length in seconds; `videoModels` lists the lengths of each model. @default the API's, 5 for Wan */
  seconds?: number | string | undefined
  /** Frame size, `WIDTHxHEIGHT` in pixels. @default the API's, `1920x1080` for Wan */
  size?: string | undefined
  /**
   * Text, numbers, booleans, dates, URLs, files, and lists and plain objects of them. The client's `body` and `nesting` say
   * how they are written. What would not arrive whole is refused with `invalid_params`: bytes without a name and type, a
   * `Map`, a `Set`, a stream, `NaN`, and where the encoding has no place for it, a file, an empty list or a list in a list.
   */
  [extra: string]: unknown
}

/** Options of every request. */
export interface RequestOptions {
  /** Aborts the request; its promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined
}

/** Options of a create. */
export interface CreateRequestOptions extends RequestOptions {
  /** Called as the body is sent, where the client can tell: one with `upload`. */
  onUploadProgress?: ((progress: UploadProgress) => void) | undefined
}

/** Options of a content URL. */
export interface ContentUrlOptions {
  /** A still image or a sheet of them instead of the video, where the provider has one. */
  variant?: 'thumbnail' | 'spritesheet' | undefined
}

/** Parameters of a remix. Model, length and size are those of its source. */
export interface RemixVideoParams {
  /** Description of the new video. */
  prompt?: string | undefined
  /** Sent as JSON. */
  [extra: string]: unknown
}

/** Options of a list. */
export interface ListVideosOptions extends RequestOptions {
  /** The most tasks of a page. @default the API's */
  limit?: number | undefined
  /** Id of the task after which the page begins: the `last_id` of the page before. @default the newest task */
  after?: string | undefined
}

/** A page of tasks. */
export interface VideoTaskPage {
  data: VideoTask[]
  /** Whether there is another page, after `last_id`. */
  has_more: boolean
  last_id?: string | undefined
}

/** The answer to a delete. */
export interface VideoTaskDeletion {
  id: string
  /**
   * Whether the API has confirmed the delete. False where it has only accepted it: the task may run on and be billed, and is
   * watched until a poll shows what became of it.
   */
  deleted: boolean
  /**
   * Only from a proxy that keeps tasks: whether the API has deleted the task as well. False where it is off the user's list
   * alone: a running one is still made and billed.
   */
  deleted_at_api?: boolean | undefined
}

/**
 * The API as the hooks use it. `createVideoClient` creates one; another backend can be written in a few lines.
 *
 * @example
 * ```ts
 * import { parseVideoTask, type VideoClient } from 'react-video-task/client'
 *
 * export const client: VideoClient = {
 *   create: async (params) => {
 *     const response = await fetch('/my/videos', { method: 'POST', body: JSON.stringify(params) })
 *     return parseVideoTask(await response.json())
 *   },
 *   retrieve: async (id, { signal } = {}) => {
 *     const response = await fetch(`/my/videos/${encodeURIComponent(id)}`, { signal })
 *     return parseVideoTask(await response.json(), { id, status: response.status })
 *   },
 *   contentUrl: (id) => `/my/videos/${encodeURIComponent(id)}/file`,
 * }
 * ```
 */
export interface VideoClient {
  /** Creates a video task. A create is billed, so this library never repeats one. */
  create(params: CreateVideoParams, options?: CreateRequestOptions): Promise<VideoTask>
  /** Fetches the current state of a task. */
  retrieve(id: string, options?: RequestOptions): Promise<VideoTask>
  /** Makes a new video from a finished one, where the API has remixes. It is billed, and never repeated. */
  remix?(id: string, params: RemixVideoParams, options?: RequestOptions): Promise<VideoTask>
  /** Lists tasks, the newest first, where the API has lists. */
  list?(options?: ListVideosOptions): Promise<VideoTaskPage>
  /**
   * Deletes a task, where the API can. Rejects where it refuses: OpenAI deletes ended tasks only, so a running one is made and
   * billed. vLLM-Omni aborts a running one. No gateway documents a refund.
   */
  delete?(id: string, options?: RequestOptions): Promise<VideoTaskDeletion>
  /**
   * Makes a public link of one of the user's tasks, or finds the one that it has, where the proxy has the route `share`.
   *
   * @returns the id of the link, under which everyone may retrieve and play the video: for `VideoTaskPlayer`, `contentUrl`,
   *   and the URL of a public page
   */
  share?(id: string, options?: RequestOptions): Promise<string>
  /** Revokes the public link of a task, at once. Does nothing where it has none. */
  unshare?(id: string, options?: RequestOptions): Promise<void>
  /** Returns the URL of a finished video, for a player or a download. */
  contentUrl(id: string, options?: ContentUrlOptions): string
  /**
   * Fetches a finished video with the headers of the app's other requests, for a download in the page.
   *
   * @default a plain fetch of `contentUrl`
   */
  fetchContent?(id: string, options?: RequestOptions & ContentUrlOptions): Promise<Response>
  /**
   * Sends a small JPEG as the still of a finished video whose task has the field `still: 'wanted'`. Only a proxy with `archive`
   * says so, to the owner, and keeps it with the film. Rejects where there is one already (409 `still_exists`).
   */
  sendStill?(id: string, picture: Blob, options?: RequestOptions): Promise<void>
  /**
   * Whether a plain link to `contentUrl` works as a fetch does; false where requests carry headers that no link sends, such
   * as the app's own token.
   *
   * @default true
   */
  isLinkable?: boolean | undefined
  /** How the client sends `retrieve` calls of one moment as one request. @default each call is a request */
  readonly batch?: RetrieveBatching | undefined
}

/** How a client sends several `retrieve` calls as one request. */
export interface RetrieveBatching {
  /** Most calls that are sent together: this many polls are in flight for each request that may be. */
  readonly size: number
  /** Moves a poll to a moment at which others are sent. */
  align: (next: NextPoll, state: PollState) => NextPoll
  /** Called with the calls of each request as it is sent; the devtools add theirs. */
  readonly observers?: Set<(calls: ReadonlySet<{ readonly id: string }>) => void> | undefined
}

/** A client whose types check the parameters of each model that `videoModels` lists. Any other model takes any. */
export interface CheckedVideoClient
  extends Required<Omit<VideoClient, 'create' | 'batch'>>, Pick<VideoClient, 'batch'> {
  /** Creates a video task. A create is billed, so this library never repeats one. */
  create<Model extends string>(
    params: CreateVideoParams & DocumentedParams<Model>,
    options?: CreateRequestOptions,
  ): Promise<VideoTask>
}
