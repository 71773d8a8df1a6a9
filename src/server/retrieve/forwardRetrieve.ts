import { readTaskId, unwrapEnvelope } from '../../core/wire/envelope.js'
import { parseStatus } from '../../core/wire/status.js'
import { isRecord } from '../../core/wire/values.js'
import { addContentLink, type ContentLinks } from '../access/contentLinks.js'
import { replaceTaskIds } from '../create/forwardCreate.js'
import { redactError, jsonHeaders, ProxyError } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import { responseTtl, type CachedResponse } from './taskCache.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import { fetchUpstream } from '../upstream/fetchUpstream.js'
import { type JsonAnswer, readJsonAnswer } from '../upstream/jsonResponse.js'

/** For how long caches between here and the viewer may show a public task, in whole seconds. */
function cacheControl({ status, end }: CachedResponse): string {
  const seconds = status === 200 ? Math.floor((end - Date.now()) / 1000) : 0
  return seconds > 0 ? `public, max-age=${seconds}` : 'no-store'
}

/** Answers with a task as the API last told it: to this viewer, to another one a moment ago, or to another instance. */
export async function forwardRetrieve(
  settings: ProxySettings,
  key: ProxyKey,
  request: Request,
  names: TaskNames,
  isPublic: boolean,
): Promise<Response> {
  const place = settings.cachePlace + encodeURIComponent(names.shownId)
  const answer = await settings.tasks.get(place, request, (shared) => fetchTask(settings, key, names, shared))
  const { status, headers, body } = answer
  const init = isPublic ? { ...headers, 'cache-control': cacheControl(answer) } : headers
  return new Response(body, { status, headers: init })
}

/** An error that others wait for too, who do not know the key that has to be taken out of it. */
function toShared(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof ProxyError)) return redactError(error, redact)
  const { status, code, message, headers, cause } = error
  return new ProxyError(status, code, redact(message), {
    headers,
    cause: cause === undefined ? undefined : redactError(cause, redact),
  })
}

/**
 * Asks the API for a task, for all who want to know. A HEAD asks with GET too: gateways that route by method know only
 * that.
 *
 * @throws {ProxyError} what `readJsonAnswer` throws; nothing that is thrown holds the key
 */
async function fetchTask(
  { baseURL, fetch, ttl, links }: ProxySettings,
  { authorization, redact }: ProxyKey,
  names: TaskNames,
  signal: AbortSignal,
): Promise<CachedResponse> {
  const headers = new Headers({ accept: 'application/json', authorization })
  const url = `${baseURL}/videos/${encodeURIComponent(names.taskId)}`
  try {
    const response = await fetchUpstream(fetch, { method: 'GET', url, headers, signal })
    return await toPublicTask(await readJsonAnswer(response, signal, redact), names, { ttl, links })
  } catch (error) {
    throw toShared(error, redact)
  }
}

/** A task by the API's id, and by the one that callers know. */
interface TaskNames {
  taskId: string
  shownId: string
}

/** What of the settings an answer about a task depends on. */
interface Presentation {
  ttl: number
  links: ContentLinks | undefined
}

/**
 * Makes of the API's answer about a task the one that all its viewers get: their id in it, a link where one is needed,
 * and for how long it holds. Where nothing is to be changed, the text stays as it came.
 */
async function toPublicTask(
  { status, headers, text }: JsonAnswer,
  names: TaskNames,
  { ttl, links }: Presentation,
): Promise<CachedResponse> {
  const value: unknown = JSON.parse(text)
  const task = isRecord(value) ? unwrapEnvelope(value, names.taskId) : undefined
  const lifetime = responseTtl(status, task, ttl)

  let shown = value
  if (links && status < 300 && isRecord(value) && task && parseStatus(task).status === 'completed') {
    shown = await addContentLink(value, task, names, links)
  }
  if (names.shownId !== names.taskId) {
    // Some gateways answer under an id of their own: what was asked for is the one that works.
    const ids = new Set([names.taskId, (task && readTaskId(task)) ?? names.taskId])
    shown = replaceTaskIds(shown, ids, names.shownId)
  }
  const body = shown === value ? text : JSON.stringify(shown)
  const { byteLength } = new TextEncoder().encode(body)
  return {
    status,
    headers: { ...Object.fromEntries(headers), ...jsonHeaders(byteLength) },
    body,
    end: Date.now() + lifetime,
  }
}
