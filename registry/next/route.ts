import { createVideoProxy, type VideoProxy } from 'react-video-task/server'

const isDevelopment = process.env.NODE_ENV === 'development'

let proxy: VideoProxy | undefined

// Created with the first request: `next build` loads this file without the environment.
const handle: VideoProxy = (request) =>
  (proxy ??= createVideoProxy({
    apiKey: process.env.COMETAPI_KEY ?? '',
    baseURL: process.env.COMETAPI_BASE_URL,
    // Signs the ids of tasks: `openssl rand -base64 32`.
    secret:
      process.env.VIDEO_ID_SECRET ||
      (isDevelopment ? 'signs ids in development only, not in production' : ''),
    // Creates are billed, so no one may create in production until you check your session here. Return the user, as
    // `{ id: session.userId }`: users see their own videos and no others.
    authorize: () => (isDevelopment ? { id: 'developer' } : new Response(null, { status: 401 })),
    // In development, a foreign page must not reach this server through a domain of its own.
    allowedHosts: isDevelopment ? ['localhost', '127.0.0.1'] : undefined,
    limits: { models: ['wan2.6', 'sora-2', 'veo3-fast'], promptLength: 2_000 },
  }))(request)

export { handle as GET, handle as HEAD, handle as POST }
