import { askUpstream } from './askUpstream.js'
import type { ProxyKey } from './createProxyKey.js'
import type { ProxySettings } from './readSettings.js'
import { relayJson } from './relayJson.js'

/** Asks for a task. A HEAD asks with GET too: gateways that route by method know only that. */
export async function forwardRetrieve(
  { baseURL, fetch }: ProxySettings,
  { authorization, redact }: ProxyKey,
  { signal }: Request,
  taskId: string,
): Promise<Response> {
  const headers = new Headers({ accept: 'application/json', authorization })
  const url = `${baseURL}/videos/${encodeURIComponent(taskId)}`
  return relayJson(await askUpstream(fetch, { method: 'GET', url, headers, signal }), signal, redact)
}
