import { env } from 'cloudflare:workers'
import { createVideoProxy } from 'react-video-task/server'

const proxy = createVideoProxy({
  apiKey: env.COMETAPI_KEY ?? '',
  baseURL: env.COMETAPI_BASE_URL ?? undefined,
  secret: env.VIDEO_ID_SECRET ?? '',
  // Add the host of your app. A page of a foreign domain that resolves to this server is refused (DNS rebinding).
  allowedHosts: ['localhost', '127.0.0.1'],
  limits: { models: ['wan2.6'], promptLength: 4_000 },
  // Check your session here, as in `({ request }) => userOf(request)`: a user owns the tasks it creates, null denies. As
  // written, every visitor is the same user, and every create is billed to you.
  authorize: () => ({ id: 'me' }),
})

/** workerd's disk service serves files without their type. */
const TYPES = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript'],
  ['css', 'text/css'],
])

/** @param {string} path */
async function servePage(path) {
  const file = await env.PAGE.fetch(new Request(`http://page${path}`))
  const type = TYPES.get(path.slice(path.lastIndexOf('.') + 1))
  return new Response(file.body, {
    status: file.status,
    headers: { 'content-type': type ?? 'application/octet-stream' },
  })
}

export default {
  /** @param {Request} request */
  fetch(request) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/api/v1/')) return proxy(request)
    return servePage(pathname === '/' ? '/index.html' : pathname)
  },
}
