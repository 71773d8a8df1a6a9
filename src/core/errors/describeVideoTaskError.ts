import { VideoApiError, VideoTaskError } from './VideoTaskError.js'
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
 * Codes and types of providers by kind, the most specific first: OpenAI, the one-api family, Volcengine, DashScope,
 * Runway, Vidu, and by number MiniMax (1008, 1026, 1027) and Kling (1101, 1102, 1301 to 1303); and this library's own
 * codes, as whole words. Case, `_`, `-`, `.` and spaces are ignored.
 */
const CODES: [VideoTaskErrorKind, RegExp][] = [
  // Mistakes in the app's code, which a user cannot fix.
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

const find = (table: [VideoTaskErrorKind, RegExp][], text: string) =>
  table.find(([, pattern]) => pattern.test(text))?.[0]

const byWord = (word = '') => find(CODES, word.toLowerCase().replace(/[\s._-]+/g, ''))

/**
 * Classifies an error of this library or a failed task's `error` by class, code, type and status, never by the text of
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
  if (error instanceof VideoApiError) {
    // Types are coarse, as `invalid_request_error` on a 401: they count only where the status says nothing.
    return byWord(error.code) ?? find(STATUSES, String(error.status)) ?? byWord(error.type) ?? 'unknown'
  }
  if (error instanceof Error) return (error instanceof VideoTaskError && byWord(error.code)) || 'unknown'
  return byWord(error?.code) ?? byWord(error?.type) ?? 'failed'
}

/** Message for users about one kind of error. */
export interface VideoTaskErrorText {
  /** What happened. */
  title: string
  /** What the user can do, or what happens next. */
  action: string
}

/** Messages for every kind of error, in one language. */
export type VideoTaskErrorMessages = Record<VideoTaskErrorKind, VideoTaskErrorText>

/** An error in words for users. */
export interface VideoTaskErrorDescription extends VideoTaskErrorText {
  /** Kind of the error. */
  kind: VideoTaskErrorKind
  /** The provider's request id, for its support. */
  requestId?: string
}

/**
 * Describes an error of this library or a failed task's `error` for users: what happened, and what they can do. Never
 * contains the provider's own text, which is written for developers; that stays on the error, for logs (`detail`, `body`;
 * `message`).
 *
 * @param error the error of a query, a mutation or a failed task; null for a failed task without a reason
 * @param messages another language, or other messages for some kinds; English for the rest
 * @example
 * ```tsx
 * import { useVideoTask } from 'react-video-task'
 * import { describeVideoTaskError } from 'react-video-task/messages'
 *
 * export function Problem({ taskId }: { taskId: string }) {
 *   const { error } = useVideoTask(taskId)
 *   if (!error) return null
 *   const { title, action } = describeVideoTaskError(error)
 *   return <p role="alert">{`${title} ${action}`}</p>
 * }
 * ```
 */
export function describeVideoTaskError(
  error: Error | VideoTaskFailure | null | undefined,
  messages: Partial<VideoTaskErrorMessages> = {},
): VideoTaskErrorDescription {
  const kind = getVideoTaskErrorKind(error)
  const failure = error instanceof Error ? undefined : error
  const requestId = error instanceof VideoApiError ? error.requestId : failure?.request_id
  const text = messages[kind] ?? englishErrorMessages[kind]
  return { kind, ...text, ...(requestId !== undefined && { requestId }) }
}

/** Messages for every kind of error, in English. */
export const englishErrorMessages: VideoTaskErrorMessages = {
  moderation: {
    title: 'This video was blocked by content moderation.',
    action: 'Change the prompt or the images, then try again.',
  },
  quota: {
    title: 'The account balance is too low for this video.',
    action: 'Add credit or ask the account owner, then try again.',
  },
  sign_in: {
    title: 'The video service rejected the sign-in.',
    action: 'Sign in again. If the problem persists, the app owner needs to renew the API key.',
  },
  forbidden: {
    title: 'This account does not have permission.',
    action: 'Ask the account owner for access.',
  },
  model_unavailable: {
    title: 'This model is unavailable right now.',
    action: 'Choose another model or try again later.',
  },
  unknown_task: {
    title: 'The video service cannot find this video.',
    action: 'The video may have been deleted or belong to another account. Create it again.',
  },
  expired: {
    title: 'The video service no longer stores this video.',
    action: 'Create the video again and download it once it is ready.',
  },
  rate_limit: {
    title: 'Too many requests.',
    action: 'Try again in a minute.',
  },
  network: {
    title: 'Cannot reach the video service.',
    action: 'Check the internet connection, then try again. Videos in progress keep rendering.',
  },
  timeout: {
    title: 'The video service took too long to respond.',
    action: 'Try again in a moment.',
  },
  wrong_base_url: {
    title: 'This app uses the wrong address for the video service.',
    action: 'The app owner needs to correct the settings.',
  },
  invalid_request: {
    title: 'The video service does not accept these settings.',
    action: 'Change the prompt, length, size or images, then try again.',
  },
  busy: {
    title: 'The video service is busy or unavailable.',
    action: 'Try again in a few minutes.',
  },
  unreadable: {
    title: 'The video service sent an invalid response.',
    action: 'Try again in a moment. If the problem persists, contact support.',
  },
  failed: {
    title: 'The video could not be made.',
    action: 'Try again or change the prompt.',
  },
  unknown: {
    title: 'Something went wrong.',
    action: 'Try again. If the problem persists, contact support.',
  },
}
