import { DelayedError, Worker } from 'bullmq'
import { createVideoClient } from 'react-video-task/client'
import { type PolledVideoTask, pollVideoTaskOnce } from 'react-video-task/server'

const { REDIS_URL: url, STUDIO_URL, WATCHER_SECRET = '' } = process.env
// Through the studio, which reports the ends that it sees.
const client = createVideoClient({
  baseURL: `${STUDIO_URL}/api/v1`,
  headers: { 'x-watcher': WATCHER_SECRET },
})
new Worker<PolledVideoTask>(
  'polls',
  async (job, token) => {
    const poll = await pollVideoTaskOnce(client, job.data)
    if (poll.delay === false) return
    await job.updateData(poll)
    await job.moveToDelayed(Date.now() + poll.delay, token)
    throw new DelayedError()
  },
  // A job whose worker was killed is another worker's after about 35 s.
  { connection: { url }, concurrency: 4, lockDuration: 30_000, stalledInterval: 5_000, maxStalledCount: 100 },
)
