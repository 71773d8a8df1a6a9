import { runningState } from './runningState.js'
import type { Scenario } from '../Scenario.js'

/** Ends half way with the documented third terminal status, `error`. */
export const error: Scenario = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration / 2
      ? runningState(moment)
      : {
          status: 'error',
          progress: 39,
          error: {
            code: 'InternalError',
            message: 'An internal error has occurred, please try again later or contact service support.',
          },
        },
}
