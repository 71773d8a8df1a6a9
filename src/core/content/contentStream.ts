import { type Bytes, isText, readStart, SNIFFED_BYTES } from './bytes.js'
import type { VideoContent, VideoContentOptions } from './videoContent.js'
import type { loadAnswers } from '../client/lazyCode.js'
import type { throwFailure } from '../client/request.js'
import type { failureOf, readText } from '../client/response.js'
import type { VideoClient } from '../client/VideoClient.js'

/** What opening a video needs of the page's own code. */
interface ContentTools {
  failureOf: typeof failureOf
  loadAnswers: typeof loadAnswers
  readText: typeof readText
  throwFailure: typeof throwFailure
}

/** Opens a finished video, as `openVideoContent` does. */
export async function openContent(
  { failureOf, loadAnswers, readText, throwFailure }: ContentTools,
  client: VideoClient,
  id: string,
  options: VideoContentOptions,
): Promise<VideoContent> {
  const { signal, variant } = options
  const url = client.contentUrl(id, { variant })
  const fail = (cause: unknown) => throwFailure(url, cause, signal)
  let response = await (client.fetchContent?.(id, { signal, variant }) ?? fetch(url, { signal }).catch(fail))
  // A client whose key must not reach another host follows no redirect itself.
  const location = /^3/.test(String(response.status)) && response.headers.get('location')
  if (location) response = await fetch(new URL(location, response.url || url), { signal }).catch(fail)
  if (!response.ok) {
    const text = await readText(response).catch(fail)
    throw await failureOf(response, url, text)
  }
  const content = await streamContent(response, fail, options)
  if (typeof content !== 'string') return content
  throw (await loadAnswers()).noVideo(url, response.status, content)
}

/**
 * Reads the body of a successful response as a stream, once its first bytes have arrived.
 *
 * @param fail throws the error of a connection that breaks off
 * @returns the content, or in words what came instead of a video
 */
async function streamContent(
  { body, headers }: Response,
  fail: (cause: unknown) => never,
  { signal, onProgress }: VideoContentOptions,
): Promise<VideoContent | string> {
  const type = headers.get('content-type') ?? ''
  // The length of a compressed response counts other bytes than those that arrive here.
  const total = (!headers.has('content-encoding') && Number(headers.get('content-length'))) || undefined
  // Piped, so that an abort also ends the body of a fetch that ignores its signal.
  const reader = body?.pipeThrough(new TransformStream<Bytes, Bytes>(), { signal }).getReader()
  const read = async () => (await reader?.read().catch(fail))?.value
  const start = await readStart(read, SNIFFED_BYTES)
  const isEmpty = start.length === 0
  if (isEmpty || isText(start) || /json|html|xml|^text\//i.test(type)) {
    await reader?.cancel()
    return isEmpty ? 'nothing' : `text (${type || 'no content type'})`
  }
  let loaded = 0
  const stream = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const chunk = start.shift() ?? (await read())
        if (!chunk) return controller.close()
        loaded += chunk.byteLength
        onProgress?.({ loaded, total })
        controller.enqueue(chunk)
      },
      cancel: (reason) => reader?.cancel(reason),
    },
    // Nothing is read ahead, so that a slow disk slows the server down.
    { highWaterMark: 0 },
  )
  return { stream, type, total, fileName: readFileName(headers.get('content-disposition')) }
}

/**
 * Reads the file name in a `Content-Disposition` header: `filename*` before `filename`, without a path and without leading
 * dots. Undefined where there is none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6266
 */
function readFileName(header: string | null): string | undefined {
  let plain: string | undefined
  let extended: string | undefined
  for (const [, name, star, value = ''] of (header ?? '').matchAll(PARAMETER)) {
    if (star) extended ??= decode(/^utf-8'[^']*'(.*)/i.exec(value)?.[1]?.trim() ?? '')
    else if (name) plain ??= decodeBytes(unquote(value.trim()))
  }
  return (extended || plain)?.replace(/^(.*[/\\])?\.*/s, '') || undefined
}

/** Any parameter, so that the text of a quoted one is not taken for another. */
const PARAMETER = /;\s*(?:(filename)(\*?)|[^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/gi

const unquote = (text: string) => text.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/gs, '$1')

/** A header arrives as bytes: servers send UTF-8 in it, although RFC 9110 knows only ASCII. */
const decodeBytes = (text: string) =>
  decode(text.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`)) ?? text

function decode(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}
