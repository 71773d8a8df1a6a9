import { checkAuthorized, checkRate, checkSameSite } from './access/authorize.js'
import { hasContentLink } from './access/contentLinks.js'
import { taskNotFound } from './access/taskAccess.js'
import { forwardContent } from './content/forwardContent.js'
import { forwardCreate } from './create/forwardCreate.js'
import { checkLimits } from './create/limits.js'
import { drainBody, readUpload } from './create/readUpload.js'
import type { VideoProxyCall, VideoProxyOptions } from './options.js'
import { redactError, errorResponse, ProxyError } from './proxyError.js'
import { type ProxySettings, resolveOptions } from './resolveOptions.js'
import { forwardRetrieve } from './retrieve/forwardRetrieve.js'
import { matchRoute, type ProxyRoute } from './routes.js'
import type { ProxyKey } from './upstream/apiKey.js'

/** Answers one request. Never rejects. */
export type VideoProxy = (request: Request) => Promise<Response>

function withoutBodyForHead({ method }: Request, answer: Response): Response {
  if (method !== 'HEAD') return answer
  const { status, headers } = answer
  return new Response(null, { status, headers })
}

/**
 * Makes a proxy that adds the API key on the server: one fetch-standard handler for `POST …/videos`,
 * `GET …/videos/{id}` and `GET …/videos/{id}/content` (HEAD too), under whatever path it is mounted at.
 *
 * Nothing a caller sends chooses the target, and neither key, cookies nor other headers cross it. Its own errors come in
 * the API's envelope, `{ "error": { "message", "type", "param", "code" } }`.
 *
 * Bytes come with ranges whether the API knows them or not, and as a download with `?download` or `?download=name`. Where
 * the API does not tell a video's length and ignores the range, the whole comes, as 200. What the API answers about the
 * server's own key (401, 402, 403) becomes 502 `upstream_unauthorized`, since it would read as the viewer's lost session;
 * what it says of its channels, groups and accounts becomes a neutral sentence, with the request id.
 *
 * @throws {VideoTaskError} code `invalid_options`, `invalid_api_key` or `invalid_base_url`, when the options cannot work.
 */
export function createVideoProxy(options: VideoProxyOptions): VideoProxy {
  const settings = resolveOptions(options)

  return async (request) => {
    let route: ProxyRoute | undefined
    let redact = settings.fixedKey?.redact ?? ((text: string) => text)
    // Only once it is needed: those who may not use the key do not even cause it to be read.
    const readKey = async () => {
      const key = await settings.readKey()
      redact = key.redact
      return key
    }
    try {
      route = matchRoute(request.method, new URL(request.url))
      const answer = await (route.action === 'create'
        ? answerCreate(settings, request, readKey)
        : answerRead(settings, route, request, readKey))
      drainBody(request, settings)
      return withoutBodyForHead(request, answer)
    } catch (error) {
      drainBody(request, settings)
      return withoutBodyForHead(request, answerError(error, request, route, settings.onError, redact))
    }
  }
}

/** What `authorize` may see of a create: the body has been read. */
function withoutBody({ url, method, headers, signal }: Request): Request {
  return new Request(url, { method, headers, signal })
}

/** Answers a create: read, authorized, within the limits, and only then sent. */
async function answerCreate(
  settings: ProxySettings,
  request: Request,
  readKey: () => Promise<ProxyKey>,
): Promise<Response> {
  checkSameSite(request, settings.allowedOrigins)
  const upload = await readUpload(request, settings)
  const call: VideoProxyCall = { action: 'create', params: upload.params, request: withoutBody(request) }
  const user = await checkAuthorized(settings.authorize, call)
  if (user instanceof Response) return user
  checkLimits(upload.params, settings.limits)
  await checkRate(settings.rateLimit, { ...call, user })
  await settings.access.prepare(user)
  return forwardCreate(settings, await readKey(), request, upload, user)
}

/** A finished video changes no more. */
const PUBLIC_CONTENT = 'public, max-age=3600'

type ReadRoute = Extract<ProxyRoute, { taskId: string }>

/** Answers for a task and its bytes: authorized, the caller's own, and only then asked for. */
async function answerRead(
  settings: ProxySettings,
  route: ReadRoute,
  request: Request,
  readKey: () => Promise<ProxyKey>,
): Promise<Response> {
  const { action, taskId: shownId } = route
  const call: VideoProxyCall = { action, taskId: shownId, request }
  const isLinked =
    action === 'content' && (await hasContentLink(settings.signer, shownId, new URL(request.url)))
  const user = isLinked ? undefined : await checkAuthorized(settings.authorize, call)
  if (user instanceof Response) return user
  await checkRate(settings.rateLimit, { ...call, user })
  const isPublic = await settings.isPublic(shownId)
  const taskId = await settings.access.resolve(shownId, isPublic ? undefined : user)
  if (taskId === undefined) throw taskNotFound()
  const key = await readKey()
  if (route.action === 'retrieve')
    return forwardRetrieve(settings, key, request, { taskId, shownId }, isPublic)
  const content = await forwardContent(settings, key, request, { ...route, taskId, shownId })
  if (isPublic && content.ok) content.headers.set('cache-control', PUBLIC_CONTENT)
  return content
}

function toProxyError(error: unknown, { signal }: Request): ProxyError {
  if (error instanceof ProxyError) return error
  // Nobody hears this one; it is for servers that log the status of what they did not send.
  if (signal.aborted) return new ProxyError(499, 'aborted', 'The caller left.')
  return new ProxyError(500, 'proxy_failed', 'The server could not handle this request.', { cause: error })
}

/** Turns whatever ended a request into its answer, and tells `onError` where the caller was not to blame. */
function answerError(
  thrown: unknown,
  request: Request,
  route: ProxyRoute | undefined,
  onError: ProxySettings['onError'],
  redact: (text: string) => string,
): Response {
  const error = toProxyError(thrown, request)
  const { status, code } = error
  if (status >= 500) {
    const taskId = route && 'taskId' in route ? route.taskId : undefined
    try {
      onError(redactError(error, redact), { action: route?.action, taskId, status, code })
    } catch {
      // A failing log must not become the caller's problem.
    }
  }
  return errorResponse(error)
}
