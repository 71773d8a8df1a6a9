import { Queue } from 'bullmq'
import { expect, it, onTestFinished } from 'vitest'
import { startRedis } from '../../server/support/startRedis.js'
import { serve } from '../../support/serve.js'
import { startApi } from '../support/apps.js'
import { createVideo, listVideos, startStudio } from '../support/studio.js'

const VIDEOS = 12

it(
  'two instances lose nothing and ask for nothing twice at once, though one is killed in mid-run',
  { timeout: 240_000 },
  async () => {
    const redis = await startRedis()
    const api = await startApi({ duration: 20_000 })

    /** Polls in flight between the instances and the API, by task, and the most at the same time. */
    const inFlight = new Map<string, number>()
    let mostAtOnce = 0
    const counts = [0, 0]
    let onPoll = (instance: number) => void instance
    const relayOf = (instance: number) =>
      serve(async (request) => {
        const { pathname } = new URL(request.url)
        // Films are read while they are copied.
        if (request.method !== 'GET' || pathname.endsWith('/content')) return api.emulator.handle(request)
        counts[instance] = (counts[instance] ?? 0) + 1
        const running = (inFlight.get(pathname) ?? 0) + 1
        inFlight.set(pathname, running)
        mostAtOnce = Math.max(mostAtOnce, running)
        onPoll(instance)
        try {
          // Long enough for a request of the other instance to meet it.
          await new Promise((resolve) => setTimeout(resolve, 300))
          return await api.emulator.handle(request)
        } finally {
          inFlight.set(pathname, running - 1)
        }
      })
    const startInstance = async (instance: number, folder?: string) => {
      const env = { ...api.env, COMETAPI_BASE_URL: `${await relayOf(instance)}/v1` }
      const shared = { REDIS_URL: redis.url, VIDEOS_A_DAY: '50' }
      return startStudio({ api: { ...api, env }, env: shared, folder })
    }
    const first = await startInstance(0)
    const second = await startInstance(1, first.folder)
    const ann = await first.signUp('ann')
    const killed = new Promise<void>((resolve) => {
      onPoll = (instance) => {
        // While a request of its own is in flight.
        if (instance === 1 && counts[1] === 5) void second.kill().then(resolve)
      }
    })

    const created = await Promise.all(
      Array.from({ length: VIDEOS }, (_, at) => createVideo(ann, `Fox ${at}`)),
    )
    expect(created.map(({ status }) => status)).toEqual(Array.from({ length: VIDEOS }, () => 200))
    await killed

    // No page is open: what the list says of an end is what the jobs have found.
    const ended = async () => (await listVideos(ann)).filter(({ status }) => status === 'completed').length
    await expect.poll(ended, { timeout: 180_000, interval: 1_000 }).toBe(VIDEOS)
    expect(mostAtOnce).toBe(1)
    // Up to three more were on their way when it was killed.
    expect(counts[1]).toBeLessThan(9)
    expect(counts[0]).toBeGreaterThan(VIDEOS)

    const queue = new Queue('polls', { connection: { url: redis.url } })
    onTestFinished(() => queue.close())
    await expect.poll(() => queue.getJobCountByTypes('active', 'delayed', 'waiting', 'failed')).toBe(0)
  },
)
