import { runningState } from './runningState.js'
import type { Scenario } from '../Scenario.js'

const STUCK_AT = 50

/** Comes as far as 50 % and never any further. */
export const stuck: Scenario = {
  stateAt: (moment) => {
    const state = runningState(moment)
    return state.status === 'in_progress' && state.progress > STUCK_AT
      ? { ...state, progress: STUCK_AT }
      : state
  },
}
