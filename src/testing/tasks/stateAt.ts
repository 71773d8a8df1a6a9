import type { EmulatedTask } from './EmulatedTask.js'
import type { TaskState } from './TaskState.js'

/** Where a task stands at `now`; a clock that was set back counts as the moment of the create. */
export function stateAt(task: EmulatedTask, now: number): TaskState {
  return task.scenario.stateAt({ elapsed: Math.max(0, now - task.createdAt), duration: task.duration })
}
