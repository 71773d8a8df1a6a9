import type { VideoTaskErrorFields } from './VideoTaskError.js'
import type { VideoTaskFailure } from '../task/videoTask.js'

/** Kind of an error, by what a user can do about it. */
export type VideoTaskErrorKind =
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
 * Classifies an error of this library or a failed task's `error` by code, type and status, never by the text of
 * its message. A failed task without a reason is `failed`; an error that matches no kind is `unknown`.
 *
 * @example
 * ```ts
 * import { getVideoTaskErrorKind } from 'react-video-task/messages'
 *
 * const needsCredit = (error: Error) => getVideoTaskErrorKind(error) === 'quota'
 * ```
 */
export function getVideoTaskErrorKind(
  error: Error | VideoTaskFailure | null | undefined,
): VideoTaskErrorKind {
  if (isOwnError(error)) {
    // Some gateways say `model_not_found` of a task that they do not know: only the error of a poll counts its attempts.
    if (error.status === 404 && error.attempt) return 'unknown_task'
    // Types are coarse, as `invalid_request_error` on a 401: they count only where the status says nothing.
    return kindOfCode(error.code) ?? kindOfStatus(error.status) ?? kindOfCode(error.type) ?? 'unknown'
  }
  // A failed task's error has no stack.
  if (error instanceof Error || (error && 'stack' in error)) return 'unknown'
  // A message that is one word is a code too; words inside a sentence say nothing.
  const { code, type, message = '' } = error ?? {}
  return kindOfCode(code) ?? kindOfCode(type) ?? kindOfCode(/\s/.test(message) ? '' : message) ?? 'failed'
}

/**
 * Whether an error is one of this library, by its fields. `isVideoTaskError` is not imported, as this module loads after a
 * page that has it.
 */
export const isOwnError = (error: object | null | undefined): error is VideoTaskErrorFields =>
  !!error &&
  'code' in error &&
  typeof error.code === 'string' &&
  'retryable' in error &&
  typeof error.retryable === 'boolean'

/**
 * Codes and types of providers by kind, the most specific first: OpenAI, the one-api family, Volcengine, DashScope,
 * Runway, Vidu, and by number MiniMax (1008, 1026, 1027) and Kling (1101, 1102, 1301 to 1303); and this library's own
 * codes, as whole words. A code that is a sentence is none. Case, `_`, `-`, `.` and spaces are ignored.
 */
const CODES: [VideoTaskErrorKind, RegExp][] = [
  // Mistakes in the app's code, which a user cannot fix.
  ['unknown', /^(missing(provider|queryclient|registry)|apikeyinbrowser)$/],
  ['network', /^networkerror$/],
  ['wrong_base_url', /^(wrong|invalid)baseurl$/],
  ['unreadable', /^(invalid(json|body|content)|missingid)$/],
  [
    'moderation',
    /moderat|sensitive|risk(detect|control)|prohibited|filtered|flagged|blocked|unsafe|content(policy|filter|security|check)|policyviolation|responsibleai|safety|inputpreprocessingsafety|datainspection|infring|auditsubmit|(prompt|sentinel)block|nsfw|^(1026|1027|1301)$/,
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

/** Kinds by HTTP status, for errors without a known code. */
const STATUSES: [VideoTaskErrorKind, RegExp][] = [
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

/** A code of more words than this is a sentence, whose words say nothing. */
const MAX_CODE_WORDS = 5

const kindOfCode = (code = '') =>
  code.split(/\s+/, MAX_CODE_WORDS + 1).length > MAX_CODE_WORDS
    ? undefined
    : findKind(CODES, code.toLowerCase().replace(/[\s._-]+/g, ''))
const kindOfStatus = (status: number | undefined) => findKind(STATUSES, String(status))

const findKind = (table: [VideoTaskErrorKind, RegExp][], text: string) =>
  table.find(([, pattern]) => pattern.test(text))?.[0]
