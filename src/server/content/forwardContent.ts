import { withDeadline } from './bodyStream.js'
import { parseRange, printRange } from './ranges.js'
import { type ContentRequest, relayContent } from './relayContent.js'
import { redactError, jsonResponse, ProxyError } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import type { ProxyRoute } from '../routes.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import { copyHeaders, type FollowedResponse, followRedirects } from '../upstream/fetchUpstream.js'
import { readJsonAnswer } from '../upstream/jsonResponse.js'

const PASSED_ON = ['accept', 'if-none-match', 'if-modified-since']

/** What gateways answer that know only GET here. */
const KNOWS_NO_HEAD = new Set([404, 405, 501])

/** The content route, with the task's id as callers know it beside the API's own. */
type ContentRoute = Extract<ProxyRoute, { action: 'content' }> & { shownId: string }

/** Tells `onError` of a video that breaks off after its headers went out, and keeps the key out of what its reader sees. */
function createStreamError(
  { onError }: ProxySettings,
  { redact }: ProxyKey,
  { signal }: Request,
  taskId: string,
): ContentRequest['toStreamError'] {
  return (cause) => {
    const clean = redactError(cause, redact)
    if (signal.aborted) return clean
    const { status, code } = cause instanceof ProxyError ? cause : { status: 502, code: 'upstream_broke_off' }
    const error = new Error('The video broke off on its way from the API.', { cause: clean })
    try {
      onError(error, { action: 'content', taskId, status, code })
    } catch {
      // A failing log must not become the caller's problem.
    }
    return error
  }
}

/** Asks for a video's bytes and passes them back as they come. */
export async function forwardContent(
  settings: ProxySettings,
  key: ProxyKey,
  request: Request,
  { taskId, shownId, variant }: ContentRoute,
): Promise<Response> {
  const { baseURL, fetch, contentTimeout: timeout } = settings
  const { method } = request
  const isHead = method === 'HEAD'
  // A range means nothing to a HEAD (RFC 9110, 14.2).
  const range = isHead ? undefined : parseRange(request.headers.get('range'))
  const headers = copyHeaders(
    request.headers,
    range ? [...PASSED_ON, 'if-range'] : PASSED_ON,
    (value) => value,
  )
  headers.set('authorization', key.authorization)
  if (range) headers.set('range', printRange(range))
  const url = `${baseURL}/videos/${encodeURIComponent(taskId)}/content${variant ? `?variant=${variant}` : ''}`

  const ask = async (signal: AbortSignal): Promise<FollowedResponse> => {
    const answer = await followRedirects(fetch, { method, url, headers, signal })
    if (!isHead || !KNOWS_NO_HEAD.has(answer.response.status)) return answer
    // One byte is the least that can be asked for, and its headers tell the size of the whole.
    headers.set('range', 'bytes=0-0')
    return followRedirects(fetch, { method: 'GET', url, headers, signal })
  }
  return withDeadline(timeout, request.signal, async (signal) => {
    const { response, isElsewhere } = await ask(signal)
    const { status } = response
    if (status < 400 || status === 416) {
      const toStreamError = createStreamError(settings, key, request, shownId)
      return relayContent(response, { request, range, shownId, timeout, redact: key.redact, toStreamError })
    }
    if (!isElsewhere) return relayJson(response, signal, key.redact)
    // A bucket's 403 is about its own signature, not about the caller: passed back it would read as a lost session.
    void response.body?.cancel().catch(() => undefined)
    throw new ProxyError(
      502,
      'content_unavailable',
      `The storage of the video answered ${status}. The stored file may have expired.`,
    )
  })
}

/**
 * Passes a JSON answer back, status and all, without the key.
 *
 * @throws {ProxyError} what `readJsonAnswer` throws
 */
async function relayJson(
  response: Response,
  signal: AbortSignal,
  redact: (text: string) => string,
): Promise<Response> {
  const { text, status, headers } = await readJsonAnswer(response, signal, redact)
  return jsonResponse(text, status, headers)
}
