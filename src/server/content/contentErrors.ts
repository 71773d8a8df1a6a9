import { type ErrorReport, ProxyError, redactError } from '../proxyError.js'
import { jsonResponse } from '../responses.js'
import { toDocumentedAnswer } from '../retrieve/documentedAnswer.js'
import type { FollowedResponse } from '../upstream/redirects.js'
import { readUpstreamJson } from '../upstream/upstreamJson.js'

/** Whether a response for content is an error. 416 is not: it answers the range (RFC 9110, 15.5.17). */
export const isContentError = ({ status }: Response) => status >= 400 && status !== 416

/**
 * Passes an error of the API's content route on. One of a storage bucket is replaced: its 403 is about its own signature,
 * and would read as the viewer's lost session.
 *
 * @throws {ProxyError} 502 `content_unavailable`; and what `readUpstreamJson` throws
 */
export async function relayContentError(
  { response, isOtherOrigin }: FollowedResponse,
  signal: AbortSignal,
  redact: (text: string) => string,
): Promise<Response> {
  if (!isOtherOrigin) {
    const { status, headers, body, print } = toDocumentedAnswer(
      await readUpstreamJson(response, signal, redact),
    )
    return jsonResponse({ status, headers, text: print(body) })
  }
  void response.body?.cancel().catch(() => undefined)
  throw new ProxyError(
    502,
    'content_unavailable',
    `The storage of the video answered ${response.status}. The stored file may have expired.`,
  )
}

/**
 * Makes the handler of a video that breaks off after its headers were sent: it reports the failure, and returns the error
 * that the reader of the body gets, without the key.
 */
export function createStreamErrorHandler(
  report: ErrorReport,
  redact: (text: string) => string,
  signal: AbortSignal,
  taskId: string,
): (cause: unknown) => Error {
  return (cause) => {
    const clean = redactError(cause, redact)
    if (signal.aborted) return clean
    const { status, code } = cause instanceof ProxyError ? cause : { status: 502, code: 'upstream_broke_off' }
    const error = new Error('The upstream response broke off while the video was sent.', { cause: clean })
    report(error, { action: 'content', taskId, status, code })
    return error
  }
}
