import { askUpstream } from './askUpstream.js'
import type { ProxyKey } from './createProxyKey.js'
import { limitBody } from './limitBody.js'
import type { ProxySettings } from './readSettings.js'
import { relayJson } from './relayJson.js'
import { bodyTooLarge } from './readUploadHeaders.js'

/** Streams a create to the API, once: it is billed, so no failure makes the proxy send it again. */
export async function forwardCreate(
  { baseURL, fetch, maxBodyBytes }: ProxySettings,
  { authorization, redact }: ProxyKey,
  { body, signal }: Request,
  upload: Headers,
): Promise<Response> {
  const headers = new Headers(upload)
  headers.set('accept', 'application/json')
  headers.set('authorization', authorization)
  const limited = body ? limitBody(body, maxBodyBytes) : undefined
  try {
    const url = `${baseURL}/videos`
    const response = await askUpstream(fetch, { method: 'POST', url, headers, signal, body: limited?.stream })
    return await relayJson(response, signal, redact)
  } catch (error) {
    throw limited?.isExceeded() ? bodyTooLarge(maxBodyBytes) : error
  }
}
