import { isStatus, type VideoTaskStatus } from '../task/videoTask.js'
import { readText } from './scalars.js'

/** The words for each status, as the documented route and its relatives write them. Any other word is no end. */
const STATUS_WORDS: [VideoTaskStatus, words: RegExp][] = [
  [
    'queued',
    /^(queued|pending|waiting|submitted|not_start|created|starting|preparing|queueing|in_queue|scheduled|unknown)$/,
  ],
  ['in_progress', /^(in_progress|processing|running|generating|rendering)$/],
  ['completed', /^(completed?|success|succeed(ed)?|done|finished|ready)$/],
  [
    'failed',
    /^(failed|failure|fail|cancell?ed|expired|deleted|rejected|aborted|timeout|timed_out|nsfw|moderated|blocked)$/,
  ],
  ['error', /^error$/],
]

/**
 * Reads a task's documented status. A missing word is `queued`. An unknown one is `in_progress`, so that polling goes on,
 * and `raw` has the word as it came.
 */
export function parseStatus(task: Record<string, unknown>): { status: VideoTaskStatus; raw?: string } {
  const text = readStatusWord(task) ?? readText(task['status'])
  if (text === undefined) return { status: 'queued' }
  if (isStatus(text)) return { status: text }
  const word = text
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(PREFIX, '')
  const known = STATUS_WORDS.find(([, words]) => words.test(word))
  return known ? { status: known[0] } : { status: 'in_progress', raw: text }
}

/** Novita, Google and gateways with its enums repeat the field's name in the word: `TASK_STATUS_SUCCEED`, `STATUS_COMPLETED`. */
const PREFIX = /^(\w+_)?(status|state)_/

/**
 * Reads the word in the field of the status: the documented `status`, else DashScope's and Kling's `task_status`, else
 * Luma's and Vidu's `state`. A number counts as none: it is mostly the HTTP status, which an envelope repeats.
 */
export function readStatusWord(task: Record<string, unknown>): string | undefined {
  for (const name of ['status', 'task_status', 'state']) {
    const word = typeof task[name] === 'string' && readText(task[name])
    if (word) return word
  }
  return undefined
}
