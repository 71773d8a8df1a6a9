import type { ContentUrlOptions, RequestOptions } from './VideoClient.js'

/** The bytes of a finished video, on their way. */
export interface VideoContent {
  /** The bytes as they come; read to the end or cancel it, else the connection stays open. */
  stream: NonNullable<Response['body']>
  /** Media type, such as `video/mp4`; empty where the server says none. */
  type: string
  /** Bytes in all, where the server says so. */
  total?: number | undefined
  /** File name the server proposes: one name, never a path. */
  fileName?: string | undefined
}

/** How far a download has come. */
export interface ContentProgress {
  /** Bytes received. */
  loaded: number
  /** Bytes in all, where the server says so. */
  total: number | undefined
}

/** Options of `openVideoContent` and `readVideoContent`; the signal ends the stream as well. */
export interface VideoContentOptions extends RequestOptions, ContentUrlOptions {
  /** Called with each piece that arrives. */
  onProgress?: ((progress: ContentProgress) => void) | undefined
}
