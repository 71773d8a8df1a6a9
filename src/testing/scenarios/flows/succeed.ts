import { runningState } from './runningState.js'
import type { Scenario } from '../Scenario.js'

/** Queue, progress, video: how most tasks go. */
export const succeed = {
  stateAt: (moment) =>
    moment.elapsed < moment.duration ? runningState(moment) : { status: 'completed', url: 'fresh' },
} satisfies Scenario
