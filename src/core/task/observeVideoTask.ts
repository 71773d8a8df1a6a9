import { isTerminal, type VideoTask, type VideoTaskObservation } from './videoTask.js'

/** A pause between two looks longer than this, in ms, was no watching: the machine slept, or its clock was set. */
const MAX_GAP = 120_000

/** When and for how long a task is looked at. */
interface ObserveOptions {
  /** Milliseconds of this machine's clock. */
  now: number
  /** When it was last looked at, with or without success; 0 for never. */
  lastLook?: number
  /** Without a change for this long, in ms, the watch is given up. @default 1800000, 30 minutes */
  deadline?: number | undefined
}

/** Whether two looks lie so far apart, or in such an order, that nobody was watching between them. */
export function isGap(now: number, lastLook: number): boolean {
  return now < lastLook || now - lastLook > MAX_GAP
}

function firstLook(task: VideoTask, now: number): VideoTaskObservation {
  return {
    first_seen: now,
    ...(task.status === 'in_progress' && { running_since: now, running_from: task.progress }),
    highest_progress: task.progress,
    last_change: now,
    watched_from: now,
  }
}

/**
 * A fresh answer on top of what was known: one that says less, such as an answer without a status, takes nothing back, and
 * a task that has run does not return to the queue.
 */
function keepKnown(previous: VideoTask | undefined, task: VideoTask): VideoTask {
  if (!previous || isTerminal(previous)) return task
  const goesBack = previous.status === 'in_progress' && task.status === 'queued'
  return goesBack ? { ...task, ...previous } : { ...previous, ...task }
}

const addressOf = (task: VideoTask | undefined) => (task?.status === 'completed' ? task.video_url : undefined)

/**
 * Adds to a fresh answer what watching has shown, from what the previous one held. Where nothing visible changed, the
 * observation stays equal, so that an unchanged poll renders nothing.
 */
export function observeVideoTask(
  previous: VideoTask | undefined,
  { poll_after, ...answer }: VideoTask,
  { now, lastLook = 0, deadline = 1_800_000 }: ObserveOptions,
): VideoTask {
  const task = keepKnown(previous, answer)
  const next = { ...(previous?.observed ?? firstLook(task, now)) }
  if (poll_after === undefined) delete next.poll_after
  else next.poll_after = poll_after
  if (addressOf(previous) !== addressOf(task)) delete next.expired
  if (previous && isGap(now, lastLook)) next.watched_from = now
  if (task.status === 'in_progress' && next.running_since === undefined) {
    next.running_since = now
    next.running_from = task.progress
  }
  if (previous && (previous.status !== task.status || previous.progress !== task.progress)) {
    next.last_change = now
    next.highest_progress = Math.max(next.highest_progress, task.progress)
    delete next.stalled
  }
  // A change that lies ahead was seen before the clock was set back; the watch itself was restarted then.
  const since = next.last_change > now ? next.watched_from : Math.max(next.last_change, next.watched_from)
  if (!isTerminal(task) && now - since >= deadline) next.stalled ??= now
  return { ...task, observed: next }
}

/** A longer time between creation and first sight, in ms, means that the watch began late, or that a clock is wrong. */
const PROMPT = 10_000

/**
 * Whether a task was watched from the start of its run: first seen in the queue, or right after it was made. Of any other,
 * such as one in a page opened late, nobody knows how long it has been running.
 */
export function isSeenFromStart({ created_at = 0, observed }: VideoTask): boolean {
  if (!observed) return false
  const { first_seen, running_since, running_from } = observed
  if (running_since === undefined || running_since > first_seen) return true
  return running_from === 0 && Math.abs(first_seen - created_at * 1000) < PROMPT
}
