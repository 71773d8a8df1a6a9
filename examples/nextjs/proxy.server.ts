import { headers } from 'next/headers'
import { createVideoClient } from 'react-video-task'
import { createVideoProxy, type VideoProxy } from 'react-video-task/server'

let made: VideoProxy | undefined

/** Made with the first request, since `next build` loads routes where no key is set. */
export const videoProxy: VideoProxy = (request) =>
  (made ??= createVideoProxy({
    apiKey: process.env.COMETAPI_KEY ?? '',
    baseURL: process.env.COMETAPI_BASE_URL,
    secret: process.env.VIDEO_ID_SECRET ?? '',
    limits: { models: ['wan2.6'], promptLength: 4_000 },
    // Ask your session here, as in `({ request }) => userOf(request)`: a user owns what it creates, null refuses. As it
    // stands, everyone who reaches this server is the same user, and spends your money.
    authorize: () => ({ id: 'me' }),
  }))(request)

/** What server components ask with: the proxy itself, in this process, as the user whose page is rendered. */
export async function serverClient() {
  const cookie = (await headers()).get('cookie')
  return createVideoClient({
    // A name only: nothing is sent over a network here.
    baseURL: 'http://proxy.internal/api/v1',
    headers: cookie ? { cookie } : {},
    fetch: (input, init) => videoProxy(new Request(input, init)),
  })
}
