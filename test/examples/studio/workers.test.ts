import { Queue } from 'bullmq'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { startRedis } from '../../server/support/startRedis.js'
import { serve } from '../../support/serve.js'
import { createVideo, listVideos, startStudio } from '../support/studio.js'

const VIDEOS = 12
const cwd = fileURLToPath(new URL('../../../examples/studio/', import.meta.url))

function startWorker(env: Record<string, string>): ChildProcess {
  const worker = spawn(process.execPath, ['--import', 'tsx', 'worker.ts'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  onTestFinished(async () => {
    if (worker.exitCode !== null || worker.signalCode !== null) return
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  })
  return worker
}

it(
  'two workers lose nothing and ask for nothing twice at once, though one is killed in mid-run',
  {
    timeout: 240_000,
  },
  async () => {
    const redis = await startRedis()
    const shared = { REDIS_URL: redis.url, WATCHER_SECRET: 'the secret of the watchers', VIDEOS_A_DAY: '50' }
    const studio = await startStudio({ env: shared, duration: 20_000 })
    const ann = await studio.signUp('ann')

    /** Requests in flight between the workers and the studio, by task, and the most at the same time. */
    const inFlight = new Map<string, number>()
    let mostAtOnce = 0
    const counts = [0, 0]
    let onRequest = (worker: number) => void worker
    const relayOf = (worker: number) =>
      serve(async (request) => {
        const { pathname } = new URL(request.url)
        counts[worker] = (counts[worker] ?? 0) + 1
        const running = (inFlight.get(pathname) ?? 0) + 1
        inFlight.set(pathname, running)
        mostAtOnce = Math.max(mostAtOnce, running)
        onRequest(worker)
        try {
          // Long enough for a request of the other worker to meet it.
          await new Promise((resolve) => setTimeout(resolve, 300))
          const headers = { 'x-watcher': request.headers.get('x-watcher') ?? '' }
          // A film without a URL is confirmed by its first bytes, so there are requests for content as well.
          return await fetch(`${studio.origin}${pathname}`, { headers })
        } finally {
          inFlight.set(pathname, running - 1)
        }
      })
    const workers = [0, 1].map(async (worker) =>
      startWorker({ ...shared, STUDIO_URL: await relayOf(worker) }),
    )
    const [first] = await Promise.all(workers)
    const killed = new Promise<void>((resolve) => {
      onRequest = (worker) => {
        // While a request of its own is in flight.
        if (worker !== 0 || counts[0] !== 5) return
        first?.kill('SIGKILL')
        resolve()
      }
    })

    const created = await Promise.all(
      Array.from({ length: VIDEOS }, (_, at) => createVideo(ann, `Fox ${at}`)),
    )
    expect(created.map(({ status }) => status)).toEqual(Array.from({ length: VIDEOS }, () => 200))
    await killed

    // No page is open: what the list says of an end is what the workers have found.
    const ended = async () => (await listVideos(ann)).filter(({ status }) => status === 'completed').length
    await expect.poll(ended, { timeout: 180_000, interval: 1_000 }).toBe(VIDEOS)
    expect(mostAtOnce).toBe(1)
    // Up to three more were on their way when it was killed.
    expect(counts[0]).toBeLessThan(9)
    expect(counts[1]).toBeGreaterThan(VIDEOS)

    const queue = new Queue('polls', { connection: { url: redis.url } })
    onTestFinished(() => queue.close())
    await expect.poll(() => queue.getJobCountByTypes('active', 'delayed', 'waiting', 'failed')).toBe(0)
  },
)
