import { readText } from './scalars.js'

/**
 * Reads the id of a task on the wire: `id`, else `task_id` or a relative of it. Undefined where there is none, and for a
 * number beyond 2^53, whose last digits a parser has lost: it would name another task.
 */
export function readTaskId(task: Record<string, unknown>): string | undefined {
  for (const name of ID_FIELDS) {
    const value = task[name]
    const id = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : readText(value)
    if (id) return id
  }
  return undefined
}

/** Fields of a task's id: the documented ones, kie's, HeyGen's, Runware's, HiggsField's and Leonardo's, in both spellings. */
export const ID_FIELDS = [
  'id',
  'task_id',
  'taskId',
  'video_id',
  'videoId',
  'taskUUID',
  'job_id',
  'jobId',
  'generation_id',
  'generationId',
]
