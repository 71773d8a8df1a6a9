import { withTimeout } from '../../core/abort.js'
import { parseErrorDetails } from '../../core/wire/errorDetails.js'
import { parseJson } from '../../core/wire/fieldValues.js'
import { parseVideoTask } from '../../core/wire/parseVideoTask.js'
import { checkAuthorized, checkCreateAuthorized, checkRate } from '../access/authorize.js'
import { checkSameSite } from '../access/origins.js'
import { resolveTask } from '../access/ownership.js'
import type { VideoProxyCreateContext } from '../calls.js'
import { toProxyError } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import { jsonResponse } from '../responses.js'
import { grantPublicId } from '../retrieve/publicTask.js'
import type { ProxyRoute } from '../routes.js'
import type { ProxyKey, RequestKey } from '../upstream/apiKey.js'
import { readUpstreamJson } from '../upstream/upstreamJson.js'
import { type CreateBody, createTimedOut, sendCreate } from '../upstream/videosApi.js'
import { checkLimits, checkRemixLimits } from './limits.js'
import { readUpload, readUploadType } from './readUpload.js'
import { copyWithoutBody } from './requestBody.js'

/** A route whose requests are billed. */
export type BilledRoute = Extract<ProxyRoute, { action: 'create' | 'remix' }>

/**
 * The stages of a create, and of a remix, which is the create of a video from another one. Each either passes or ends the
 * request by throwing a `ProxyError`.
 */
export async function answerCreate(
  settings: ProxySettings,
  key: RequestKey,
  request: Request,
  route: BilledRoute,
): Promise<Response> {
  // Same-site: no other site's page may create with a user's cookies.
  checkSameSite(request, settings.allowedOrigins)

  // Type: the headers name an encoding that can be read, and no length above the limit.
  const type = readUploadType(request, settings.bodyLimits)

  // Authorize: the app names the user, allows, denies or answers itself. Nothing of the body is read before.
  const call = { ...route, request: copyWithoutBody(request) }
  const user = await checkAuthorized(settings.authorize, call)
  if (user instanceof Response) return user

  return settings.bodyBudget.use(async (account) => {
    // Body: read whole, within its limits and the budget of all bodies, before anything is decided about it.
    const upload = await readUpload(request, type, settings.bodyLimits, account)

    // Limits: each parameter is one on offer, and the documented defaults are written where they are missing.
    const check = route.action === 'create' ? checkLimits : checkRemixLimits
    const defaults = check(upload.params, settings.limits) ?? {}
    const params = Object.freeze({ ...upload.params, ...defaults })
    const mark = { createId: crypto.randomUUID(), createdAt: Date.now() }
    const create = { ...call, ...mark, user, params, files: upload.files }

    // Authorize this create: the user may make exactly this video.
    const refusal = await checkCreateAuthorized(settings.authorizeCreate, create)
    if (refusal) return refusal

    // What the app has reserved for it is settled by `onCreated`, or by `onEnded` where no task was made.
    return sendAllowed(settings, key, request, create, upload.encode(defaults))
  })
}

/** The stages of a create that the app has allowed. However it ends, the app learns of it. */
async function sendAllowed(
  settings: ProxySettings,
  key: RequestKey,
  request: Request,
  create: VideoProxyCreateContext,
  body: CreateBody,
): Promise<Response> {
  const { hooks, ownership, quota, rateLimit, records } = settings
  let isSent = false
  try {
    // Rate: the app's limiter allows one more.
    await checkRate(rateLimit, create)

    // Quota: the user has one more video today. It is given back where none is made.
    await quota?.reserve(create)

    // Key: read only now, for an allowed request.
    const proxyKey = await key.read()
    const { redact, apis } = proxyKey

    // Ownership: a remix is of the user's own video, and the owner can be stored, which is checked before it is billed.
    const { user, taskId } = create
    const access = { user, link: undefined }
    const source = taskId === undefined ? undefined : await resolveTask(ownership, taskId, access, apis)
    await ownership.prepare()

    // Record: that a create is sent is known before, and survives a crash.
    const begun = await records?.begin(create, apis)

    // Upstream, redaction.
    isSent = true
    const created = await sendOnce(settings, proxyKey, request, body, source?.taskId)

    // Public id: the owner is stored, and the caller gets the id to use.
    const { text, status, headers, ids } = await grantPublicId(created, ownership, { user, source }, apis)

    // The app learns of the task, or that none was made.
    if (ids) {
      const task = parseVideoTask(parseJson(text))
      if (begun) await records?.add(begun, ids, task)
      await hooks.created({ ...create, task }, redact)
      await hooks.learn({ status: 200, body: text }, { ids, user, redact })
    } else {
      const { code } = parseErrorDetails(parseJson(text))
      await hooks.failed({ status, code, isSent, create }, redact)
    }

    // Answer: JSON that no cache keeps.
    return jsonResponse({ status, headers, text })
  } catch (error) {
    const { status, code } = toProxyError(error, request)
    await hooks.failed({ status, code, isSent, create }, key.redact)
    throw error
  }
}

/** Sends a create once, never again, and reads the answer without the key and the gateway's details. */
function sendOnce(
  { api, createTimeout: timeout, keepsCreates }: ProxySettings,
  { authorization, redact }: ProxyKey,
  request: Request,
  body: CreateBody,
  sourceId: string | undefined,
) {
  const send = async (signal: AbortSignal) => {
    const response = await sendCreate(api, authorization, body, sourceId, signal)
    return readUpstreamJson(response, signal, redact)
  }
  // An app that keeps records gets the id even if the caller has left.
  const signal = keepsCreates ? undefined : request.signal
  return withTimeout(send, { signal, timeout, timeoutError: () => createTimedOut(timeout) })
}
