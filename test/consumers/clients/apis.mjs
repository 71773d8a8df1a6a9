import { createServer } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'

const KEY = 'sk-upstream-4711'

/**
 * Serves an API whose time passes with each request, and a proxy in front of it; runs `run` at each of the two.
 *
 * @template Result
 * @param {'cometapi' | 'openrouter'} gateway
 * @param {(options: { baseURL: string, apiKey: string }) => Promise<Result>} run
 */
export async function atBoth(gateway, run) {
  let time = Date.UTC(2026, 10, 28)
  const emulator = createVideoEmulator({ apiKey: KEY, gateway, now: () => time })
  const api = await serve((request) => {
    time += 7_000
    return emulator.handle(request)
  })
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: `${api.origin}/v1`,
    authorize: () => ({ id: 'ada' }),
    secret: 'secret-of-the-tests-0123456789abcdef',
    cache: false,
  })
  const app = await serve(proxy)
  try {
    return {
      api: await run({ baseURL: `${api.origin}/v1`, apiKey: KEY }),
      app: await run({ baseURL: `${app.origin}/api/v1`, apiKey: 'unused' }),
    }
  } finally {
    for (const { server } of [api, app]) {
      server.close()
      server.closeAllConnections()
    }
  }
}

/** @param {(request: Request) => Response | Promise<Response>} handler */
async function serve(handler) {
  const server = createServer(createRequestListener(handler))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.')
  return { server, origin: `http://127.0.0.1:${address.port}` }
}

/** @param {Uint8Array} bytes */
export const isVideo = (bytes) => Buffer.from(bytes).toString('latin1', 4, 8) === 'ftyp'
