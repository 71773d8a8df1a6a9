import { type Bytes, readStart } from './bytes.js'
import { readFileName } from './fileName.js'
import { isText, SNIFFED_BYTES } from './textDetection.js'
import { assertSuccess } from '../client/jsonResponse.js'
import { sendRequest } from '../client/request.js'
import type { ContentUrlOptions, RequestOptions, VideoClient } from '../client/VideoClient.js'
import { messageOf, VideoNetworkError, VideoResponseError, VideoTaskError } from '../errors/VideoTaskError.js'

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

/** The fetch of a client that only knows where its content is served. */
const fetchPlainly = (url: string, signal: AbortSignal | undefined) =>
  sendRequest({ headers: async () => new Headers(), fetch: undefined })(
    { url, signal },
    async (response) => response,
  )

/**
 * Opens a finished video's bytes: waits for the first of them, and gives all as they come.
 *
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `invalid_content` when the body is text, whatever its type says, or is empty
 * @throws {VideoNetworkError} when no answer comes, or it breaks off; once it is open, the stream errors with that
 */
export async function openVideoContent(
  client: VideoClient,
  id: string,
  { signal, variant, onProgress }: VideoContentOptions = {},
): Promise<VideoContent> {
  const url = client.contentUrl(id, { variant })
  const response = await (client.fetchContent?.(id, { signal, variant }) ?? fetchPlainly(url, signal))

  /** What breaks while an answer arrives is the network's failure; an abort keeps its own reason. */
  const fail = (cause: unknown): never => {
    if (signal?.aborted) throw signal.reason
    if (cause instanceof VideoTaskError) throw cause
    throw new VideoNetworkError(`The answer of ${url} broke off: ${messageOf(cause)}`, {
      code: 'network_error',
      cause,
    })
  }
  await assertSuccess(response, url).catch(fail)
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  // A compressed answer's length counts other bytes than those that arrive here.
  const total = (!headers.has('content-encoding') && Number(headers.get('content-length'))) || undefined
  // Piped, so that an abort ends a body as well whose fetch does not know of the signal.
  const reader = response.body?.pipeThrough(new TransformStream<Bytes, Bytes>(), { signal }).getReader()
  const read = async () => (await reader?.read().catch(fail))?.value
  const start = await readStart(read, SNIFFED_BYTES)
  const isEmpty = start.byteLength === 0
  if (isEmpty || isText(start) || /json|html|xml|^text\//i.test(type)) {
    await reader?.cancel()
    const what = isEmpty ? 'nothing' : `text (${type || 'no content type'})`
    throw new VideoResponseError(`${url} answered ${status} with ${what} instead of a video.`, {
      code: 'invalid_content',
      status,
    })
  }
  let next: Bytes | undefined = start
  let loaded = 0
  const stream = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const chunk = next ?? (await read())
        next = undefined
        if (!chunk) return controller.close()
        loaded += chunk.byteLength
        onProgress?.({ loaded, total })
        controller.enqueue(chunk)
      },
      cancel: (reason) => reader?.cancel(reason),
    },
    // Nothing is read ahead: a slow disk slows the server down.
    { highWaterMark: 0 },
  )
  return { stream, type, total, fileName: readFileName(headers.get('content-disposition')) }
}

/** The bytes of a finished video, all in memory. Fails as `openVideoContent` and its stream do. */
export async function readVideoContent(
  client: VideoClient,
  id: string,
  options?: VideoContentOptions,
): Promise<Blob> {
  return readContent(await openVideoContent(client, id, options))
}

/** All bytes of an opened content, in memory. */
export function readContent({ stream, type }: Pick<VideoContent, 'stream' | 'type'>): Promise<Blob> {
  return new Response(stream, { headers: { 'content-type': type } }).blob()
}
