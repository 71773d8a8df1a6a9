import type { CompletedVideoTask, FailedVideoTask } from '../../core/task/videoTask.js'
import type { TaskIds } from '../access/ownership.js'
import type { VideoProxyUser } from '../calls.js'
import type { TimedStore } from '../stores.js'

/** Which ends were reported to the app, for all instances and across restarts. */
export interface EndMarks {
  /**
   * An end was seen.
   *
   * @returns what the marks know of the task; `undefined` where the end was reported before
   */
  open(ids: TaskIds, task: CompletedVideoTask | FailedVideoTask): Promise<OpenedEnd | undefined>
  /** The end was reported. */
  close(ids: TaskIds, task: CompletedVideoTask | FailedVideoTask): Promise<void>
}

/** What is known of a task whose end is reported. */
export interface OpenedEnd {
  /** The owner. */
  user: VideoProxyUser | undefined
  createId?: string
  createdAt?: number
}

/** Keeps the marks in the store of the owners, for as long as these. */
export function createEndMarks(store: TimedStore): EndMarks {
  return {
    open: async (ids) => ((await store.get(keyOf(ids))) === MARK ? undefined : { user: undefined }),
    close: (ids) => store.set(keyOf(ids), MARK, MARK_TTL),
  }
}

const keyOf = ({ api, publicId }: TaskIds) => `video-ended:${api}:${encodeURIComponent(publicId)}`

const MARK = 'ended'

/** 30 days, in ms: as long as the owner. */
const MARK_TTL = 30 * 24 * 60 * 60 * 1000
