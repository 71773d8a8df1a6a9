import { abortablePromise } from '../../core/abort.js'
import type { TaskLock } from './leaderLock.js'

/** Where this tab stands among the tabs that watch one task. */
export interface TabTaskState {
  readonly id: string
  /** Its claim to be the one that asks; none while nothing here watches the task or its watch has ended. */
  lock?: TaskLock | undefined
  /** Whether this tab is the one to tell the app what the latest answer changed; undefined before the first. */
  speaks?: boolean
  /** The tab that asks, as far as it was heard. */
  leader?: string | undefined
  /** When an answer, or the tab that asks, was last heard, in ms. */
  heard: number
  /** Polls of this tab since then. */
  missed: number
  /** Until when the server asked to be left alone, in ms. */
  quietUntil: number
  /** Polls of this tab that wait for something to happen here. */
  waiting: Set<() => void>
}

/** A tab that has just sat down. */
export function createTaskSeat(id: string): TabTaskState {
  return { id, heard: Date.now(), missed: 0, quietUntil: 0, waiting: new Set() }
}

/**
 * Waits until `done`, which is looked at whenever something happened at the seat, or for `ms`.
 *
 * @throws the signal's reason when it fires before
 */
export async function waitForChange(
  { waiting }: TabTaskState,
  signal: AbortSignal,
  done: () => unknown,
  ms?: number,
): Promise<undefined> {
  signal.throwIfAborted()
  await abortablePromise(signal, (end) => {
    const leave = () => {
      clearTimeout(timer)
      waiting.delete(look)
    }
    const finish = () => {
      leave()
      end()
    }
    const look = () => {
      if (done()) finish()
    }
    const timer = ms === undefined ? undefined : setTimeout(finish, ms)
    waiting.add(look)
    look()
    return leave
  })
  return undefined
}

/** Has all that wait at a seat look again. */
export function wakeSeat({ waiting }: TabTaskState): void {
  for (const look of waiting) look()
}

/** Takes note that an answer, or the tab that asks, was heard. */
export function noteHeard(seat: TabTaskState): void {
  seat.heard = Date.now()
  seat.missed = 0
}
