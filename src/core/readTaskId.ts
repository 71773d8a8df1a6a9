import { readText } from './readText.js'

/**
 * The id a task names itself: `id`, else `task_id`. A number that JSON could not carry exactly is none: whoever asks with
 * it would ask for another task.
 */
export function readTaskId(task: Record<string, unknown>): string | undefined {
  for (const value of [task['id'], task['task_id'], task['taskId']]) {
    const id = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : readText(value)
    if (id !== undefined) return id
  }
  return undefined
}
