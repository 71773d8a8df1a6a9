import { createServer } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createVideoProxy } from 'react-video-task/server'
import sirv from 'sirv'

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

const api = createRequestListener((request) => proxy(request))
const page = sirv(new URL('../page/dist', import.meta.url).pathname)

const server = createServer((request, response) => {
  if (request.url?.startsWith('/api/v1/')) void api(request, response)
  else page(request, response)
})
server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`)
})
