import type { VideoTask } from '../task/videoTask.js'

/** What a create asks for. Fields beyond these are sent as they are, for models that take more. */
export interface CreateVideoParams {
  /** Model id, such as `wan2.6`. */
  model: string
  /** What the video shall show. */
  prompt: string
  /** Length in seconds; which lengths a model takes is in `videoModels`. @default the API's own, 5 for Wan */
  seconds?: number | string | undefined
  /** Frame size, `WIDTHxHEIGHT` in pixels. @default the API's own, `1920x1080` for Wan */
  size?: string | undefined
  /** Text, numbers and booleans are sent as text, files as files, lists as repeated fields, objects as JSON. */
  [extra: string]: unknown
}

/** Options of every request. */
export interface RequestOptions {
  /** Ends the request; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined
}

/** What of a task's content is meant. */
export interface ContentUrlOptions {
  /** A still or sheet of stills instead of the video, where the provider has one. */
  variant?: 'thumbnail' | 'spritesheet' | undefined
}

/** What the hooks need of an API. `createVideoClient` makes one; any other backend can be written in a few lines. */
export interface VideoClient {
  /** Starts a video and gives its task. A create is billed, so nothing here ever repeats one. */
  create(params: CreateVideoParams, options?: RequestOptions): Promise<VideoTask>
  /** The task as it stands now. */
  retrieve(id: string, options?: RequestOptions): Promise<VideoTask>
  /** Where the finished video's bytes are served, for a player or a download. */
  contentUrl(id: string, options?: ContentUrlOptions): string
  /** Fetches the finished video's bytes as the app's requests are sent, for a download in the page. @default a plain fetch of `contentUrl` */
  fetchContent?(id: string, options?: RequestOptions & ContentUrlOptions): Promise<Response>
  /**
   * Whether a plain link to `contentUrl` is answered as a fetch is; false where requests carry headers, such as an app's own
   * token, that no link sends. @default true
   */
  isLinkable?: boolean | undefined
}
