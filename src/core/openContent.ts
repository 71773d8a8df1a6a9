import { readFileName } from './readFileName.js'
import { assertSuccess } from './readJson.js'
import type { VideoContent } from './VideoContent.js'
import { VideoNetworkError } from './VideoNetworkError.js'
import { VideoResponseError } from './VideoResponseError.js'

/** Bytes no video or picture starts with: white space and a byte order mark, then `<`, `[` and `{` of XML, HTML and JSON. */
const TEXT_STARTS = [0x09, 0x0a, 0x0d, 0x20, 0xef, 0x3c, 0x5b, 0x7b]

/**
 * Opens a content answer: waits for its first bytes, and gives all of them as they come.
 *
 * @param signal the request's, which ends the stream as well
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `invalid_content` when the body is text, whatever its type says, or is empty
 */
export async function openContent(
  response: Response,
  url: string,
  signal: AbortSignal | undefined,
): Promise<VideoContent> {
  await assertSuccess(response, url)
  const { status, headers, body } = response
  const type = headers.get('content-type') ?? ''
  const reader = body?.getReader()
  let start: Uint8Array<ArrayBuffer> | undefined
  do start = (await reader?.read())?.value
  while (start?.byteLength === 0)
  if (!reader || !start || TEXT_STARTS.includes(start[0] ?? 0) || /json|html|xml|^text\//i.test(type)) {
    await reader?.cancel()
    throw new VideoResponseError(
      `${url} answered ${status} with ${start || type ? `text (${type || 'no content type'})` : 'nothing'} instead of a video.`,
      { code: 'invalid_content', status },
    )
  }
  let next: typeof start | undefined = start
  const stream = new ReadableStream<typeof start>(
    {
      async pull(controller) {
        try {
          next ??= (await reader.read()).value
          if (next) controller.enqueue(next)
          else controller.close()
          next = undefined
        } catch (cause) {
          const error = new VideoNetworkError(`The answer of ${url} broke off.`, {
            code: 'network_error',
            cause,
          })
          controller.error(signal?.aborted ? signal.reason : error)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead: a slow disk slows the server down.
    { highWaterMark: 0 },
  )
  return {
    stream,
    type,
    // A compressed answer's length counts other bytes than those that arrive here.
    total: (!headers.has('content-encoding') && Number(headers.get('content-length'))) || undefined,
    fileName: readFileName(headers.get('content-disposition')),
  }
}
