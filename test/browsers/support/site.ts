import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { serve } from '../../support/serve.js'

const KEY = 'sk-emulator'

/** An app's site: page and proxy on one origin, and the API on another, all over HTTP, until the test ends. */
interface Site {
  origin: string
  emulator: VideoEmulator
  /** Retrieves a task from the API directly, past the proxy. */
  retrieve: (id: string) => Promise<{ video_url?: string }>
  /** Requests to the proxy, such as `GET /videos/task-0`, in order. */
  requests: string[]
  /** The highest number of concurrent requests. */
  maxConcurrent: () => number
  /** HTTP status of each response to a request for a video file. */
  played: number[]
  /** Makes every URL of a video fail, or work again. */
  breakVideos: (isBroken: boolean) => void
  /** Advances the server's clock, in ms. */
  passTime: (ms: number) => void
}

/** Starts a site; `duration` of a task and `latency` of a response in ms. */
export async function startSite(
  page: (request: Request) => Response,
  { duration = 2_000, latency = 0 } = {},
): Promise<Site> {
  const requests: string[] = []
  const played: number[] = []
  let [running, maxRunning, shift, isBroken] = [0, 0, 0, false]

  const now = () => Date.now() + shift
  const emulator = createVideoEmulator({ apiKey: KEY, duration, latency, now, seed: 1 })
  const api = await serve(async (request) => {
    const isVideo = /\/files\/|\/content$/.test(request.url)
    const answer = isVideo && isBroken ? new Response(null, { status: 403 }) : await emulator.handle(request)
    if (isVideo) played.push(answer.status)
    return answer
  })
  const proxy = createVideoProxy({
    apiKey: KEY,
    baseURL: `${api}/v1`,
    authorize: () => true,
    onError: () => {},
  })
  const origin = await serve(async (request) => {
    const { pathname, search } = new URL(request.url)
    if (!pathname.startsWith('/api/v1/')) return page(request)
    requests.push(`${request.method} ${pathname.slice('/api/v1'.length)}${search}`)
    running += 1
    maxRunning = Math.max(maxRunning, running)
    try {
      return await proxy(request)
    } finally {
      running -= 1
    }
  })
  return {
    origin,
    emulator,
    retrieve: async (id) =>
      (await fetch(`${api}/v1/videos/${id}`, { headers: { authorization: `Bearer ${KEY}` } })).json(),
    requests,
    maxConcurrent: () => maxRunning,
    played,
    breakVideos: (next) => void (isBroken = next),
    passTime: (ms) => void (shift += ms),
  }
}
