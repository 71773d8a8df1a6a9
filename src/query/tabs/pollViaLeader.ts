import { toVideoTaskError } from '../../core/errors/VideoTaskError.js'
import { retryAfterOf } from '../../core/polling/retryPolicy.js'
import type { VideoTask } from '../../core/task/videoTask.js'
import { isPollingEnded, knownTask, releaseUnwatched, type TabLink } from './tabLink.js'
import { type TabTaskState, waitForChange } from './tabTaskState.js'

/** One poll of one task. */
export interface TaskPoll {
  id: string
  signal: AbortSignal
  /** Polls the API. */
  pollApi: (signal: AbortSignal) => Promise<VideoTask>
}

/** How long a tab without an answer waits for the other tabs before it polls the API itself, in ms. */
const FIRST_ANSWER_WAIT_MS = 1_000
/** Tabs that would steal the same lock at the same time are spread over this long, in ms. */
const STEAL_SPREAD_MS = 250
/** A leader that is silent for this long is frozen, in ms: the policy's longest wait and the longest request fit in. */
const LEADER_TIMEOUT_MS = 90_000
/** The leader also counts as frozen only after this many polls of this tab, for apps with longer intervals. */
const LEADER_TIMEOUT_POLLS = 2

/**
 * Polls a task as one of several tabs: the tab that holds the task's lock polls the API, all others return the task they
 * know. A tab without a task, or whose last poll failed, asks the other tabs first and then polls the API itself.
 *
 * @throws what `pollApi` throws, or the signal's reason
 */
export async function pollViaLeader(link: TabLink, poll: TaskPoll): Promise<VideoTask> {
  const state = link.stateOf(poll.id)
  try {
    return await pollOrFollow(link, state, poll)
  } catch (cause) {
    const error = toVideoTaskError(cause)
    if (!poll.signal.aborted) {
      const wait = retryAfterOf(error)
      if (wait > 0) link.post({ id: poll.id, until: Date.now() + wait })
      // This tab stops polling, but another one may have a valid session.
      if (!error.retryable) link.releaseLock(state)
    }
    throw cause
  } finally {
    releaseUnwatched(link, state)
  }
}

async function pollOrFollow(link: TabLink, state: TabTaskState, poll: TaskPoll): Promise<VideoTask> {
  const { id, signal } = poll
  const known = () => knownTask(link, id)
  for (;;) {
    signal.throwIfAborted()
    if (link.isClosed) return poll.pollApi(signal)

    // Lead, if the lock is free or its holder should no longer have it.
    const lock = link.requestLock(state)
    await lock.tried
    if (!lock.isHeld && canSteal(link, state)) {
      await waitForChange(state, signal, () => lock.isHeld, Math.random() * STEAL_SPREAD_MS)
      if (!lock.isHeld && !lock.isReleased && canSteal(link, state)) await lock.steal()
    }
    const isLeading = lock.isHeld

    // Follow: the known task, else the one that another tab sends within a second.
    if (!isLeading) {
      state.missedPolls += 1
      if (!known()) {
        link.post({ id, wanted: true })
        await waitForChange(state, signal, () => lock.isHeld || known(), FIRST_ANSWER_WAIT_MS)
      }
      const task = known()
      if (task) return task
      if (lock.isHeld) continue
    }

    // Poll the API, until this tab loses the lock, or another tab's answer arrives.
    const answer = await pollApiUntil(state, poll, () => (isLeading ? !lock.isHeld : known()))
    if (answer) {
      state.sendsEvents = link.isLedInPage(id)
      link.post({ id, leads: lock.isHeld, task: answer, at: Date.now() })
      if (isPollingEnded(answer)) link.releaseLock(state)
      return answer
    }
    const task = known()
    if (task) return task
    // The page is about to freeze and has released its lock; this timer freezes with it.
    if (lock.isReleased && !link.isClosed)
      await waitForChange(state, signal, () => false, FIRST_ANSWER_WAIT_MS)
  }
}

/** Whether this tab may take the lock: it is visible and the leader is not, or the leader is frozen. */
function canSteal({ page, hiddenTabs }: TabLink, state: TabTaskState): boolean {
  if (!page.isHidden() && state.leader !== undefined && hiddenTabs.has(state.leader)) return true
  const silence = Date.now() - Math.max(state.lastHeardAt, state.retryAfterEnd)
  return state.missedPolls >= LEADER_TIMEOUT_POLLS && silence > LEADER_TIMEOUT_MS
}

/** Polls the API until it answers, or until the answer is no longer needed: then aborts it and returns undefined. */
async function pollApiUntil(
  state: TabTaskState,
  { pollApi, signal }: TaskPoll,
  isUnneeded: () => unknown,
): Promise<VideoTask | undefined> {
  const ended = new AbortController()
  const either = AbortSignal.any([signal, ended.signal])
  try {
    return await Promise.race([pollApi(either), waitForChange(state, either, isUnneeded)])
  } finally {
    ended.abort()
  }
}
