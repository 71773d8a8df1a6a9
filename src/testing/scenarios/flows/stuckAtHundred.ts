import type { Scenario } from '../Scenario.js'
import { runningState } from './runningState.js'

/** Reports 100 % and never ends. */
export const stuckAtHundred: Scenario = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration ? runningState(moment) : { status: 'in_progress', progress: 100 },
}
