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

/**
 * Providers' codes and types, the surest word first: OpenAI, the one-api family, Volcengine, DashScope, Runway, Vidu, and
 * by number MiniMax (1008, 1026, 1027) and Kling (1101, 1102, 1301 to 1303); and this library's own codes, as whole words.
 * Matched without case, `_`, `-`, `.` and space.
 */
const CODES: [VideoTaskProblem, RegExp][] = [
  // Mistakes of the app: nobody who reads the page can mend them.
  ['unknown', /^(missing(provider|queryclient|registry)|apikeyinbrowser)$/],
  ['network', /^networkerror$/],
  ['wrong_base_url', /^(wrong|invalid)baseurl$/],
  ['unreadable', /^(invalid(json|body|content)|missingid)$/],
  [
    'moderation',
    /moderat|sensitive|riskdetect|content(policy|filter|security|check)|policyviolation|responsibleai|^safety|inputpreprocessingsafety|datainspection|infring|auditsubmit|(prompt|sentinel)block|nsfw|^(1026|1027|1301)$/,
  ],
  ['rate_limit', /ratelimit|throttl|too(many|fast)|concurren|^(1302|1303)$/],
  ['quota', /quota|insufficient|balance|arrear|overdue|billing|credit|payment|^(1008|1101|1102)$/],
  ['sign_in', /apikey|authentication|unauth|invalidtoken|token.*(expired|invalid)|notloggedin/],
  ['model_unavailable', /model.*(not|un|clos|disabl)|unsupportedmodel|channel|closedendpoint/],
  ['expired', /expired/],
  ['unknown_task', /(task|video).*not(exist|found)|^notfound$|nosuch|^invalidid$/],
  ['forbidden', /accessdenied|permission|forbidden/],
  ['timeout', /timed?out/],
  ['busy', /overload|unavailable|busy|servererror|internal(service)?error/],
  ['invalid_request', /invalid|missing|badrequest|unprocessable|toolarge|outofrange|unsupported/],
]

/** What the HTTP status alone tells. */
const STATUSES: [VideoTaskProblem, RegExp][] = [
  ['invalid_request', /400|413|415|422/],
  ['sign_in', /401/],
  ['quota', /402/],
  ['forbidden', /403/],
  ['unknown_task', /404/],
  ['expired', /410/],
  ['rate_limit', /429/],
  ['moderation', /451/],
  ['model_unavailable', /501/],
  ['timeout', /408|504|522|524/],
  ['busy', /425|^5/],
]

const find = (table: [VideoTaskProblem, RegExp][], text: string) =>
  table.find(([, pattern]) => pattern.test(text))?.[0]

const byWord = (word = '') => find(CODES, word.toLowerCase().replace(/[\s._-]+/g, ''))

/**
 * What is wrong, from an error of this library or a failed task's `error`: by class, code, type and status, never by the
 * message's text. A failed task that gives no reason is `failed`, an error nobody knows is `unknown`.
 */
export function videoTaskProblem(error: Error | VideoTaskFailure | null | undefined): VideoTaskProblem {
  if (error instanceof VideoApiError) {
    // Types are coarse, as `invalid_request_error` on a 401: they count only where the status says nothing.
    return byWord(error.code) ?? find(STATUSES, String(error.status)) ?? byWord(error.type) ?? 'unknown'
  }
  if (error instanceof Error) return (error instanceof VideoTaskError && byWord(error.code)) || 'unknown'
  return byWord(error?.code) ?? byWord(error?.type) ?? 'failed'
}
