import type { Scenario } from './Scenario.js'

/** `created_at` and `completed_at` in milliseconds, as some channels of new-api gateways send them. */
const milliseconds: Scenario = {
  write: (body) => {
    const times = ['created_at', 'completed_at'].filter((name) => typeof body[name] === 'number')
    return { ...body, ...Object.fromEntries(times.map((name) => [name, Number(body[name]) * 1000])) }
  },
}

/**
 * new-api gateways: `unknown` until the first poll was answered, the URL in `metadata.url`, `completed_at` on every task
 * that is not queued, and progress 100 on a failed task.
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

/** Unexpected types and values in optional fields and in `progress`. */
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

/** A status word that no documentation lists, while the task is in progress. */
const unknownStatus: Scenario = {
  write: (body) => (body['status'] === 'in_progress' ? { ...body, status: 'post-processing' } : body),
}

const UPPERCASE_STATUSES: Readonly<Record<string, string>> = {
  queued: 'SUBMITTED',
  in_progress: 'IN_PROGRESS',
  completed: 'SUCCESS',
  failed: 'FAILED',
  error: 'ERROR',
}

/** Upper-case statuses, as older pages of the API's documentation show them. */
const uppercase: Scenario = {
  write: (body) => ({ ...body, status: UPPERCASE_STATUSES[String(body['status'])] ?? body['status'] }),
}

/** Polls of a queued task get this body, which has no status. */
function withoutStatus(replacement: Record<string, unknown>): Scenario {
  return {
    write: (body, { route }) => (route === 'retrieve' && body['status'] === 'queued' ? replacement : body),
  }
}

const WRAPPED_STATUSES: Readonly<Record<string, string>> = {
  queued: 'NOT_START',
  in_progress: 'IN_PROGRESS',
  completed: 'SUCCESS',
  failed: 'FAILURE',
  error: 'FAILURE',
}

/** The older envelope: the task in `data`, the URL of a completed task in `fail_reason`, progress as a percentage text. */
const wrapped: Scenario = {
  write: (body) => ({
    code: 'success',
    message: '',
    data: {
      task_id: body['id'],
      action: 'textGenerate',
      status: WRAPPED_STATUSES[String(body['status'])] ?? body['status'],
      fail_reason: failReason(body),
      submit_time: body['created_at'],
      start_time: body['created_at'],
      finish_time: body['completed_at'] ?? 0,
      progress: `${String(body['progress'])}%`,
      data: { id: 'cgt-20260528111552-abcde', model: body['model'] },
    },
  }),
}

function failReason({ error, video_url = '' }: Record<string, unknown>): unknown {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error
  return hasMessage ? error.message : video_url
}

/** A completed task in the format of another gateway: nothing but its id, its status and these fields. */
const completedAs = (fields: (url: unknown) => Record<string, unknown>): Scenario => ({
  write: (body) => {
    if (body['status'] !== 'completed') return body
    return { id: body['id'], status: 'completed', ...fields(body['video_url']) }
  },
})

/** xAI: polls get a 202 without a body until the video is done. */
const acceptedWithoutBody: Scenario = {
  intercept: ({ route, elapsed, duration }) =>
    route === 'retrieve' && elapsed < duration ? { status: 202, body: '' } : undefined,
}

/** The formats in which other gateways send a task; each combines with any flow. */
export const dialects = {
  uppercase: { description: 'statuses SUBMITTED, IN_PROGRESS, SUCCESS, FAILED, ERROR', scenario: uppercase },
  wrapped: {
    description: '{code, message, data}, the URL in fail_reason, progress "45%"',
    scenario: wrapped,
  },
  'new-api': {
    description: 'first status unknown, URL in metadata.url, early completed_at, failed at 100 %',
    scenario: newApi,
  },
  milliseconds: { description: 'times in milliseconds', scenario: milliseconds },
  'no-status': {
    description: 'polls of a queued task get {"request_id": …} only',
    scenario: withoutStatus({ request_id: 'req_2f6c1d0a9b' }),
  },
  'null-data': {
    description: 'polls of a queued task get {"code": "success", "data": null}',
    scenario: withoutStatus({ code: 'success', message: '', data: null }),
  },
  'unknown-status': { description: 'an undocumented status while in progress', scenario: unknownStatus },
  'json-in-text': {
    description: 'the URL of the video in a JSON text, beside a cover',
    scenario: completedAs((url) => ({
      cover_url: 'https://cdn.example.com/cover.jpg',
      resultJson: JSON.stringify({ resultUrls: [url] }),
    })),
  },
  'nested-url': {
    description: 'the URL of the video in a list of works, beside covers and the prompt image',
    scenario: completedAs((url) => ({
      input: { image_url: 'https://cdn.example.com/prompt.jpg' },
      output: {
        works: [
          {
            cover: { resource: 'https://cdn.example.com/cover.jpg' },
            video: { resource_without_watermark: url },
          },
        ],
      },
    })),
  },
  'accepted-202': {
    description: '202 without a body until the video is done',
    scenario: acceptedWithoutBody,
  },
  greeting: {
    description: '{status: "success", result: task}',
    scenario: { write: (body) => ({ status: 'success', result: body }) },
  },
  'odd-fields': { description: 'unexpected values in optional fields and progress', scenario: oddFields },
} satisfies Record<string, { description: string; scenario: Scenario }>
