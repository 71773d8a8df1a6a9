import type { Scenario } from '../Scenario.js'
import { runShare } from './runShare.js'

/** A task that reports these percentages, each for an equal part of its time after the queue, and completes. */
export function stepwise(percentages: readonly number[]): Scenario {
  return {
    stateAt: (moment) => {
      if (moment.elapsed >= moment.duration) return { status: 'completed' }
      const share = runShare(moment)
      if (share === undefined) return { status: 'queued' }
      return { status: 'in_progress', progress: percentages[Math.floor(share * percentages.length)] ?? 0 }
    },
  }
}
