import type { EmulatedTask } from './EmulatedTask.js'
import { stateAt } from './stateAt.js'
import type { TaskView } from './TaskView.js'

/** Long after any end, in ms: a year. */
const FAR_FUTURE = 31_536_000_000

/** What the emulator knows of a task at `now`. */
export function viewTask(task: EmulatedTask, now: number): TaskView {
  const { id, model, prompt, seconds, size, createdAt, scenario } = task
  const ending = scenario.ending ?? stateAt(task, createdAt + task.duration + FAR_FUTURE)
  return { id, model, prompt, seconds, size, createdAt, state: stateAt(task, now), ending }
}
