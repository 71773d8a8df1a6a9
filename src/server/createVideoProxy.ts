import { createVideoClient } from '../core/client/createVideoClient.js'
import type { VideoClient } from '../core/client/VideoClient.js'
import { checkAuthorized, checkPublic, checkRate } from './access/authorize.js'
import { readContentLink } from './access/contentLinks.js'
import { checkHost } from './access/origins.js'
import { resolveTask } from './access/ownership.js'
import { isLinkId, type SharedTask } from './access/taskShares.js'
import { answerContent } from './content/relayContent.js'
import { answerCreate, type BilledRoute } from './create/answerCreate.js'
import { drainBody, mustClose } from './create/requestBody.js'
import { answerDelete } from './manage/answerDelete.js'
import { answerList } from './manage/answerList.js'
import { answerShare } from './manage/answerShare.js'
import { answerStill } from './manage/answerStill.js'
import { answerStoredList } from './manage/answerStoredList.js'
import type { VideoProxyAuthorize } from './calls.js'
import type { VideoProxyOptions } from './options.js'
import { redactError, toProxyError } from './proxyError.js'
import { type ProxySettings, resolveOptions } from './resolveOptions.js'
import { errorResponse, taskResponse, withoutBody, withoutRepeats } from './responses.js'
import { answerMany } from './retrieve/answerMany.js'
import { retrieveTask } from './retrieve/retrieveTask.js'
import type { CachedResponse, Viewer } from './retrieve/taskCache.js'
import { matchRoute, type ProxyRoute } from './routes.js'
import { type ProxyKey, readOnce, type RequestKey } from './upstream/apiKey.js'

/** Answers one request. Never rejects. */
export type VideoProxy = (request: Request) => Promise<Response>

/** What `createVideoProxy` returns: the handler, and a client for the app's server. */
export interface VideoProxyWithClient extends VideoProxy {
  /**
   * The proxy for the server's own code, such as `watchVideoTasks` and `pollVideoTaskOnce`: reads any task, by its public id,
   * without `authorize` and `rateLimit`, in this process and with no request to a port. What it learns is kept, archived and
   * reported to `onEnded` as after any read. It only reads: other calls reject with 403.
   */
  readonly client: VideoClient
}

/**
 * Creates a proxy that adds the API key on the server: one fetch-standard handler for `POST …/videos`,
 * `GET …/videos/{id}` and `GET …/videos/{id}/content` (HEAD too), under any path at which it is mounted, and for the further
 * routes that `routes` names. `GET …/videos?ids=a,b,c` answers about up to 50 tasks at once, each as if it was asked for
 * alone; `createVideoClient` uses it by itself.
 *
 * Callers cannot choose the target of a request, and neither the key nor cookies nor unlisted headers cross the proxy.
 * Errors of its own come in the API's envelope, `{ "error": { "message", "type", "param", "code" } }`.
 *
 * Ranges are answered whether or not the API supports them, except where the API names no length and ignores the range:
 * then the whole comes, as 200. `?download` or `?download=name` answers with a `Content-Disposition`. What the API answers
 * about the server's own key (401, 402, 403, 407) becomes 502 `upstream_unauthorized`, because a client would read it as
 * the viewer's lost session. A message about the gateway's channels, groups and accounts becomes a generic one with the
 * request id.
 *
 * @throws {VideoTaskError} code `invalid_options`, `invalid_api_key` or `invalid_base_url`, when the options cannot work
 * @example
 * ```ts
 * import { createVideoProxy } from 'react-video-task/server'
 *
 * declare function sessionUser(request: Request): Promise<{ id: string } | null>
 *
 * const proxy = createVideoProxy({
 *   apiKey: process.env.COMETAPI_KEY ?? '',
 *   secret: process.env.VIDEO_ID_SECRET ?? '',
 *   limits: { models: ['wan2.6', 'sora-2'], promptLength: 4_000 },
 *   authorize: ({ request }) => sessionUser(request),
 * })
 *
 * export const GET = proxy
 * export const HEAD = proxy
 * export const POST = proxy
 * ```
 */
export function createVideoProxy(options: VideoProxyOptions): VideoProxyWithClient {
  const settings = resolveOptions(options)
  const answer = (request: Request) => answerRequest(settings, request)
  return Object.assign(answer, { client: createOwnClient(settings) })
}

/** Creates the client of the server's own code. Who may call, how often and for which host is asked of callers alone. */
function createOwnClient(settings: ProxySettings): VideoClient {
  const authorize: VideoProxyAuthorize = ({ action }) => action === 'retrieve' || action === 'content'
  const own = { ...settings, allowedHosts: undefined, rateLimit: undefined, authorize }
  return createVideoClient({
    baseURL: 'http://localhost/v1',
    fetch: (input, init) => answerRequest(own, new Request(input, init)),
  })
}

async function answerRequest(settings: ProxySettings, request: Request): Promise<Response> {
  const key = settings.openKey()
  let route: ProxyRoute | undefined
  let answer: Response
  try {
    // Host: the request is for a host of the app.
    checkHost(request, settings.allowedHosts)

    // Route: method and path name an action of the proxy.
    route = matchRoute(request.method, new URL(request.url), settings.openRoutes)

    // Records: what a stopped process has left is finished beside the request.
    void settings.recover?.()
    answer = await answerRoute(settings, key, request, route)
  } catch (error) {
    answer = answerError(settings, key, request, route, error)
  }
  drainBody(request, settings.bodyLimits)

  // Repeats: OpenAI's clients repeat a create after a 5xx, and the API may have billed it.
  if (route && isBilled(route)) answer = withoutRepeats(answer)
  return request.method === 'HEAD' ? withoutBody(answer) : answer
}

function answerRoute(settings: ProxySettings, key: RequestKey, request: Request, route: ProxyRoute) {
  if (isBilled(route)) return answerCreate(settings, key, request, route)
  if (route.action === 'retrieveMany') return answerTasks(settings, key, request)
  const { records } = settings
  if (route.action === 'list') {
    return records ? answerStoredList(settings, records, key, request) : answerList(settings, key, request)
  }
  if (route.action === 'share') return answerShare(settings, key, request, route.taskId)
  if (route.action === 'delete') return answerDelete(settings, key, request, route.taskId)
  if (route.action === 'still') return answerStill(settings, key, request, route.taskId)
  return answerRead(settings, key, request, route)
}

const isBilled = (route: ProxyRoute): route is BilledRoute =>
  route.action === 'create' || route.action === 'remix'

/** Answers about many tasks: each goes through all stages of a read, as if it was asked for alone. */
function answerTasks(settings: ProxySettings, key: RequestKey, request: Request): Response {
  const shared = readOnce(key)
  return answerMany(request, async (taskId, viewer) => {
    const route = { action: 'retrieve', taskId } as const
    try {
      const answer = await readTask(settings, shared, request, route, viewer)
      return answer instanceof Response ? answer : answer.cached
    } catch (error) {
      return answerError(settings, shared, request, route, toProxyError(error, viewer))
    }
  })
}

type ReadRoute = Extract<ProxyRoute, { action: 'retrieve' | 'content' }>

async function answerRead(
  settings: ProxySettings,
  key: RequestKey,
  request: Request,
  route: ReadRoute,
): Promise<Response> {
  const answer = await readTask(settings, key, request, route, request)
  return answer instanceof Response ? answer : taskResponse(answer.cached, answer.isPublic)
}

/** The answer about a task, which others may share. */
interface SharedAnswer {
  cached: CachedResponse
  isPublic: boolean
}

/** The stages of a read, in order: those that a retrieve and a content request share, then their own. */
async function readTask(
  settings: ProxySettings,
  key: RequestKey,
  request: Request,
  route: ReadRoute,
  viewer: Viewer,
): Promise<SharedAnswer | Response> {
  const { action, taskId: publicId } = route
  const call = { action, taskId: publicId, request }

  // Authorize: by a public link, by a signed content link, or by the app.
  const shared = await settings.shares?.open(publicId)
  const url = new URL(request.url)
  const link =
    action === 'content' && !shared ? await readContentLink(settings.signer, publicId, url) : undefined
  const user = link || shared ? undefined : await checkAuthorized(settings.authorize, call)
  if (user instanceof Response) return user

  // Rate: the app's limiter allows one more.
  await checkRate(settings.rateLimit, { ...call, user })

  // Key: read only now, for an allowed caller.
  const proxyKey = await key.read()
  if (shared) return readShared(settings, proxyKey, request, route, viewer, shared)

  // Ownership: the task is public or the user's own, and of this API; to everyone else it does not exist.
  const isPublic = await checkPublic(settings.isPublic, publicId, (error) =>
    // Another check decides the answer, so this error has no status of its own.
    settings.report(error, { action, taskId: publicId, status: 200, code: 'invalid_is_public' }),
  )
  const access = { user: isPublic ? undefined : user, link }
  const ids = await resolveTask(settings.ownership, publicId, access, proxyKey.apis)

  // Upstream, redaction, public id, answer.
  return route.action === 'retrieve'
    ? { cached: await retrieveTask(settings, proxyKey, viewer, ids, access.user), isPublic }
    : answerContent(settings, proxyKey, request, { ...route, ...ids }, isPublic)
}

/** The last stages of a read by a public link: those of its owner, and then nothing of the owner is shown. */
async function readShared(
  settings: ProxySettings,
  proxyKey: ProxyKey,
  request: Request,
  route: ReadRoute,
  viewer: Viewer,
  { stored: { task, user }, show, showContent, showError }: SharedTask,
): Promise<SharedAnswer | Response> {
  const ids = await resolveTask(settings.ownership, task.id, { user, link: undefined }, proxyKey.apis)
  try {
    if (route.action === 'retrieve') {
      const answer = await retrieveTask(settings, proxyKey, viewer, ids, user)
      return { cached: await show(answer, ids), isPublic: false }
    }
    const target = { ...route, ...ids, fileId: 'shared' }
    return showContent(await answerContent(settings, proxyKey, request, target, false), ids)
  } catch (error) {
    throw showError(error, ids)
  }
}

/** Answers whatever ended a request, and reports it where the caller was not the cause. */
function answerError(
  { report }: ProxySettings,
  key: RequestKey,
  request: Request,
  route: ProxyRoute | undefined,
  thrown: unknown,
): Response {
  const error = toProxyError(thrown, request)
  const { status, code, appError } = error
  if (status >= 500 || appError) {
    const named = route && 'taskId' in route ? route.taskId : error.taskId
    // The id of a public link opens its film: no log keeps it.
    const taskId = named !== undefined && isLinkId(named) ? undefined : named
    // Of a request for many tasks, each is reported as a retrieve.
    const action = route?.action === 'retrieveMany' ? 'retrieve' : route?.action
    report(redactError(appError ?? error, key.redact), { action, taskId, status, code })
  }
  const answer = errorResponse(error)
  if (mustClose(request)) answer.headers.set('connection', 'close')
  return answer
}
