import { isSeenFromStart } from '../task/observeVideoTask.js'
import { isTerminal, type VideoTask } from '../task/videoTask.js'

/** How long tasks of one kind took, as learnt from finished ones. */
export interface TypicalDuration {
  /** Median time from the start of the run to its end, in ms. */
  run: number
  /** How far they differ: half of them took between `run / (1 + spread)` and `run * (1 + spread)`. */
  spread: number
  /** Median time in the queue before that, in ms. */
  queue: number
  /** How many finished tasks this was learnt from. */
  samples: number
}

/** When a task will probably end. */
export interface PredictedEnd {
  /** When its run began, or when it was first seen running, in ms of this machine's clock. */
  since: number
  /** How long the run takes from then on, in ms: as likely less as more. */
  run: number
  /** How doubtful that is: half of such tasks end between `run / (1 + spread)` and `run * (1 + spread)`. */
  spread: number
}

/** Of a model that nothing is known of: most clips take one to three minutes, which is 105 s as a factor either way. */
const UNKNOWN = { run: 105_000, spread: 0.8 }

/**
 * When a task will end. Two guesses, each weighed by how far it can be trusted: the typical duration of its model, and its
 * progress, drawn on in a straight line from where it was first seen. A task that does not run yet is taken to start now.
 */
export function predictEnd(
  task: VideoTask,
  now: number,
  { run, spread }: Pick<TypicalDuration, 'run' | 'spread'> = UNKNOWN,
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
  const drawnOn = (last_change - since) / done
  // Progress seldom moves evenly: drawn on from 10 % it is off by a third as often as not, from 90 % by a twentieth.
  const doubt = 0.03 - 0.13 * Math.log(done)
  // Where the two disagree, this task is not a typical one.
  const typicalDoubt = Math.max(spread, Math.abs(Math.log(drawnOn / typical.run)))
  const trust = typicalDoubt ** 2 / (typicalDoubt ** 2 + doubt ** 2)
  return {
    since,
    run: typical.run * (drawnOn / typical.run) ** trust,
    spread: typicalDoubt * Math.sqrt(1 - trust),
  }
}

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
const RANGE_FACTOR = 2.2
/** A span whose end is more than so many times its start, seen from when the run began, is a guess. */
const MAX_RATIO = 4
/** From fewer finished tasks no time is told. */
const MIN_SAMPLES = 3

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
  const learnt = typical && typical.samples >= MIN_SAMPLES ? typical : undefined
  const { since, run, spread } = predictEnd(task, Math.max(now, observed.last_change), learnt)
  const factor = (1 + spread) ** RANGE_FACTOR
  const passed = Math.max(0, now - since)
  if (factor ** 2 > MAX_RATIO || passed > run * (1 + spread)) return undefined
  // A queue is said to last as long again as it has lasted, or as it typically does.
  const queue = Math.max(typical?.queue ?? 0, now - observed.first_seen)
  const extra = task.status === 'queued' ? queue : 0
  return { min: Math.max(0, run / factor - passed), max: run * factor - passed + 2 * extra }
}
