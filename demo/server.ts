import { createHash } from 'node:crypto'
import { createServer as createHttpServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { createRequestListener } from '@remix-run/node-fetch-server'
import react from '@vitejs/plugin-react'
import { videoModels } from 'react-video-task/client'
import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { createServer, type Plugin } from 'vite'
import { entryPointAliases } from '../scripts/entry-points.js'

/** A running demo. */
interface DemoServer {
  /** The address of the page. */
  url: string
  close: () => Promise<void>
}

/**
 * Serves the demo's page, with the proxy behind `/api/v1`, on loopback.
 *
 * @param options.port 0 for any free port
 * @param options.duration how long an emulated video takes, in ms
 * @param options.apiKey a key of the real API; without one the proxy asks an emulator
 * @throws {Error} if the port is in use
 */
export async function startDemoServer(options: {
  port: number
  duration: number
  apiKey: string | undefined
}): Promise<DemoServer> {
  const apiKey = options.apiKey ?? 'sk-emulator'
  const emulator = options.apiKey ? undefined : await startEmulator(apiKey, options.duration)
  const baseURL = emulator?.baseURL ?? process.env['COMETAPI_BASE_URL']
  const vite = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    mode: emulator ? 'emulated' : 'real',
    // Vite discards the cache of another mode.
    cacheDir: fileURLToPath(
      new URL(`../node_modules/.vite/demo-${emulator ? 'emulated' : 'real'}`, import.meta.url),
    ),
    logLevel: 'warn',
    resolve: { alias: entryPointAliases },
    plugins: [react(), videoProxy(apiKey, baseURL), ...(emulator ? [durationSwitch(emulator)] : [])],
    server: { port: options.port, strictPort: true, host: '127.0.0.1' },
  })
  const close = async () => {
    emulator?.server.close()
    emulator?.server.closeAllConnections()
    await vite.close()
  }
  try {
    await vite.listen()
  } catch (error) {
    await close()
    throw error
  }
  return { url: vite.resolvedUrls?.local[0] ?? '', close }
}

/** Nine pictures, as many as a model without a documented number gets, of the 10 MB that the form takes. */
const MAX_BODY_BYTES = 96 * 1024 * 1024

/** Mounts the proxy on Vite's server. The key never leaves it. */
function videoProxy(apiKey: string, baseURL: string | undefined): Plugin {
  const proxy = createVideoProxy({
    apiKey,
    baseURL,
    // The demo has one user, on loopback. An app reads its session here and returns the user of it.
    authorize: () => ({ id: 'demo' }),
    // Ids are signed with the secret, so the demo stores no owners. An app takes a random secret from its environment;
    // the demo derives one, so that it needs no setup and accepts its ids after a restart.
    secret: createHash('sha256').update(`ids of the demo: ${apiKey}`).digest('base64'),
    // Refuses a page of a foreign domain that resolves to loopback (DNS rebinding).
    allowedHosts: ['localhost', '127.0.0.1'],
    // The form takes 4,000 characters; the marker of a scenario comes on top.
    limits: { models: Object.keys(videoModels), promptLength: 4_100 },
    maxBodyBytes: MAX_BODY_BYTES,
  })
  const listener = createRequestListener((request) => proxy(request))
  return {
    name: 'video-proxy',
    configureServer: ({ middlewares }) => void middlewares.use('/api/v1', listener),
  }
}

/** The emulated API, and the time that its next videos take. */
interface EmulatedApi {
  server: Server
  baseURL: string
  /** @param duration in ms; 0 for the one that the demo was started with */
  setDuration: (duration: number) => void
}

/** Serves the emulated API over HTTP on loopback. */
async function startEmulator(apiKey: string, initialDuration: number): Promise<EmulatedApi> {
  // An emulator has one duration: each has its own, and a request goes to the one that knows the video.
  const emulators = new Map<number, VideoEmulator>()
  let duration = initialDuration
  const current = () => {
    const emulator =
      emulators.get(duration) ?? createVideoEmulator({ apiKey, duration, maxBodyBytes: MAX_BODY_BYTES })
    emulators.set(duration, emulator)
    return emulator
  }
  const handle = (request: Request) => {
    const path = new URL(request.url).pathname
    const owner = [...emulators.values()].find(({ tasks }) => tasks.some(({ id }) => path.includes(id)))
    return (owner ?? current()).handle(request)
  }
  const server = createHttpServer(createRequestListener(handle))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The emulator has no port.')
  return {
    server,
    baseURL: `http://127.0.0.1:${address.port}/v1`,
    setDuration: (ms) => (duration = ms || initialDuration),
  }
}

/** Answers `PUT /emulator/duration`, whose body is a number of seconds, or empty for the one of the start. */
function durationSwitch({ setDuration }: EmulatedApi): Plugin {
  const listener = createRequestListener(async (request) => {
    const seconds = Number(await request.text())
    if (request.method !== 'PUT' || !(seconds >= 0 && seconds <= 3_600))
      return new Response(null, { status: 400 })
    setDuration(seconds * 1_000)
    return new Response(null, { status: 204 })
  })
  return {
    name: 'emulator-duration',
    configureServer: ({ middlewares }) => void middlewares.use('/emulator/duration', listener),
  }
}
