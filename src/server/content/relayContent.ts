import { withTimeout } from '../../core/abort.js'
import { isText, SNIFFED_BYTES } from '../../core/content/bytes.js'
import { peekBody, streamBody, upstreamSilent } from './bodyStream.js'
import { createStreamErrorHandler, isContentError, relayContentError } from './contentErrors.js'
import { contentDisposition, readContentHeaders } from './contentHeaders.js'
import { planRangeResponse, type RangeRequest, readContentRange, readRange } from './ranges.js'
import { fetchVideo } from './fetchVideo.js'
import type { TaskIds } from '../access/ownership.js'
import { checkRefusal } from '../archive/keptAnswers.js'
import { ProxyError } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import { publicContent } from '../responses.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import { unreachable } from '../upstream/videosApi.js'

/** The last stages of a content request, for a caller who may see the video. */
export async function answerContent(
  { api, archive, contentTimeout: timeout, report }: ProxySettings,
  { authorization, redact, apis }: ProxyKey,
  request: Request,
  { taskId, publicId, variant, fileId = publicId }: ContentTarget,
  isPublic: boolean,
): Promise<Response> {
  const range = readRange(request)

  const answer = async (limited: AbortSignal) => {
    // The body is read after the time limit of its start.
    const signal = AbortSignal.any([limited, request.signal])

    // Archive: a film that is kept comes from there, whatever has become of it at the API.
    const kept = await archive?.open(taskId, apis, request, variant)

    // Upstream: redirects are followed, without the key outside the API's own origin.
    const target = { taskId, variant, range }
    const isOpen = kept !== undefined && kept !== 'unknown'
    const followed = isOpen ? kept : await fetchVideo(api, { authorization, redact }, request, target, signal)

    // Redaction: an error of the API loses the key and the gateway's details, one of a storage is replaced.
    if (isContentError(followed.response)) {
      const error = await relayContentError(followed, signal, redact)
      if (kept === 'unknown') checkRefusal(error)
      return error
    }

    // Answer: the bytes as they arrive, in the range that was requested.
    const toStreamError = createStreamErrorHandler(report, redact, request.signal, publicId)
    const wanted = { request, range, fileId, timeout, redact, toStreamError }
    const content = await relayContent(followed.response, wanted)
    // No one reads it, and nothing else would close a kept film whose viewer has left while it was opened.
    if (signal.aborted) void content.body?.cancel().catch(() => undefined)
    return isPublic ? publicContent(content) : content
  }
  const timeoutError = () => upstreamSilent(timeout)
  return withTimeout(answer, { signal: request.signal, timeout, timeoutError })
}

/** The content of a task. */
interface ContentTarget extends TaskIds {
  variant: string | undefined
  /** Stands for the id in the name of a download. @default the public id */
  fileId?: string
}

/** What a caller requested of a video, and how it is passed on. */
interface ContentRequest {
  request: Request
  /** The one range it requested, if it did. */
  range: RangeRequest | undefined
  /** For the name of a download. */
  fileId: string
  /** How long the API may send no data, in ms. */
  timeout: number
  redact: (text: string) => string
  /** Makes the error that the reader of the body gets when the upstream body fails. */
  toStreamError: (cause: unknown) => Error
}

/**
 * Passes a video on as it arrives, and answers the requested range whether or not the API supports ranges.
 *
 * @throws {ProxyError} 502 `upstream_invalid_content` for text, whatever type it claims, for an empty body,
 *   and for another range than the requested one; 504 `upstream_timeout`
 */
async function relayContent(response: Response, wanted: ContentRequest): Promise<Response> {
  const { request, range, fileId, timeout, redact, toStreamError } = wanted
  const { status, body } = response
  const { headers, type, problem } = readContentHeaders(response, redact)

  // 304 and 416 have no body.
  if (status === 304 || status === 416) return relayEmpty(response, wanted, headers)
  if (status !== 200 && status !== 206) refuse(response, String(status))
  if (problem) refuse(response, problem)

  // A download gets its file name.
  const disposition = contentDisposition(new URL(request.url), fileId, type)
  if (disposition) headers.set('content-disposition', disposition)

  // HEAD ends here.
  if (request.method === 'HEAD') return answerHead(response, headers)
  if (!body) refuse(response, 'nothing')

  // The range is answered from the response's headers alone.
  const length = headers.get('content-length')
  const answer = { status, headers, length: length === null ? undefined : Number(length) }
  const plan = planRangeResponse(answer, { range, ifRange: request.headers.get('if-range') })
  if (typeof plan === 'string') refuse(response, plan)

  // The first bytes show text; in the middle of a video any byte may come first.
  const isMiddle = status === 206 && (readContentRange(headers.get('content-range'))?.first ?? 0) > 0
  const peeked = await peekBody(body, isMiddle ? 0 : SNIFFED_BYTES, timeout).catch(
    unreachable(request.signal),
  )
  const { start, reader } = peeked
  const cancelBody = () => void reader.cancel().catch(() => undefined)
  if (!isMiddle && (start.length === 0 || isText(start))) {
    cancelBody()
    throw invalidContent(start.length === 0 ? 'nothing' : 'text')
  }

  headers.delete('content-range')
  if (plan.contentRange) headers.set('content-range', plan.contentRange)
  if (plan.status === 416) {
    cancelBody()
    for (const name of ['content-type', 'content-length', 'content-disposition']) headers.delete(name)
    return new Response(null, { status: 416, headers })
  }
  if (plan.take !== undefined) {
    headers.set('content-length', String(plan.take))
    headers.set('accept-ranges', 'bytes')
  }
  return new Response(streamBody(peeked, plan, timeout, toStreamError), { status: plan.status, headers })
}

function invalidContent(what: string): ProxyError {
  return new ProxyError(
    502,
    'upstream_invalid_content',
    `The video API answered ${what} instead of the video's bytes.`,
  )
}

function refuse(response: Response, what: string): never {
  void response.body?.cancel().catch(() => undefined)
  throw invalidContent(what)
}

/** Passes on a 304 to a conditional request (RFC 9110, 15.4.5), or a 416 to a range (15.5.17). */
function relayEmpty(response: Response, { request, range }: ContentRequest, headers: Headers): Response {
  const { status } = response
  const isConditional = request.headers.has('if-none-match') || request.headers.has('if-modified-since')
  if (status === 304 ? !isConditional : !range) refuse(response, String(status))
  void response.body?.cancel().catch(() => undefined)
  const size = /^bytes \*\/\d{1,15}$/.exec(headers.get('content-range') ?? '')
  if (status === 304 || !size) headers.delete('content-range')
  for (const name of ['content-type', 'content-length']) headers.delete(name)
  return new Response(null, { status, headers })
}

/** Answers HEAD with the headers of the whole, even where the response holds a part of it. */
function answerHead(response: Response, headers: Headers): Response {
  if (response.status === 206) {
    const size = readContentRange(headers.get('content-range'))?.size
    headers.delete('content-length')
    if (size !== undefined) headers.set('content-length', String(size))
  }
  headers.delete('content-range')
  if (headers.has('content-length')) headers.set('accept-ranges', 'bytes')
  void response.body?.cancel().catch(() => undefined)
  return new Response(null, { status: 200, headers })
}
