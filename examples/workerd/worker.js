import { env } from 'cloudflare:workers'
import { createVideoProxy } from 'react-video-task/server'

const proxy = createVideoProxy({
  apiKey: env.COMETAPI_KEY ?? '',
  baseURL: env.COMETAPI_BASE_URL ?? undefined,
  secret: env.VIDEO_ID_SECRET ?? '',
  limits: { models: ['wan2.6'], promptLength: 4_000 },
  // Ask your session here: `request` has the caller's cookies and headers. Give its user, or null, which refuses.
  // As it stands, everyone who reaches this server is the same user, and spends your money.
  authorize: ({ request: _request }) => ({ id: 'me' }),
})

export default {
  /** @param {Request} request */
  fetch(request) {
    const url = new URL(request.url)
    if (url.pathname.startsWith('/api/v1/')) return proxy(request)
    if (url.pathname === '/') url.pathname = '/index.html'
    return env.PAGE.fetch(new Request(url, request))
  },
}
