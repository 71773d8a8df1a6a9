import { headers } from 'next/headers'
import { createVideoClient } from 'react-video-task'
import { createVideoProxy, type VideoProxy } from 'react-video-task/server'

let proxy: VideoProxy | undefined

/** Created with the first request, because `next build` loads routes where no key is set. */
export const videoProxy: VideoProxy = (request) =>
  (proxy ??= createVideoProxy({
    apiKey: process.env.COMETAPI_KEY ?? '',
    baseURL: process.env.COMETAPI_BASE_URL,
    secret: process.env.VIDEO_ID_SECRET ?? '',
    // Add the host of your app. A page of a foreign domain that resolves to this server is refused (DNS rebinding).
    allowedHosts: ['localhost', '127.0.0.1'],
    limits: { models: ['wan2.6'], promptLength: 4_000 },
    // Check your session here, as in `({ request }) => userOf(request)`: a user owns the tasks it creates, null denies. As
    // written, every visitor is the same user, and every create is billed to you.
    authorize: () => ({ id: 'me' }),
  }))(request)

/** The client for server components: it calls the proxy in this process, as the user whose page is rendered. */
export async function serverClient() {
  const cookie = (await headers()).get('cookie')
  return createVideoClient({
    // One of the allowed hosts. It is only a name: nothing is sent over the network.
    baseURL: 'http://localhost/api/v1',
    headers: cookie ? { cookie } : {},
    fetch: (input, init) => videoProxy(new Request(input, init)),
  })
}
