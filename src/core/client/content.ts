import { readFileName } from './fileName.js'
import { assertSuccess } from './jsonResponse.js'
import { sendRequest } from './request.js'
import type { ContentUrlOptions, RequestOptions, VideoClient } from './VideoClient.js'
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

type Piece = Uint8Array<ArrayBuffer>

/** Bytes no video or picture starts with: white space and a byte order mark, then `<`, `[` and `{` of XML, HTML and JSON. */
const TEXT_STARTS = [0x09, 0x0a, 0x0d, 0x20, 0xef, 0x3c, 0x5b, 0x7b]

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
  const reader = response.body?.pipeThrough(new TransformStream<Piece, Piece>(), { signal }).getReader()
  const read = async () => (await reader?.read().catch(fail))?.value
  let next = await read()
  while (next?.byteLength === 0) next = await read()
  if (!next || TEXT_STARTS.includes(next[0] ?? 0) || /json|html|xml|^text\//i.test(type)) {
    await reader?.cancel()
    const what = next || type ? `text (${type || 'no content type'})` : 'nothing'
    throw new VideoResponseError(`${url} answered ${status} with ${what} instead of a video.`, {
      code: 'invalid_content',
      status,
    })
  }
  let loaded = 0
  const stream = new ReadableStream<Piece>(
    {
      async pull(controller) {
        const piece = next ?? (await read())
        next = undefined
        if (!piece) return controller.close()
        loaded += piece.byteLength
        onProgress?.({ loaded, total })
        controller.enqueue(piece)
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
