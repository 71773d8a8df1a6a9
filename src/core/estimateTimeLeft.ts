import { isSeenFromStart } from './isSeenFromStart.js'
import { isTerminal } from './isTerminal.js'
import { predictEnd } from './predictEnd.js'
import type { TypicalDuration } from './TypicalDuration.js'
import type { VideoTask } from './VideoTask.js'

/** A span in which the end is likely, in ms from now. */
export interface TimeLeft {
  min: number
  max: number
}

/** When the estimate is made, and what was learnt of such tasks. */
export interface TimeLeftContext {
  /** Milliseconds of this machine's clock. */
  now: number
  /** How long tasks like this one take, as a duration store learnt it. */
  typical?: TypicalDuration | undefined
}

/** So much wider than the span that holds half of all ends is the one that holds four of five. */
const WIDER = 2.2
/** A span whose end is more than so many times its start, seen from when the run began, is a guess. */
const GUESS = 4
/** From fewer finished tasks no time is told. */
const ENOUGH = 3

/**
 * How long a task will still take: a span that holds four of five ends. Undefined where that cannot be told honestly: too
 * little is known of its model, its progress or its start, it stalled or ended, or it is later than most.
 */
export function estimateTimeLeft(
  task: VideoTask | undefined,
  { now, typical }: TimeLeftContext,
): TimeLeft | undefined {
  const observed = task?.observed
  if (!task || !observed || isTerminal(task) || observed.stalled !== undefined) return undefined
  const hasMoved = observed.highest_progress > 0
  if (!hasMoved && !isSeenFromStart(task)) return undefined
  const learnt = typical && typical.samples >= ENOUGH ? typical : undefined
  const { since, run, spread } = predictEnd(task, Math.max(now, observed.last_change), learnt)
  const factor = (1 + spread) ** WIDER
  const passed = Math.max(0, now - since)
  if (factor ** 2 > GUESS || passed > run * (1 + spread)) return undefined
  // A queue is said to last as long again as it has lasted, or as it typically does.
  const queue = Math.max(typical?.queue ?? 0, now - observed.first_seen)
  const extra = task.status === 'queued' ? queue : 0
  return { min: Math.max(0, run / factor - passed), max: run * factor - passed + 2 * extra }
}
