import type { VideoTaskStatus } from '../task/videoTask.js'
import { readText } from './values.js'

/** Every word seen for a state, on the documented route and its relatives. Any other word is no end. */
const WORDS: Record<VideoTaskStatus, string> = {
  queued:
    'queued pending waiting submitted not_start created starting preparing queueing in_queue scheduled unknown',
  in_progress: 'in_progress processing running generating rendering',
  completed: 'completed complete success succeeded succeed done finished ready',
  failed: 'failed failure fail cancelled canceled expired deleted rejected',
  error: 'error',
}

/** Where a task's status is: the documented field, then DashScope's and Kling's, then Luma's and Vidu's. */
const FIELDS = ['status', 'task_status', 'state']

/** Novita and Google write the field's name into the word: `TASK_STATUS_SUCCEED`. */
const PREFIX = /^(task|job)_(status|state)_/

/**
 * The word in the place where a task's status belongs. A number is none: it is most often the HTTP status, repeated by
 * an envelope.
 */
export function readStatusWord(task: Record<string, unknown>): string | undefined {
  const field = FIELDS.find((name) => typeof task[name] === 'string' && readText(task[name]))
  return field && readText(task[field])
}

/**
 * A task's documented status. A missing word is `queued`. An unknown one is `in_progress`, so that polling goes on, and
 * comes back in `raw` as well.
 */
export function parseStatus(task: Record<string, unknown>): { status: VideoTaskStatus; raw?: string } {
  const text = readStatusWord(task) ?? readText(task['status'])
  if (text === undefined) return { status: 'queued' }
  const word = text
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(PREFIX, '')
  for (const status of ['queued', 'in_progress', 'completed', 'failed', 'error'] as const) {
    if (WORDS[status].split(' ').includes(word)) return { status }
  }
  return { status: 'in_progress', raw: text }
}
