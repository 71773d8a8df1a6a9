import { isSeenFromStart } from '../task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../task/videoTask.js'

/** How long tasks of one kind take, from completed ones. */
export interface TypicalDuration {
  /** Median time from the start of the run to its end, in ms. */
  run: number
  /** Spread of these times: half of them lie between `run / (1 + spread)` and `run * (1 + spread)`. */
  spread: number
  /** Median time in the queue, in ms. */
  queue: number
  /** Number of completed tasks behind these figures. */
  samples: number
}

/** Prediction of a task's end. */
export interface PredictedEnd {
  /** When the run started, or was first seen running, in ms of this machine's clock. */
  since: number
  /** Median time from then to the end, in ms. */
  run: number
  /** Spread of that time: half of such tasks end between `run / (1 + spread)` and `run * (1 + spread)`. */
  spread: number
}

/** A model without samples: most clips take one to four minutes, which is about two, give or take a factor of 1.9. */
const DEFAULT_DURATION = { run: 125_000, spread: 0.9 }

/**
 * Predicts when a task ends. Two estimates, weighted by their certainty: the typical duration of its model, and its
 * progress extrapolated in a straight line from where it was first seen. A task that does not run yet is taken to start now.
 */
export function predictEnd(
  task: VideoTask,
  now: number,
  { run, spread }: Pick<TypicalDuration, 'run' | 'spread'> = DEFAULT_DURATION,
): PredictedEnd {
  const {
    running_since: since = now,
    running_from,
    highest_progress,
    last_change = now,
  } = task.observed ?? {}
  const from = Math.min(running_from ?? task.progress, 99)
  const rest = 100 - from
  const done = ((highest_progress ?? from) - from) / rest
  const typical = { since, run: (run * rest) / 100, spread }
  if (done <= 0 || last_change <= since) return typical
  const extrapolated = (last_change - since) / done
  // Progress rarely moves evenly. Half of all extrapolations are off by a third at 10 %, by a twentieth at 90 %.
  const extrapolatedSpread = 0.03 - 0.13 * Math.log(done)
  // Where the two estimates disagree, this task is not a typical one.
  const typicalSpread = Math.max(spread, Math.abs(Math.log(extrapolated / typical.run)))
  const trust = typicalSpread ** 2 / (typicalSpread ** 2 + extrapolatedSpread ** 2)
  return {
    since,
    run: typical.run * (extrapolated / typical.run) ** trust,
    spread: typicalSpread * Math.sqrt(1 - trust),
  }
}

/** Range in which a task's end is likely, in ms from now. */
export interface TimeLeft {
  min: number
  max: number
}

/** Context of `estimateTimeLeft`. */
export interface TimeLeftContext {
  /** Milliseconds of this machine's clock. */
  now: number
  /** How long similar tasks take, from a duration store. @default unknown */
  typical?: TypicalDuration | undefined
}

/** Exponent that widens the range of half of all ends to that of four in five. */
const RANGE_EXPONENT = 2.2
/** A range whose end is more than this many times its start, from the start of the run, is too vague to show. */
const MAX_RANGE_RATIO = 4
/** From fewer completed tasks no time is estimated. */
const MIN_SAMPLES = 3

/**
 * Estimates how long a task still takes: a range that holds four of five ends. Undefined where no honest estimate is
 * possible: too little is known of the task's model, status, progress or start, or it is stalled, has ended, or is overdue.
 *
 * @example
 * ```ts
 * import { estimateTimeLeft, type VideoTask } from 'react-video-task/client'
 *
 * export function minutesLeft(task: VideoTask): string {
 *   const left = estimateTimeLeft(task, { now: Date.now() })
 *   return left ? `up to ${Math.ceil(left.max / 60_000)} min` : ''
 * }
 * ```
 */
export function estimateTimeLeft(
  task: VideoTask | undefined,
  { now, typical }: TimeLeftContext,
): TimeLeft | undefined {
  const observed = task?.observed
  if (!task || !observed || isTerminal(task) || task.raw_status || observed.stalled !== undefined)
    return undefined
  const hasMoved = observed.highest_progress > 0
  if (!hasMoved && !isSeenFromStart(task)) return undefined
  const reliable = typical && typical.samples >= MIN_SAMPLES ? typical : undefined
  const { since, run, spread } = predictEnd(task, Math.max(now, observed.last_change), reliable)
  const factor = (1 + spread) ** RANGE_EXPONENT
  const passed = Math.max(0, now - since)
  if (factor ** 2 > MAX_RANGE_RATIO || passed > run * (1 + spread)) return undefined
  // A queue is expected to last as long again as it has lasted, or as it typically does.
  const queue = Math.max(typical?.queue ?? 0, now - observed.first_seen)
  const extra = task.status === 'queued' ? queue : 0
  return { min: Math.max(0, run / factor - passed), max: run * factor - passed + 2 * extra }
}
