import { toVideoTaskError } from '../../core/errors/VideoTaskError.js'
import { retryAfterOf } from '../../core/polling/retryPolicy.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { isOver, knownTask, releaseUnwatched, type TabLink } from './tabLink.js'
import { type TabTaskState, waitForChange } from './tabTaskState.js'

/** How long a tab that knows nothing waits for the others before it asks the API itself, in ms. */
const INTRODUCTION = 1_000
/** Tabs that would take the same lock at the same time are spread over this long, in ms. */
const SPREAD = 250
/** Nothing heard for this long, in ms, is a tab that froze: the policy's longest wait and the longest request fit in. */
const LEADER_TIMEOUT = 90_000
/** The same in polls of this tab, for those whose intervals are longer than that. */
const PATIENT_POLLS = 2

/** One poll. */
export interface TaskPoll {
  id: string
  signal: AbortSignal
  ask: (signal: AbortSignal) => Promise<VideoTask>
}

function mayTake({ page, hiddenTabs }: TabLink, seat: TabTaskState): boolean {
  if (!page.isHidden() && seat.leader !== undefined && hiddenTabs.has(seat.leader)) return true
  const silence = Date.now() - Math.max(seat.heard, seat.quietUntil)
  return seat.missed >= PATIENT_POLLS && silence > LEADER_TIMEOUT
}

/** Asks until it has an answer, or need not ask any more; then it gives undefined and ends the request. */
async function askUntil(
  seat: TabTaskState,
  { ask, signal }: TaskPoll,
  isNeedless: () => unknown,
): Promise<VideoTask | undefined> {
  const ended = new AbortController()
  const limit = AbortSignal.any([signal, ended.signal])
  try {
    return await Promise.race([ask(limit), waitForChange(seat, limit, isNeedless)])
  } finally {
    ended.abort()
  }
}

async function poll(link: TabLink, seat: TabTaskState, task: TaskPoll): Promise<VideoTask> {
  const { id, signal } = task
  const known = () => knownTask(link, id)
  for (;;) {
    signal.throwIfAborted()
    if (link.isClosed) return task.ask(signal)
    const lock = link.claim(seat)
    await lock.tried
    if (!lock.isHeld && mayTake(link, seat)) {
      await waitForChange(seat, signal, () => lock.isHeld, Math.random() * SPREAD)
      if (!lock.isHeld && !lock.isReleased && mayTake(link, seat)) await lock.steal()
    }
    const holds = lock.isHeld
    if (!holds) {
      seat.missed += 1
      if (!known()) {
        link.post({ id, wanted: true })
        await waitForChange(seat, signal, () => lock.isHeld || known(), INTRODUCTION)
      }
      const told = known()
      if (told) return told
      if (lock.isHeld) continue
    }
    const answer = await askUntil(seat, task, () => (holds ? !lock.isHeld : known()))
    if (answer) {
      seat.speaks = lock.isHeld
      link.post({ id, leads: seat.speaks, task: answer, at: Date.now() })
      if (isOver(answer)) link.release(seat)
      return answer
    }
    const told = known()
    if (told) return told
    // The lock was given up because the page is about to freeze: this timer stands still with it.
    if (lock.isReleased) await waitForChange(seat, signal, () => false, INTRODUCTION)
  }
}

/**
 * One poll of one task among several tabs: the tab that holds the task's lock asks, every other one is content with what
 * it knows. A tab that knows nothing, or whose own last poll failed, asks the others first and then the API itself.
 */
export async function pollViaLeader(link: TabLink, task: TaskPoll): Promise<VideoTask> {
  const seat = link.seatOf(task.id)
  try {
    return await poll(link, seat, task)
  } catch (cause) {
    const error = toVideoTaskError(cause)
    if (!task.signal.aborted) {
      const wait = retryAfterOf(error)
      if (wait > 0) link.post({ id: task.id, until: Date.now() + wait })
      // Polling ends here, but another tab's session may be a better one.
      if (!error.retryable) link.release(seat)
    }
    throw cause
  } finally {
    releaseUnwatched(link, seat)
  }
}
