import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { createVideoProxy } from 'react-video-task/server'

const proxy = createVideoProxy({
  apiKey: process.env.COMETAPI_KEY ?? '',
  baseURL: process.env.COMETAPI_BASE_URL,
  secret: process.env.VIDEO_ID_SECRET ?? '',
  // Add the host of your app. A page of a foreign domain that resolves to this server is refused (DNS rebinding).
  allowedHosts: ['localhost', '127.0.0.1'],
  limits: { models: ['wan2.6'], promptLength: 4_000 },
  // Check your session here, as in `({ request }) => userOf(request)`: a user owns the tasks it creates, null denies. As
  // written, every visitor is the same user, and every create is billed to you.
  authorize: () => ({ id: 'me' }),
})

const app = new Hono()
app.all('/api/v1/*', (context) => proxy(context.req.raw))
app.use(serveStatic({ root: new URL('../page/dist', import.meta.url).pathname }))

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
)
