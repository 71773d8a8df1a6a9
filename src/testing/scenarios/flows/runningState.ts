import type { TaskState } from '../../tasks/TaskState.js'
import type { ScenarioMoment } from '../Scenario.js'
import { runShare } from './runShare.js'

/** What the vendor calls coarse: a few steps, not evenly spaced. */
const STEPS = [8, 16, 27, 39, 50, 62, 73, 84, 92]

/** A task that waits, then works its way up the steps, and stays on the last one. */
export function runningState(moment: Pick<ScenarioMoment, 'elapsed' | 'duration'>): TaskState {
  const share = runShare(moment)
  if (share === undefined) return { status: 'queued' }
  const step = Math.min(Math.floor(share * STEPS.length), STEPS.length - 1)
  return { status: 'in_progress', progress: STEPS[step] ?? 0 }
}
