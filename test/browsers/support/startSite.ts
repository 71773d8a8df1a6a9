import { createVideoProxy } from 'react-video-task/server'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { serve } from '../../support/serve.js'

const KEY = 'sk-emulator'

/** An app's site: the page, the proxy beside it, and the API on an origin of its own, all over HTTP, until the test ends. */
export interface Site {
  origin: string
  emulator: VideoEmulator
  /** A task as the API gives it, past the page and the proxy. */
  retrieve: (id: string) => Promise<{ video_url?: string }>
  /** Requests to the API's proxy, such as `GET /videos/task-0`, in their order. */
  asked: string[]
  /** The most that were under way at the same time. */
  mostAtOnce: () => number
  /** What was asked of the place where the videos lie: the status of each answer. */
  played: number[]
  /** Breaks every address of a video, or mends them. */
  breakVideos: (isBroken: boolean) => void
  /** Makes it so much later, in ms, on the server. */
  passTime: (ms: number) => void
}

/** Starts it; a task takes as long as is said, in ms, and an answer takes as long as `latency`. */
export async function startSite(
  page: (request: Request) => Response,
  { duration = 2_000, latency = 0 } = {},
): Promise<Site> {
  const asked: string[] = []
  const played: number[] = []
  let [running, most, shift, isBroken] = [0, 0, 0, false]

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
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/api/v1/')) return page(request)
    asked.push(`${request.method} ${pathname.slice('/api/v1'.length)}`)
    running += 1
    most = Math.max(most, running)
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
    asked,
    mostAtOnce: () => most,
    played,
    breakVideos: (next) => void (isBroken = next),
    passTime: (ms) => void (shift += ms),
  }
}
