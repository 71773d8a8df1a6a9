import type { Scenario } from './Scenario.js'

/** Times in milliseconds, as some channels of the new-api family send them. */
const milliseconds: Scenario = {
  write: (body) => {
    const times = ['created_at', 'completed_at'].filter((name) => typeof body[name] === 'number')
    return { ...body, ...Object.fromEntries(times.map((name) => [name, Number(body[name]) * 1000])) }
  },
}

/**
 * The new-api family: `unknown` right after the create, the URL in `metadata.url`, `completed_at` on whatever is past
 * the queue, and a failed task at 100.
 */
const newApi: Scenario = {
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

/** Odd values in fields that nobody needs, and in some that only help. */
const oddFields: Scenario = {
  write: (body) => ({
    ...body,
    progress: body['status'] === 'queued' ? null : `${String(body['progress'])}.4%`,
    seconds: null,
    error: body['error'] ?? null,
    usage: { cost: 'n/a', tokens: [[]] },
    metadata: [],
    expires_at: '',
  }),
}

/** Runs under a word no page of the vendor's names. */
const unknownStatus: Scenario = {
  write: (body) => (body['status'] === 'in_progress' ? { ...body, status: 'post-processing' } : body),
}

const WORDS: Readonly<Record<string, string>> = {
  queued: 'SUBMITTED',
  in_progress: 'IN_PROGRESS',
  completed: 'SUCCESS',
  failed: 'FAILED',
  error: 'ERROR',
}

/** Upper-case words for the status, as older pages of the vendor show them. */
const uppercase: Scenario = {
  write: (body) => ({ ...body, status: WORDS[String(body['status'])] ?? body['status'] }),
}

/** Polls tell no status while the task is in the queue, only this. */
function withoutStatus(told: Record<string, unknown>): Scenario {
  return { write: (body, { route }) => (route === 'retrieve' && body['status'] === 'queued' ? told : body) }
}

const WRAPPED_WORDS: Readonly<Record<string, string>> = {
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
const wrapped: Scenario = {
  write: (body) => ({
    code: 'success',
    message: '',
    data: {
      task_id: body['id'],
      action: 'textGenerate',
      status: WRAPPED_WORDS[String(body['status'])] ?? body['status'],
      fail_reason: failReason(body),
      submit_time: body['created_at'],
      start_time: body['created_at'],
      finish_time: body['completed_at'] ?? 0,
      progress: `${String(body['progress'])}%`,
      data: { id: 'cgt-20260528111552-abcde', model: body['model'] },
    },
  }),
}

/** How other gateways write the same task down; each goes with any flow. */
export const dialects = {
  uppercase: { about: 'SUBMITTED, IN_PROGRESS, SUCCESS, FAILED, ERROR', scenario: uppercase },
  wrapped: { about: '{code, message, data}, the URL in fail_reason, progress "45%"', scenario: wrapped },
  'new-api': {
    about: 'unknown at first, metadata.url, completed_at early, failed at 100',
    scenario: newApi,
  },
  milliseconds: { about: 'times in milliseconds', scenario: milliseconds },
  'no-status': {
    about: 'polls in the queue answer {"request_id": …} alone',
    scenario: withoutStatus({ request_id: 'req_2f6c1d0a9b' }),
  },
  'null-data': {
    about: 'polls in the queue answer {"code": "success", "data": null}',
    scenario: withoutStatus({ code: 'success', message: '', data: null }),
  },
  'unknown-status': { about: 'runs under a status word nobody knows', scenario: unknownStatus },
  'odd-fields': { about: 'odd values in fields that nobody needs', scenario: oddFields },
} satisfies Record<string, { about: string; scenario: Scenario }>
