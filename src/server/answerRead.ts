import { checkAuthorized } from './checkAuthorized.js'
import { checkRate } from './checkRate.js'
import type { ProxyKey } from './createProxyKey.js'
import { forwardContent } from './forwardContent.js'
import { forwardRetrieve } from './forwardRetrieve.js'
import { hasContentLink } from './hasContentLink.js'
import type { ProxyRoute } from './matchRoute.js'
import type { ProxySettings } from './readSettings.js'
import { taskNotFound } from './TaskAccess.js'
import type { VideoProxyCall } from './VideoProxyCall.js'

/** A finished video changes no more. */
const PUBLIC_CONTENT = 'public, max-age=3600'

type ReadRoute = Extract<ProxyRoute, { taskId: string }>

/** Answers for a task and its bytes: authorized, the caller's own, and only then asked for. */
export async function answerRead(
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
