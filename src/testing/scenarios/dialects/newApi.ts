import type { Scenario } from '../Scenario.js'

/**
 * The new-api family: `unknown` right after the create, the URL in `metadata.url`, `completed_at` on whatever is past
 * the queue, and a failed task at 100.
 */
export const newApi: Scenario = {
  write: ({ video_url, ...body }, { polls }) => {
    const { status, created_at, id } = body
    const isQueued = status === 'queued'
    const hasFailed = status === 'failed' || status === 'error'
    return {
      ...body,
      task_id: id,
      status: isQueued && polls.length === 0 ? 'unknown' : status,
      progress: hasFailed ? 100 : body['progress'],
      ...(!isQueued && { completed_at: body['completed_at'] ?? Number(created_at) + 3 }),
      metadata: { url: video_url ?? '' },
    }
  },
}
