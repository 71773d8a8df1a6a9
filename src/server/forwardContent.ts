import { copyHeaders } from './copyHeaders.js'
import type { ProxyKey } from './createProxyKey.js'
import { followRedirects } from './followRedirects.js'
import type { ProxyRoute } from './matchRoute.js'
import { ProxyError } from './ProxyError.js'
import type { ProxySettings } from './readSettings.js'
import { relayContent } from './relayContent.js'
import { relayJson } from './relayJson.js'

const PASSED_ON = ['accept', 'if-none-match', 'if-modified-since']

/** One range is what players ask for; the answer to several is no video but a multipart of pieces. */
const ONE_RANGE = /^bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})$/

/** Asks for a video's bytes and passes them back as they come. */
export async function forwardContent(
  { baseURL, fetch }: ProxySettings,
  { authorization, redact }: ProxyKey,
  request: Request,
  { taskId, variant }: Extract<ProxyRoute, { action: 'content' }>,
): Promise<Response> {
  const { method, signal } = request
  const isRange = ONE_RANGE.test(request.headers.get('range') ?? '')
  const names = isRange ? [...PASSED_ON, 'range', 'if-range'] : PASSED_ON
  const headers = copyHeaders(request.headers, names, (value) => value)
  headers.set('authorization', authorization)
  const url = `${baseURL}/videos/${encodeURIComponent(taskId)}/content${variant ? `?variant=${variant}` : ''}`

  const { response, isElsewhere } = await followRedirects(fetch, { method, url, headers, signal })
  const { status } = response
  if (status < 400 || status === 416) return relayContent(response, request, redact)
  if (!isElsewhere) return relayJson(response, signal, redact)
  // A bucket's 403 is about its own signature, not about the caller: passed back it would read as a lost session.
  void response.body?.cancel().catch(() => undefined)
  throw new ProxyError(
    502,
    'content_unavailable',
    `The storage of the video answered ${status}. The stored file may have expired.`,
  )
}
