import { VideoApiError } from './VideoApiError.js'
import type { VideoTaskFailure } from './VideoTask.js'
import { VideoTaskError } from './VideoTaskError.js'

/** What is wrong, in one word, as far as a person can do something about it. */
export type VideoTaskProblem =
  | 'moderation'
  | 'quota'
  | 'sign_in'
  | 'forbidden'
  | 'model_unavailable'
  | 'unknown_task'
  | 'expired'
  | 'rate_limit'
  | 'network'
  | 'timeout'
  | 'wrong_base_url'
  | 'invalid_request'
  | 'busy'
  | 'unreadable'
  | 'failed'
  | 'unknown'

/** This library's own codes, which are whole words. */
const OWN_CODES = new Map<string, VideoTaskProblem>([
  ['network_error', 'network'],
  ['timeout', 'timeout'],
  ['wrong_base_url', 'wrong_base_url'],
  ['invalid_base_url', 'wrong_base_url'],
  ['invalid_api_key', 'sign_in'],
  ['api_key_in_browser', 'sign_in'],
  ['invalid_params', 'invalid_request'],
  ['invalid_id', 'unknown_task'],
  ['invalid_json', 'unreadable'],
  ['invalid_body', 'unreadable'],
  ['invalid_content', 'unreadable'],
  ['missing_id', 'unreadable'],
])

/**
 * Providers' codes and types, the surest word first: OpenAI, the one-api family, Volcengine, DashScope, Runway, Vidu, and
 * by number MiniMax (1008, 1026, 1027) and Kling (1101, 1102, 1301 to 1303). Matched without case, `_`, `-`, `.` and space.
 */
const CODE_WORDS: [VideoTaskProblem, RegExp][] = [
  [
    'moderation',
    /moderat|sensitive|riskdetect|content(policy|filter|security|check)|policyviolation|responsibleai|^safety|inputpreprocessingsafety|datainspection|infring|auditsubmit|promptblock|sentinelblock|nsfw|^(1026|1027|1301)$/,
  ],
  ['rate_limit', /ratelimit|throttl|toomany|concurren|toofast|^(1302|1303)$/],
  ['quota', /quota|insufficient|balance|arrear|overdue|billing|credit|payment|^(1008|1101|1102)$/],
  ['sign_in', /apikey|authentication|unauth|invalidtoken|token.*(expired|invalid)|notloggedin/],
  ['model_unavailable', /model.*(not|un|clos|disabl)|unsupportedmodel|channel|closedendpoint/],
  ['expired', /expired/],
  ['unknown_task', /(task|video).*not(exist|found)|^notfound$|nosuch/],
  ['forbidden', /accessdenied|permission|forbidden/],
  ['timeout', /timeout|timedout/],
  ['busy', /overload|unavailable|busy|servererror|internal(service)?error/],
  ['invalid_request', /invalid|missing|badrequest|unprocessable|toolarge|outofrange|unsupported/],
]

/** What the HTTP status alone tells. Any other from 500 on is `busy`. */
const STATUSES = new Map<number, VideoTaskProblem>([
  [400, 'invalid_request'],
  [401, 'sign_in'],
  [402, 'quota'],
  [403, 'forbidden'],
  [404, 'unknown_task'],
  [408, 'timeout'],
  [410, 'expired'],
  [413, 'invalid_request'],
  [415, 'invalid_request'],
  [422, 'invalid_request'],
  [425, 'busy'],
  [429, 'rate_limit'],
  [451, 'moderation'],
  [501, 'model_unavailable'],
  [504, 'timeout'],
  [522, 'timeout'],
  [524, 'timeout'],
])

function byWord(word: string | undefined): VideoTaskProblem | undefined {
  if (word === undefined) return undefined
  const plain = word.toLowerCase().replace(/[\s._-]+/g, '')
  return OWN_CODES.get(word) ?? CODE_WORDS.find(([, pattern]) => pattern.test(plain))?.[0]
}

/**
 * What is wrong, from an error of this library or a failed task's `error`: by class, code, type and status, never by the
 * message's text. A failed task that gives no reason is `failed`, an error nobody knows is `unknown`.
 */
export function videoTaskProblem(error: Error | VideoTaskFailure | null | undefined): VideoTaskProblem {
  if (error instanceof VideoApiError) {
    const { code, type, status } = error
    const byStatus = STATUSES.get(status) ?? (status >= 500 ? 'busy' : 'unknown')
    // Types are coarse, as `invalid_request_error` on a 401: they count only where the status says nothing.
    return byWord(code) ?? (byStatus === 'unknown' ? (byWord(type) ?? byStatus) : byStatus)
  }
  if (error instanceof Error) return (error instanceof VideoTaskError && byWord(error.code)) || 'unknown'
  return byWord(error?.code) ?? byWord(error?.type) ?? 'failed'
}
