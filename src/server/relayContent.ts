import { contentDisposition } from './contentDisposition.js'
import type { ContentRequest } from './ContentRequest.js'
import { isText } from './isText.js'
import { peekBody } from './peekBody.js'
import { planBytes } from './planBytes.js'
import { ProxyError } from './ProxyError.js'
import { readContentHeaders } from './readContentHeaders.js'
import { readContentRange } from './readContentRange.js'
import { streamBody } from './streamBody.js'
import { unreachable } from './unreachable.js'

/** Text may begin with line breaks and spaces. */
const ENOUGH_TO_JUDGE = 64

function refuse(response: Response, what: string): never {
  void response.body?.cancel().catch(() => undefined)
  throw new ProxyError(
    502,
    'upstream_invalid_content',
    `The video API answered ${what} instead of the video's bytes.`,
  )
}

/** 304 and 416, where they answer what was asked. */
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

/** What is true of the whole, where the API had to be asked for a part of it to learn that. */
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

/**
 * Passes a video's bytes back as they come, and the range that was asked for whether the API knows ranges or not.
 *
 * @throws {ProxyError} 502 when what came is JSON, HTML or XML, whatever it was called, nothing at all, or another part
 *   than was asked for; 504 when nothing comes.
 */
export async function relayContent(response: Response, asked: ContentRequest): Promise<Response> {
  const { request, range, timeout, redact, toStreamError } = asked
  const { status, body } = response
  if (status === 304 || status === 416) {
    return relayEmpty(response, asked, readContentHeaders(response, redact).headers)
  }
  if (status !== 200 && status !== 206) refuse(response, String(status))
  const { headers, type, problem } = readContentHeaders(response, redact)
  if (problem) refuse(response, problem)
  const disposition = contentDisposition(new URL(request.url), asked.shownId, type)
  if (disposition) headers.set('content-disposition', disposition)
  if (request.method === 'HEAD') return answerHead(response, headers)
  if (!body) refuse(response, 'nothing')

  const length = headers.get('content-length')
  const answer = { status, headers, length: length === null ? undefined : Number(length) }
  const plan = planBytes(answer, { range, ifRange: request.headers.get('if-range') })
  if (typeof plan === 'string') refuse(response, plan)
  // From the middle of a video any byte may come first; only a start can be judged.
  const isMiddle = status === 206 && (readContentRange(headers.get('content-range'))?.first ?? 0) > 0
  const peeked = await peekBody(body, isMiddle ? 0 : ENOUGH_TO_JUDGE, timeout).catch(
    unreachable(request.signal),
  )
  const { start, reader } = peeked
  const refuseBody = (what: string) => {
    void reader.cancel().catch(() => undefined)
    return refuse(response, what)
  }
  if (!isMiddle && start.byteLength === 0) refuseBody('nothing')
  if (!isMiddle && isText(start)) refuseBody('text')

  headers.delete('content-range')
  if (plan.contentRange) headers.set('content-range', plan.contentRange)
  if (plan.status === 416) {
    void reader.cancel().catch(() => undefined)
    for (const name of ['content-type', 'content-length', 'content-disposition']) headers.delete(name)
    return new Response(null, { status: 416, headers })
  }
  if (plan.take !== undefined) {
    headers.set('content-length', String(plan.take))
    headers.set('accept-ranges', 'bytes')
  }
  return new Response(streamBody(peeked, plan, timeout, toStreamError), { status: plan.status, headers })
}
