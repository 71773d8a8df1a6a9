import { abortablePromise } from '../../core/abort.js'
import type { LeaderLock } from './leaderLock.js'

/** State of this tab among the tabs that watch one task. */
export interface TabTaskState {
  readonly id: string
  /** The request to lead; undefined while nothing here watches the task, and after polling has ended. */
  lock?: LeaderLock | undefined
  /** Whether this tab sends the events of the latest answer to the app; undefined before the first. */
  sendsEvents?: boolean
  /** The tab that leads, by its messages. */
  leader?: string | undefined
  /** When this tab last became the leader, in ms. */
  leadsSince: number
  /** When a message of the leader, or an answer, last arrived, in ms. */
  lastHeardAt: number
  /** Polls of this tab since then. */
  missedPolls: number
  /** End of the wait that the server asked for, in ms. */
  retryAfterEnd: number
  /** Polls of this tab that wait for a change of this state or of the cache. */
  waiters: Set<() => void>
}

/** Creates the state of a tab that has just begun to watch a task. */
export function createTabTaskState(id: string): TabTaskState {
  return { id, leadsSince: 0, lastHeardAt: Date.now(), missedPolls: 0, retryAfterEnd: 0, waiters: new Set() }
}

/**
 * Waits until `isDone`, checked at each change, or for `ms`.
 *
 * @throws the signal's reason when it fires before
 */
export async function waitForChange(
  { waiters }: TabTaskState,
  signal: AbortSignal,
  isDone: () => unknown,
  ms?: number,
): Promise<undefined> {
  signal.throwIfAborted()
  await abortablePromise(signal, (resolve) => {
    const cleanUp = () => {
      clearTimeout(timer)
      waiters.delete(check)
    }
    const finish = () => {
      cleanUp()
      resolve()
    }
    const check = () => {
      if (isDone()) finish()
    }
    const timer = ms === undefined ? undefined : setTimeout(finish, ms)
    waiters.add(check)
    check()
    return cleanUp
  })
  return undefined
}

/** Makes the polls that wait for a change check again. */
export function notifyWaiters({ waiters }: TabTaskState): void {
  for (const check of waiters) check()
}

/** Records that the leader is alive. */
export function recordLeaderActivity(state: TabTaskState): void {
  state.lastHeardAt = Date.now()
  state.missedPolls = 0
}
