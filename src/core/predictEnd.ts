import type { TypicalDuration } from './TypicalDuration.js'
import type { VideoTask } from './VideoTask.js'

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
