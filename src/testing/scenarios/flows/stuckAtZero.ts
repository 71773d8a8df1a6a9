import type { Scenario } from '../Scenario.js'
import { runShare } from './runShare.js'

/** Starts, and never gets anywhere. */
export const stuckAtZero: Scenario = {
  stateAt: (moment) =>
    runShare(moment) === undefined ? { status: 'queued' } : { status: 'in_progress', progress: 0 },
}
