import { CONTENT_DEADLINE_MS, MAX_POLL_GAP_MS, POLL_DEADLINE_MS } from '../polling/pollingDefaults.js'
import { dropAbsent } from '../wire/fieldValues.js'
import { isTerminal, type VideoTask, type VideoTaskObservation } from './videoTask.js'

/** Options of `observeVideoTask`. */
interface ObserveOptions {
  /** Milliseconds of this machine's clock. */
  now: number
  /** When the task was last polled, successfully or not, in ms; 0 for never. @default 0 */
  lastPolled?: number
  /** A task without a change for this long is stalled, in ms. @default 1800000, 30 minutes */
  deadline?: number | undefined
  /** The content route has answered with the video. @default false */
  hasContent?: boolean | undefined
}

/**
 * Whether a task is called completed, but has no URL and was not confirmed before: its content route has to answer with the
 * video before the task counts as completed.
 */
export const isUnconfirmed = (previous: VideoTask | undefined, task: VideoTask): boolean =>
  task.status === 'completed' && !task.video_url && !task.video_data && previous?.status !== 'completed'

/**
 * Adds to a fresh answer what polling has observed, from the observation on the previous one. The observation is equal as
 * long as nothing visible changes, so that an unchanged poll renders nothing. A task without a video to show is not completed.
 */
export function observeVideoTask(
  previous: VideoTask | undefined,
  { poll_after, ...answer }: VideoTask,
  { now, lastPolled = 0, deadline = POLL_DEADLINE_MS, hasContent }: ObserveOptions,
): VideoTask {
  const hasNoVideo = !hasContent && isUnconfirmed(previous, answer)
  const task = keepKnown(previous, hasNoVideo ? { ...answer, status: 'in_progress', progress: 99 } : answer)
  const limit = hasNoVideo ? Math.min(deadline, CONTENT_DEADLINE_MS) : deadline
  const next: VideoTaskObservation = {
    first_seen: now,
    highest_progress: task.progress,
    last_change: now,
    watched_from: now,
    ...previous?.observed,
    poll_after,
  }
  if (videoUrlOf(previous) !== videoUrlOf(task)) delete next.expired
  if (previous && isPollGap(now, lastPolled)) next.watched_from = now
  if (task.status === 'in_progress' && next.running_since === undefined) {
    next.running_since = now
    next.running_from = task.progress
  }
  if (previous && (previous.status !== task.status || previous.progress !== task.progress)) {
    next.last_change = now
    next.highest_progress = Math.max(next.highest_progress, task.progress)
    delete next.stalled
  }
  // A last change in the future was seen before the clock was set back, which also restarted `watched_from`.
  const since = next.last_change > now ? next.watched_from : Math.max(next.last_change, next.watched_from)
  if (!isTerminal(task) && now - since >= limit) next.stalled ??= now
  return dropAbsent({ ...task, observed: dropAbsent(next) })
}

/**
 * Merges a fresh answer into the known task. An answer that says less, such as one without a status, removes nothing but an
 * unknown status, and a task that has run or ended does not return to the queue. A completed one stays completed: an answer
 * about a video that the API no longer keeps, such as `expired`, makes it no failed one.
 */
function keepKnown(previous: VideoTask | undefined, task: VideoTask): VideoTask {
  if (previous?.status === 'completed' && task.status !== 'completed') return previous
  if (task.status === 'queued' && previous?.status !== 'queued') return { ...task, ...previous }
  return isTerminal(previous) ? task : { ...previous, raw_status: undefined, ...task }
}

const videoUrlOf = (task: VideoTask | undefined) =>
  task?.status === 'completed' ? task.video_url : undefined

/** Checks whether two polls are so far apart, or in such an order, that the device slept or its clock was set. */
export function isPollGap(now: number, lastPolled: number): boolean {
  return now < lastPolled || now - lastPolled > MAX_POLL_GAP_MS
}

/** A longer time between creation and first poll, in ms, means that the watch began late, or that a clock is wrong. */
const MAX_START_DELAY_MS = 10_000

/**
 * Checks whether a task was watched from the start of its run: first seen in the queue, or right after it was created.
 * Otherwise, as in a page opened later, it is unknown how long the task has been running.
 */
export function isSeenFromStart({ created_at = 0, observed }: VideoTask): boolean {
  if (!observed) return false
  const { first_seen, running_since, running_from } = observed
  if (running_since === undefined || running_since > first_seen) return true
  return running_from === 0 && Math.abs(first_seen - created_at * 1000) < MAX_START_DELAY_MS
}

/**
 * The highest percentage that a task's answers have shown, from 0 to 100. 100 only of a completed one, because a stuck task
 * may report it; never less than before, because some servers go backwards.
 */
export function highestProgress({ status, progress, observed }: VideoTask): number {
  if (status === 'completed') return 100
  return Math.min(99, Math.max(0, progress, observed?.highest_progress ?? 0)) || 0
}
