import { createRequestListener } from '@remix-run/node-fetch-server'
import { createVideoProxy } from 'react-video-task/server'
import { type Connect, loadEnv, type Plugin } from 'vite'

/**
 * Answers /api/v1 in `vite dev` and `vite preview` with the proxy that adds the API key. In production your own server
 * mounts `createVideoProxy`, with an `authorize` that checks your session.
 */
export function videoProxy(): Plugin {
  return {
    name: 'video-proxy',
    configureServer: ({ config, middlewares }) => void middlewares.use(middlewareOf(config)),
    configurePreviewServer: ({ config, middlewares }) => void middlewares.use(middlewareOf(config)),
  }
}

function middlewareOf({
  mode,
  envDir,
}: {
  mode: string
  envDir: string | false
}): Connect.NextHandleFunction {
  const env = envDir === false ? process.env : loadEnv(mode, envDir, '')
  const proxy = createVideoProxy({
    apiKey: env.COMETAPI_KEY ?? '',
    baseURL: env.COMETAPI_BASE_URL,
    // Anyone who opens the page on this computer may create.
    authorize: () => true,
    allowedHosts: ['localhost', '127.0.0.1'],
    limits: { models: ['wan2.6', 'sora-2', 'veo3-fast'], promptLength: 2_000 },
  })
  const listener = createRequestListener((request) => proxy(request))
  return (request, response, next) =>
    request.url?.startsWith('/api/v1/') ? void listener(request, response) : next()
}
