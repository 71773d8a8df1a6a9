import { apiErrors } from '../http/apiErrors.js'
import { ApiFault } from '../http/ApiFault.js'
import type { EmulatedTask } from '../tasks/EmulatedTask.js'
import type { Exchange } from './Exchange.js'

/**
 * The task the path names.
 *
 * @throws {ApiFault} when there is none
 */
export function findTask({ taskId, state }: Exchange): EmulatedTask {
  if (taskId === undefined) throw new ApiFault(apiErrors.malformedId)
  const task = state.tasks.get(taskId)
  if (!task) throw new ApiFault(apiErrors.taskNotExist)
  return task
}
