import { hasTypes } from '../../core/hasTypes.js'
import type { VideoTask } from '../../core/VideoTask.js'
import { isSharedTask } from './isSharedTask.js'

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

const TYPES = {
  from: 'string',
  hidden: 'boolean',
  id: 'string|undefined',
  leads: 'boolean|undefined',
  wanted: 'boolean|undefined',
  until: 'number|undefined',
  at: 'number|undefined',
} as const

/** Whether what came over the channel is a message of ours. */
export function isTabMessage(value: unknown): value is TabMessage {
  return hasTypes(value, TYPES) && (value['task'] === undefined || isSharedTask(value['task']))
}
