import {
  englishErrorMessages,
  type VideoTaskErrorText,
  type VideoTaskOwnErrorMessages,
} from './englishErrorMessages.js'
import { getVideoTaskErrorKind, isOwnError, type VideoTaskErrorKind } from './errorKind.js'
import type { VideoTaskFailure } from '../task/videoTask.js'

/** An error in words for users. */
export interface VideoTaskErrorDescription extends VideoTaskErrorText {
  /** Kind of the error. */
  kind: VideoTaskErrorKind
  /** The error's `code`, where the message is the app's own for it. */
  code?: string
  /** How long the server asks to wait, in ms. */
  retryAfter?: number
  /** The provider's request id, for its support. */
  requestId?: string
}

/**
 * Describes an error of this library or a failed task's `error` for users: what happened, and what they can do. Never
 * contains the provider's own text, which is written for developers; that stays on the error, for logs (`detail`, `body`;
 * `message`).
 *
 * @param error the error of a query, a mutation or a failed task; null for a failed task without a reason
 * @param messages another language, or other messages for some kinds, or for codes of the app's own; English for the rest
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
  messages: VideoTaskOwnErrorMessages = {},
): VideoTaskErrorDescription {
  const kind = getVideoTaskErrorKind(error)
  const { requestId = requestIdOf(error), retryAfter } = isOwnError(error) ? error : {}
  const code = error && 'code' in error ? error.code : undefined
  // A kind is no code: it is chosen above.
  const own = code && !(code in englishErrorMessages) && Object.hasOwn(messages, code) && messages[code]
  const text = messages[kind] ?? englishErrorMessages[kind]
  return {
    kind,
    ...(own ? { ...own, code } : text),
    ...(retryAfter && { retryAfter }),
    ...(requestId !== undefined && { requestId }),
  }
}

const requestIdOf = (error: Error | VideoTaskFailure | null | undefined) =>
  error && 'request_id' in error ? error.request_id : undefined

/** What a user can do about an error, and when, where the server asks to wait. */
export function describeNextStep(
  { action, code, retryAfter }: VideoTaskErrorDescription,
  { locale, tryAgain }: { locale?: string | undefined; tryAgain: (time: string) => string },
): string {
  if (retryAfter === undefined) return action
  const wait = tryAgain(formatWait(retryAfter, locale))
  return code === undefined ? wait : `${action} ${wait}`.trim()
}

/** Formats when a wait is over, in ms from now, such as `in 10 hours` or `tomorrow`. Never early. */
function formatWait(ms: number, locale = 'en'): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const unit = WAIT_UNITS.find(({ most }) => ms < most)
  if (unit) return format.format(Math.ceil(ms / 1_000 / unit.seconds), unit.name)
  // Days as a calendar counts them, at which summer time begins or ends.
  const midnight = (wait: number) => new Date(Date.now() + wait).setHours(0, 0, 0, 0)
  return format.format(Math.round((midnight(ms) - midnight(0)) / 86_400_000), 'day')
}

/** Units of a wait, with the least ms that are none of them any more: 100 minutes say more than 2 hours. */
const WAIT_UNITS = [
  { name: 'second', seconds: 1, most: 120_000 },
  { name: 'minute', seconds: 60, most: 7_200_000 },
  { name: 'hour', seconds: 3_600, most: 86_400_000 },
] as const
