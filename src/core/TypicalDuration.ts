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
