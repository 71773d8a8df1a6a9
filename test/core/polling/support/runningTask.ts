import { parseVideoTask, type VideoTask } from 'react-video-task/client'

/** When a running task was first seen running, in ms since the epoch. */
export const START = 1_800_000_000_000

/** A running task whose progress last changed `changed` ms after it was first seen running, at the progress `from`. */
export function runningTask({ id = 'a', from = 0, progress = 0, changed = 0 } = {}): VideoTask {
  return {
    ...parseVideoTask({ id, status: 'in_progress', progress }),
    observed: {
      first_seen: START - 1,
      running_since: START,
      running_from: from,
      highest_progress: progress,
      last_change: START + changed,
      watched_from: START - 1,
    },
  }
}
