import { isStatus, type VideoTask } from '../../core/task/videoTask.js'
import { normalizeTask } from '../../core/wire/parseVideoTask.js'
import { hasTypes } from '../../core/wire/values.js'

/** Goes into the names of locks and channel: tabs that run a version with another protocol share nothing with these. */
export const TAB_PROTOCOL = 1

/** What tabs tell each other: about one task, or with no `id` just that the sender was shown or hidden. */
export interface TabMessage {
  /** The sender, a word made anew for each page. */
  from: string
  /** Nobody can see the sender. */
  hidden: boolean
  id?: string | undefined
  /** The sender is the one that asks for this task. */
  leads?: boolean | undefined
  /** The sender knows nothing of this task yet. */
  wanted?: boolean | undefined
  /** The server asked to be left alone until then, in ms of the machine's clock. */
  until?: number | undefined
  /** The state of the task, as the API told it. */
  task?: VideoTask | undefined
  /** When it told that, in ms of the machine's clock. */
  at?: number | undefined
}

const MESSAGE = {
  from: 'string',
  hidden: 'boolean',
  id: 'string|undefined',
  leads: 'boolean|undefined',
  wanted: 'boolean|undefined',
  until: 'number|undefined',
  at: 'number|undefined',
} as const

const OBSERVED = {
  first_seen: 'number',
  highest_progress: 'number',
  last_change: 'number',
  watched_from: 'number',
} as const

/** A task of another tab: read anew, as an answer is, so that nothing in it can have another shape than documented. */
function readTask(value: unknown): VideoTask | undefined {
  if (!hasTypes(value, { id: 'string', status: 'string' }) || !isStatus(value.status)) return undefined
  const task = normalizeTask(value)
  const { observed } = value
  if (!task || observed === undefined) return task
  return hasTypes(observed, OBSERVED) ? { ...task, observed } : undefined
}

/** What came over the channel as a message of ours; undefined for anything else. */
export function readTabMessage(data: unknown): TabMessage | undefined {
  if (!hasTypes(data, MESSAGE)) return undefined
  const task = readTask(data['task'])
  return data['task'] === undefined || task ? { ...data, task } : undefined
}
