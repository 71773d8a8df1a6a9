import { runningState } from './runningState.js'
import type { Scenario } from '../Scenario.js'

/** Fails half way, as a clip does that the provider's moderation refuses to hand out. */
export const fail: Scenario = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration / 2
      ? runningState(moment)
      : {
          status: 'failed',
          progress: 39,
          error: {
            code: 'DataInspectionFailed',
            message: 'Output data may contain inappropriate content.',
          },
        },
}
