import { isRecord } from '../core/isRecord.js'
import { readTaskId } from '../core/readTaskId.js'
import { unwrapEnvelope } from '../core/unwrapEnvelope.js'
import { askUpstream } from './askUpstream.js'
import type { CreateUpload } from './CreateUpload.js'
import type { ProxyKey } from './createProxyKey.js'
import { jsonResponse } from './jsonResponse.js'
import type { ProxySettings } from './readSettings.js'
import { type JsonAnswer, readJsonAnswer } from './readJsonAnswer.js'
import { replaceTaskIds } from './replaceTaskIds.js'
import type { TaskAccess } from './TaskAccess.js'
import type { VideoProxyUser } from './VideoProxyCall.js'

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
  const response = await askUpstream(fetch, { method: 'POST', url, headers, signal, body: stream() })
  const answer = await readJsonAnswer(response, signal, redact)
  const { status, text } = answer
  return status < 300 ? grantTask(answer, access, user) : jsonResponse(text, status, answer.headers)
}
