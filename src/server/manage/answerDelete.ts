import { withTimeout } from '../../core/abort.js'
import { errors } from '../../core/errors/VideoTaskError.js'
import { confirmsDelete } from '../../core/wire/readVideoTask.js'
import { checkAuthorized, checkRate } from '../access/authorize.js'
import { checkSameSite } from '../access/origins.js'
import { resolveTask, type TaskIds } from '../access/ownership.js'
import { ProxyError } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import { jsonResponse } from '../responses.js'
import { tasksUnavailable } from '../records/taskStore.js'
import type { ProxyKey, RequestKey } from '../upstream/apiKey.js'
import { type JsonAnswer, readUpstreamJson, type UpstreamJson } from '../upstream/upstreamJson.js'
import { answerTimedOut, sendDelete } from '../upstream/videosApi.js'
import { toDocumentedAnswer } from '../retrieve/documentedAnswer.js'

/** The stages of a delete, in order. Each either passes or ends the request by throwing a `ProxyError`. */
export async function answerDelete(
  settings: ProxySettings,
  key: RequestKey,
  request: Request,
  publicId: string,
): Promise<Response> {
  const { allowedOrigins, authorize, rateLimit, ownership, records, shares, archive } = settings

  // Same-site: no other site's page may delete with a user's cookies.
  checkSameSite(request, allowedOrigins)

  // Authorize: the app names the user, allows, denies or answers itself.
  const call = { action: 'delete', taskId: publicId, request } as const
  const user = await checkAuthorized(authorize, call)
  if (user instanceof Response) return user

  // Rate: the app's limiter allows one more.
  await checkRate(rateLimit, { ...call, user })

  // Key: read only now, for an allowed caller.
  const proxyKey = await key.read()

  // Ownership: the task is the user's own. That everyone may see it does not count.
  const ids = await resolveTask(ownership, publicId, { user, link: undefined }, proxyKey.apis)

  // Upstream: where the API can delete. A refusal, such as that of a running task, does not keep a task on the list; an
  // outage does, so that the delete can be repeated.
  const answer = settings.routes.has('delete')
    ? await deleteAtApi(settings, proxyKey, request, ids)
    : undefined
  const isGone = archive !== undefined && GONE_STATUSES.has(answer?.status ?? 200)
  if (answer && !isGone && (canRepeat(answer.status) || (!records && answer.status >= 300)))
    return jsonResponse(answer)

  // Archive: the kept film goes with its task, also one that the API no longer has.
  await archive?.delete(ids.taskId, proxyKey.apis).catch(archiveUnavailable)
  if (answer && !isGone && !records) return jsonResponse(answer)

  // Public links end, and the task is taken off the list.
  await shares?.revoke(publicId)
  await records?.remove(publicId).catch(tasksUnavailable)
  await settings.tasks.drop(ids)
  // Honest about the API: what it has not deleted may still be made, and is billed.
  const isDeletedAtApi = isGone || (answer !== undefined && answer.status < 300 && answer.deleted === true)
  const text = printDeletion(publicId, true, isDeletedAtApi)
  return jsonResponse({ text })
}

/** The API no longer has a task that it once had. */
const GONE_STATUSES: ReadonlySet<number> = new Set([404, 410])

function archiveUnavailable(cause: unknown): never {
  const message = 'The film could not be deleted. Try again later.'
  throw new ProxyError(503, 'archive_unavailable', message, { cause })
}

const canRepeat = (status: number) => status >= 500 || status === 408 || status === 429

async function deleteAtApi(
  { api, timeout, tasks }: ProxySettings,
  { authorization, redact }: ProxyKey,
  request: Request,
  ids: TaskIds,
): Promise<DeleteAnswer> {
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
  return toDocumentedDeletion(answer, ids.taskId, ids.publicId)
}

/** A delete has nothing to say: RFC 9110, 9.3.5. */
const EMPTY_STATUSES: ReadonlySet<number> = new Set([200, 202, 204])

/**
 * Rewrites the answer to a delete to the documented one, `{ id, object: "video.deleted", deleted }`. `deleted` is false where
 * the API has accepted the delete and not confirmed it: with 202 (RFC 9110, 9.3.5), or with a task that still runs. An error
 * of the API stays one, such as that of a running task, which OpenAI does not delete.
 */
function toDocumentedDeletion(answer: UpstreamJson, taskId: string, publicId: string): DeleteAnswer {
  const { status, headers, task, body, print } = toDocumentedAnswer(answer, taskId)
  if (!task) return { status, headers, text: print(body) }
  const deleted = confirmsDelete(answer.value, taskId, answer.status, errors)
  return { status: 200, headers, text: printDeletion(publicId, deleted), deleted }
}

/** The answer of the API to a delete. */
interface DeleteAnswer extends JsonAnswer {
  /** Whether the API has confirmed it; `undefined` in an error. */
  deleted?: boolean
}

const printDeletion = (id: string, deleted: boolean, deleted_at_api?: boolean) =>
  JSON.stringify({ id, object: 'video.deleted', deleted, deleted_at_api })
