import type { DurationSample } from './durationSample.js'
import type { TypicalDuration } from './TypicalDuration.js'

/** Few samples say little of how far tasks differ: this is assumed, as if so many samples had shown it. */
const SPREAD = 0.3
const SPREAD_WEIGHT = 4

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}

/** What some samples have in common; undefined for none. */
export function summarizeDurations(samples: DurationSample[]): TypicalDuration | undefined {
  if (samples.length === 0) return undefined
  const run = median(samples.map((sample) => sample[1]))
  const spread = Math.exp(median(samples.map((sample) => Math.abs(Math.log(sample[1] / run))))) - 1
  const weight = samples.length / (samples.length + SPREAD_WEIGHT)
  return {
    run,
    spread: SPREAD + weight * (spread - SPREAD),
    queue: median(samples.map((sample) => sample[0])),
    samples: samples.length,
  }
}
