import { checkAuthorized } from './checkAuthorized.js'
import { checkLimits } from './checkLimits.js'
import { checkRate } from './checkRate.js'
import { checkSameSite } from './checkSameSite.js'
import type { ProxyKey } from './createProxyKey.js'
import { forwardCreate } from './forwardCreate.js'
import type { ProxySettings } from './readSettings.js'
import { readUpload } from './readUpload.js'
import type { VideoProxyCall } from './VideoProxyCall.js'

/** What `authorize` may see of a create: the body has been read. */
function withoutBody({ url, method, headers, signal }: Request): Request {
  return new Request(url, { method, headers, signal })
}

/** Answers a create: read, authorized, within the limits, and only then sent. */
export async function answerCreate(
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
