import type { PredictedEnd } from './predictEnd.js'

/** What a request is worth: with a lower value polls are closer together, in ms. */
const THRIFT = 420
/** How finely the time ahead is looked at. */
const STEPS = 60

/**
 * How long to wait for the next poll so that the end is seen soonest for a given number of requests: polls lie as close
 * together as the square root of the chance that the task ends just then. That chance is taken to fall with the square of
 * the distance from the predicted end; of a task that is late by some time, it is expected to take as long again.
 */
export function spacedWait({ since, run, spread }: PredictedEnd, now: number, cap: number): number {
  const width = run * spread
  const step = cap / STEPS
  let wait = 0
  for (let due = 0; wait < cap && due < 1; wait += step) {
    const distance = (now + wait + step / 2 - since - run) / width
    const chance = 1 / (width * (1 + distance ** 2) * Math.atan2(1, distance))
    due += step * Math.sqrt(chance / THRIFT)
  }
  return wait
}
