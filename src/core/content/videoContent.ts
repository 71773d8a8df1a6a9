import { loadAnswers, loadStream } from '../client/lazyCode.js'
import { throwFailure } from '../client/request.js'
import { failureOf, readText } from '../client/response.js'
import type { ContentUrlOptions, RequestOptions, VideoClient } from '../client/VideoClient.js'

/** A finished video whose bytes are arriving. */
export interface VideoContent {
  /** The bytes as they arrive. Read them to the end or cancel the stream, or the connection stays open. */
  stream: NonNullable<Response['body']>
  /** Media type, such as `video/mp4`; empty where the server names none. */
  type: string
  /** Number of bytes, where the server says it. */
  total?: number | undefined
  /** File name that the server proposes, without a path. */
  fileName?: string | undefined
}

/** How much of a video has arrived. */
export interface ContentProgress {
  /** Bytes received. */
  loaded: number
  /** Number of bytes, where the server says it. */
  total: number | undefined
}

/** Options of `openVideoContent` and `readVideoContent`. The signal ends the stream as well. */
export interface VideoContentOptions extends RequestOptions, ContentUrlOptions {
  /** Called with each chunk that arrives. */
  onProgress?: ((progress: ContentProgress) => void) | undefined
}

/**
 * Opens a finished video as a stream, once its first bytes have arrived.
 *
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `invalid_content` for an empty body and for text, whatever its media type
 * @throws {VideoNetworkError} for no response; the stream errors with one where the response breaks off
 * @example
 * ```ts
 * import { createVideoClient, openVideoContent } from 'react-video-task/client'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 * const { stream, type } = await openVideoContent(client, 'task_123', {
 *   onProgress: ({ loaded, total }) => console.log(loaded, total),
 * })
 * const video = await new Response(stream, { headers: { 'content-type': type } }).blob()
 * ```
 */
export async function openVideoContent(
  client: VideoClient,
  id: string,
  options: VideoContentOptions = {},
): Promise<VideoContent> {
  const { openContent } = await loadStream()
  return openContent({ failureOf, loadAnswers, readText, throwFailure }, client, id, options)
}

/**
 * Reads a finished video into memory.
 *
 * @throws what `openVideoContent` throws and what its stream errors with
 * @example
 * ```ts
 * import { createVideoClient, readVideoContent } from 'react-video-task/client'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 * const video = await readVideoContent(client, 'task_123')
 * console.log(video.type, video.size)
 * ```
 */
export async function readVideoContent(
  client: VideoClient,
  id: string,
  options?: VideoContentOptions,
): Promise<Blob> {
  return readContent(await openVideoContent(client, id, options))
}

/** Reads an opened video into memory. */
export function readContent({ stream, type }: Pick<VideoContent, 'stream' | 'type'>): Promise<Blob> {
  return new Response(stream, { headers: { 'content-type': type } }).blob()
}
