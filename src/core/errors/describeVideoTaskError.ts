import { VideoApiError, VideoTaskError } from './VideoTaskError.js'
import type { VideoTaskFailure } from '../task/videoTask.js'

/** What is wrong, in one word, as far as a person can do something about it. */
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
 * Providers' codes and types, the surest word first: OpenAI, the one-api family, Volcengine, DashScope, Runway, Vidu, and
 * by number MiniMax (1008, 1026, 1027) and Kling (1101, 1102, 1301 to 1303); and this library's own codes, as whole words.
 * Matched without case, `_`, `-`, `.` and space.
 */
const CODES: [VideoTaskErrorKind, RegExp][] = [
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
 * What is wrong, from an error of this library or a failed task's `error`: by class, code, type and status, never by the
 * message's text. A failed task that gives no reason is `failed`, an error nobody knows is `unknown`.
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

/** What a person is told of one problem. */
export interface VideoTaskErrorText {
  /** What happened. */
  title: string
  /** What the person can do, or what happens next. */
  action: string
}

/** A sentence for every problem: one language. */
export type VideoTaskErrorMessages = Record<VideoTaskErrorKind, VideoTaskErrorText>

/** An error as a person can read it. */
export interface VideoTaskErrorDescription extends VideoTaskErrorText {
  /** What is wrong, in one word. */
  kind: VideoTaskErrorKind
  /** The provider's id of the request, to be quoted to its support. */
  requestId?: string
}

/**
 * Says what a person can do about an error of this library or a failed task's `error`. The provider's own text is never
 * shown: it speaks to developers, of channels and groups. It stays on the error, for logs (`detail`, `body`; `message`).
 *
 * @param error what a query, a mutation or a failed task holds; null stands for a failed task that gives no reason
 * @param sentences another language, or other words for some problems; English for the rest
 */
export function describeVideoTaskError(
  error: Error | VideoTaskFailure | null | undefined,
  sentences: Partial<VideoTaskErrorMessages> = {},
): VideoTaskErrorDescription {
  const kind = getVideoTaskErrorKind(error)
  const failure = error instanceof Error ? undefined : error
  const requestId = error instanceof VideoApiError ? error.requestId : failure?.request_id
  const sentence = sentences[kind] ?? englishErrorMessages[kind]
  return { kind, ...sentence, ...(requestId !== undefined && { requestId }) }
}

/** What to tell people of each problem, in English. */
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
