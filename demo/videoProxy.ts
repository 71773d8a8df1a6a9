import { createHash } from 'node:crypto'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { videoModels } from 'react-video-task/client'
import { createVideoProxy } from 'react-video-task/server'
import type { Plugin } from 'vite'

/** Mounts the proxy on Vite's server, where the key is added and never leaves. */
export function videoProxy({ apiKey, baseURL }: { apiKey: string; baseURL: string | undefined }): Plugin {
  const proxy = createVideoProxy({
    apiKey,
    baseURL,
    // This demo is one person's on loopback. An app asks its session here, and gives the user it finds.
    authorize: () => ({ id: 'demo' }),
    // The page sees ids that carry this owner, so no other's work here and nothing has to be stored. An app has a random
    // secret in its environment; the demo needs none that anyone must set, and the same one after a restart.
    secret: createHash('sha256').update(`ids of the demo: ${apiKey}`).digest('base64'),
    limits: { models: videoModels, promptLength: 4_000 },
  })
  return {
    name: 'video-proxy',
    configureServer: ({ middlewares }) =>
      void middlewares.use(
        '/api/v1',
        createRequestListener((request) => proxy(request)),
      ),
  }
}
