import { withTimeout } from '../../core/abort.js'
import { confirmsDelete } from '../../core/wire/parseVideoTask.js'
import { checkAuthorized, checkRate } from '../access/authorize.js'
import { checkSameSite } from '../access/origins.js'
import { resolveTask } from '../access/ownership.js'
import { jsonHeaders } from '../headers.js'
import type { ProxySettings } from '../resolveOptions.js'
import type { RequestKey } from '../upstream/apiKey.js'
import { type JsonAnswer, readUpstreamJson, type UpstreamJson } from '../upstream/upstreamJson.js'
import { answerTimedOut, sendDelete } from '../upstream/videosApi.js'
import { toDocumentedAnswer } from '../retrieve/documentedAnswer.js'

/** The stages of a delete, in order. Each either passes or ends the request by throwing a `ProxyError`. */
export async function answerDelete(
  { allowedOrigins, authorize, rateLimit, ownership, api, timeout, tasks }: ProxySettings,
  key: RequestKey,
  request: Request,
  publicId: string,
): Promise<Response> {
  // Same-site: no other site's page may delete with a user's cookies.
  checkSameSite(request, allowedOrigins)

  // Authorize: the app names the user, allows, denies or answers itself.
  const call = { action: 'delete', taskId: publicId, request } as const
  const user = await checkAuthorized(authorize, call)
  if (user instanceof Response) return user

  // Rate: the app's limiter allows one more.
  await checkRate(rateLimit, { ...call, user })

  // Key: read only now, for an allowed caller.
  const { authorization, redact, apis } = await key.read()

  // Ownership: the task is the user's own. That everyone may see it does not count.
  const ids = await resolveTask(ownership, publicId, { user, link: undefined }, apis)

  const send = async (signal: AbortSignal) => {
    // Upstream: sent once.
    const response = await sendDelete(api, authorization, ids.taskId, signal)

    // Redaction: the key and the gateway's details are removed.
    return readUpstreamJson(response, signal, redact, EMPTY_STATUSES)
  }
  const limits = { signal: request.signal, timeout, timeoutError: answerTimedOut }
  // Cache: whatever the answer, the task may be another one now.
  const answer = await withTimeout(send, limits).finally(() => tasks.drop(ids))

  // Answer: what the API has confirmed, and no more.
  const { status, headers, text } = toDocumentedDeletion(answer, ids.taskId, publicId)
  return new Response(text, { status, headers: jsonHeaders(headers, text) })
}

/** A delete has nothing to say: RFC 9110, 9.3.5. */
const EMPTY_STATUSES: ReadonlySet<number> = new Set([200, 202, 204])

/**
 * Rewrites the answer to a delete to the documented one, `{ id, object: "video.deleted", deleted }`. `deleted` is false where
 * the API has accepted the delete and not confirmed it: with 202 (RFC 9110, 9.3.5), or with a task that still runs. An error
 * of the API stays one, such as that of a running task, which OpenAI does not delete.
 */
function toDocumentedDeletion(answer: UpstreamJson, taskId: string, publicId: string): JsonAnswer {
  const { status, headers, task, body, print } = toDocumentedAnswer(answer, taskId)
  if (!task) return { status, headers, text: print(body) }
  const deleted = confirmsDelete(answer.value, taskId, answer.status)
  return { status: 200, headers, text: JSON.stringify({ id: publicId, object: 'video.deleted', deleted }) }
}
