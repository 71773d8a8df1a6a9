import { readTaskId, unwrapEnvelope } from '../../core/wire/envelope.js'
import { isRecord, readText } from '../../core/wire/values.js'
import type { TaskAccess } from '../access/taskAccess.js'
import type { CreateUpload } from './uploadFormats.js'
import type { VideoProxyUser } from '../options.js'
import { jsonResponse } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import type { ProxyKey } from '../upstream/apiKey.js'
import { fetchUpstream } from '../upstream/fetchUpstream.js'
import { type JsonAnswer, readJsonAnswer } from '../upstream/jsonResponse.js'

/** Keeps whose the new task is, and names it as callers know it. */
async function grantTask(
  { status, headers, text }: JsonAnswer,
  access: TaskAccess,
  user: VideoProxyUser | undefined,
): Promise<Response> {
  const body: unknown = JSON.parse(text)
  const taskId = isRecord(body) ? readTaskId(unwrapEnvelope(body)) : undefined
  if (taskId === undefined) return jsonResponse(text, status, headers)
  const shownId = await access.grant(taskId, user)
  const shown = shownId === taskId ? text : JSON.stringify(replaceTaskIds(body, new Set([taskId]), shownId))
  return jsonResponse(shown, status, headers)
}

/** Sends a create to the API, once: it is billed, so no failure makes the proxy send it again. */
export async function forwardCreate(
  { baseURL, fetch, access }: ProxySettings,
  { authorization, redact }: ProxyKey,
  { signal }: Request,
  { contentType, byteLength, stream }: CreateUpload,
  user: VideoProxyUser | undefined,
): Promise<Response> {
  const headers = new Headers({
    accept: 'application/json',
    authorization,
    'content-type': contentType,
    'content-length': String(byteLength),
  })
  const url = `${baseURL}/videos`
  const response = await fetchUpstream(fetch, { method: 'POST', url, headers, signal, body: stream() })
  const answer = await readJsonAnswer(response, signal, redact)
  const { status, text } = answer
  return status < 300 ? grantTask(answer, access, user) : jsonResponse(text, status, answer.headers)
}

/** Fields in which an id may be a number. */
const ID_FIELDS = new Set(['id', 'task_id', 'taskId'])

/** Puts the id that callers know in place of the API's, wherever a body names it. */
export function replaceTaskIds(value: unknown, ids: ReadonlySet<string>, shown: string): unknown {
  if (typeof value === 'string') return ids.has(value) ? shown : value
  if (Array.isArray(value)) return value.map((item) => replaceTaskIds(item, ids, shown))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const id = ID_FIELDS.has(name) ? readText(item) : undefined
      return [name, id !== undefined && ids.has(id) ? shown : replaceTaskIds(item, ids, shown)]
    }),
  )
}
