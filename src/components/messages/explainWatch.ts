import { alertIcon, clockIcon, offlineIcon, pauseIcon } from '../icons.js'
import { errorWords } from './errorWords.js'
import { describeNextStep, describeVideoTaskError } from '../../core/errors/describeVideoTaskError.js'
import type { VideoTaskMessages } from '../../core/messages.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import type { VideoTaskWatch } from '../useVideoTaskWatch.js'

/** Why a watched video is not there, in words. */
export interface WatchExplanation {
  /** Returns for how long there was no update, at a time; empty where that is short. */
  sinceUpdate?: ((now: number) => string) | undefined
  /** What happened. */
  title: string
  /** What to do; undefined where that is not known. While polling goes on, it is retried. */
  next?: string | undefined
  /** The provider's request id, for its support, after its label. */
  request?: [label: string, id: string] | undefined
}

/**
 * Explains why a watched video is not there.
 *
 * @param problem what is wrong: the state, by what is certain of it
 * @param words the app's own; English for the rest
 */
export function explainWatch(
  watch: VideoTaskWatch,
  problem: keyof VideoTaskMessages['state'],
  words: Partial<VideoTaskMessages> & Pick<VideoTaskMessages, 'state'>,
  duration: (ms: number) => string,
): WatchExplanation {
  const { state, task, isPolling } = watch
  const messages = { ...errorWords, ...words }
  const failed = failedTask(task)
  const error = failed ? failed.error : watch.error
  const isStalled = state === 'stalled'
  const description =
    failed || (error && !isStalled) ? describeVideoTaskError(error, messages.errors) : undefined
  const reason =
    problem === 'stalled' || problem === 'expired' || problem === 'notLoading' || problem === 'unplayable'
      ? messages[problem]
      : messages.state[problem]
  // In a stall since the last change, in an outage since the last successful poll.
  const sinceUpdate = (now: number) => {
    const since = isStalled ? (task?.observed?.last_change ?? 0) : task ? watch.lastUpdatedAt() : 0
    return since > 0 && now - since >= MIN_TIME_SHOWN ? messages.noUpdates(duration(now - since)) : ''
  }
  const { requestId } = description ?? {}
  return {
    sinceUpdate: isStalled || state === 'unreachable' ? sinceUpdate : undefined,
    title: description?.title ?? reason,
    next: description && describeNextStep(description, messages),
    request: requestId === undefined || isPolling ? undefined : [messages.requestId, requestId],
  }
}

/** The glyph of a problem, so that none is shown by colour alone. */
export const glyphOf = (problem: keyof VideoTaskMessages['state']): string =>
  problem === 'unreachable' || problem === 'refused'
    ? offlineIcon
    : problem === 'stalled'
      ? pauseIcon
      : problem === 'expired'
        ? clockIcon
        : alertIcon

/** Whether another prompt resolves a task's failure best. */
export function isPromptRefused(task: VideoTask | undefined): boolean {
  const failed = failedTask(task)
  const kind = failed && describeVideoTaskError(failed.error).kind
  return kind === 'moderation' || kind === 'invalid_request'
}

const failedTask = (task: VideoTask | undefined) =>
  task?.status === 'failed' || task?.status === 'error' ? task : undefined

/** A shorter time without an update, in ms, is not shown. */
const MIN_TIME_SHOWN = 10_000
