import { createRequestListener } from '@remix-run/node-fetch-server'
import { createVideoProxy } from 'react-video-task/server'
import type { Plugin } from 'vite'

/** Mounts the proxy on Vite's server, where the key is added and never leaves. */
export function videoProxy({ apiKey, baseURL }: { apiKey: string; baseURL: string | undefined }): Plugin {
  const proxy = createVideoProxy({
    apiKey,
    baseURL,
    // This demo is one person's on loopback. An app asks its session here.
    authorize: () => true,
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
