import type { Scenario } from '../Scenario.js'

const WORDS: Readonly<Record<string, string>> = {
  queued: 'NOT_START',
  in_progress: 'IN_PROGRESS',
  completed: 'SUCCESS',
  failed: 'FAILURE',
  error: 'FAILURE',
}

function failReason(body: Record<string, unknown>): unknown {
  const { error, video_url = '' } = body
  if (typeof error === 'object' && error !== null && 'message' in error) return error.message
  return video_url
}

/** The older envelope: `fail_reason` holds the URL on success, progress is a text with `%`. */
export const wrapped: Scenario = {
  write: (body) => ({
    code: 'success',
    message: '',
    data: {
      task_id: body['id'],
      action: 'textGenerate',
      status: WORDS[String(body['status'])] ?? body['status'],
      fail_reason: failReason(body),
      submit_time: body['created_at'],
      start_time: body['created_at'],
      finish_time: body['completed_at'] ?? 0,
      progress: `${String(body['progress'])}%`,
      data: { id: 'cgt-20260528111552-abcde', model: body['model'] },
    },
  }),
}
