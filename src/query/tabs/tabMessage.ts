import { isStatus, type VideoTask } from '../../core/task/videoTask.js'
import { normalizeTask } from '../../core/wire/readVideoTask.js'
import { hasTypes } from '../../core/wire/fieldValues.js'

/** Part of the names of locks and channel: tabs whose version has another protocol share nothing with this one. */
export const TAB_PROTOCOL = 1

/** Message between tabs: about one task, or without an `id` only about the sender's visibility. */
export interface TabMessage {
  /** The sender: a random id of its page. */
  from: string
  /** The sender is not visible. */
  hidden: boolean
  /** The task it is about. */
  id?: string | undefined
  /** The sender leads: it polls this task. */
  leads?: boolean | undefined
  /** The sender has no answer about this task yet. */
  wanted?: boolean | undefined
  /** End of the wait that the server asked for, in ms of the machine's clock. */
  until?: number | undefined
  /** The task as the API answered, with the sender's observation. */
  task?: VideoTask | undefined
  /** The API has confirmed to the sender that the task was deleted. */
  deleted?: boolean | undefined
  /** When that answer arrived, in ms of the machine's clock. */
  at?: number | undefined
}

/** Reads what came over the channel; undefined for anything that is not a message of this library. */
export function readTabMessage(data: unknown): TabMessage | undefined {
  if (!hasTypes(data, MESSAGE_TYPES)) return undefined
  const task = readTask(data['task'])
  return data['task'] === undefined || task ? { ...data, task } : undefined
}

const MESSAGE_TYPES = {
  from: 'string',
  hidden: 'boolean',
  id: 'string|undefined',
  leads: 'boolean|undefined',
  wanted: 'boolean|undefined',
  deleted: 'boolean|undefined',
  until: 'number|undefined',
  at: 'number|undefined',
} as const

const OBSERVATION_TYPES = {
  first_seen: 'number',
  highest_progress: 'number',
  last_change: 'number',
  watched_from: 'number',
} as const

/** Parses another tab's task as an answer of the API, so that every field has its documented type. */
function readTask(value: unknown): VideoTask | undefined {
  if (!hasTypes(value, { id: 'string', status: 'string' }) || !isStatus(value.status)) return undefined
  const task = normalizeTask(value)
  const { observed } = value
  if (!task || observed === undefined) return task
  return hasTypes(observed, OBSERVATION_TYPES) ? { ...task, observed } : undefined
}
