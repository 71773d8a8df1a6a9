import { checkSameSite } from './checkSameSite.js'
import type { ProxyKey } from './createProxyKey.js'
import { forwardContent } from './forwardContent.js'
import { forwardCreate } from './forwardCreate.js'
import { forwardRetrieve } from './forwardRetrieve.js'
import type { ProxyRoute } from './matchRoute.js'
import type { ProxySettings } from './readSettings.js'
import { readUploadHeaders } from './readUploadHeaders.js'

/** Checks what can be checked of a request without anyone else, and gives what is left to do once it is allowed. */
export function planForward(
  settings: ProxySettings,
  route: ProxyRoute,
  request: Request,
): (key: ProxyKey) => Promise<Response> {
  switch (route.action) {
    case 'create': {
      checkSameSite(request, settings.allowedOrigins)
      const upload = readUploadHeaders(request, settings.maxBodyBytes)
      return (key) => forwardCreate(settings, key, request, upload)
    }
    case 'retrieve':
      return (key) => forwardRetrieve(settings, key, request, route.taskId)
    case 'content':
      return (key) => forwardContent(settings, key, request, route)
  }
}
