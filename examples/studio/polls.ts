import { DelayedError, Queue, Worker } from 'bullmq'
import { type PolledVideoTask, pollVideoTaskOnce, type VideoProxyWithClient } from 'react-video-task/server'

/** Polls tasks in jobs that several instances share. Returns what adds the job of a task, unless it has one. */
export function startPolls({ client }: VideoProxyWithClient, connection: { url: string }) {
  const defaultJobOptions = { removeOnComplete: true, removeOnFail: true }
  const queue = new Queue<PolledVideoTask>('polls', { connection, defaultJobOptions })
  new Worker<PolledVideoTask>(
    'polls',
    async (job, token) => {
      const poll = await pollVideoTaskOnce(client, job.data)
      if (poll.delay === false) return
      await job.updateData(poll)
      await job.moveToDelayed(Date.now() + poll.delay, token)
      throw new DelayedError()
    },
    // A job whose instance was killed is another one's after about 35 s.
    { connection, concurrency: 4, stalledInterval: 5_000, maxStalledCount: 100 },
  )
  return (id: string) => queue.add('poll', { id }, { jobId: encodeURIComponent(id) })
}
