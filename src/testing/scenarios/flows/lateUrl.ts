import type { Scenario } from '../Scenario.js'
import { runningState } from './runningState.js'

/** Milliseconds from the end to the URL. */
const URL_AFTER = 5000

/** Completes without a URL, which comes later. */
export const lateUrl: Scenario = {
  stateAt: (moment) => {
    const { elapsed, duration } = moment
    if (elapsed < duration) return runningState(moment)
    return { status: 'completed', url: elapsed < duration + URL_AFTER ? 'none' : 'fresh' }
  },
}
