import { askedWait } from '../core/askedWait.js'
import { assertTaskId } from '../core/assertTaskId.js'
import { isUnknownTask } from '../core/nextPoll.js'
import { untilAborted } from '../core/untilAborted.js'
import type { VideoTask } from '../core/VideoTask.js'
import { toVideoTaskError } from './toVideoTaskError.js'

/** Waits between the tries of a first answer, in ms, and when it is too late for another. */
const WAITS = [2_000, 4_000]
const PATIENCE = 10_000

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return untilAborted(signal, (resolve) => {
    const timer = setTimeout(resolve, ms)
    return () => clearTimeout(timer)
  })
}

/**
 * Asks for a task. Before the first answer a passing failure is tried again a little later, within ten seconds, before it
 * becomes the query's error: a Suspense boundary would otherwise give up at the first 503. The error counts the tries.
 */
export async function retrieveUntilKnown(
  id: string,
  retrieve: () => Promise<VideoTask>,
  { signal, isFirst }: { signal: AbortSignal; isFirst: boolean },
): Promise<VideoTask> {
  assertTaskId(id)
  const started = Date.now()
  for (let tries = 1; ; tries++) {
    try {
      return await retrieve()
    } catch (cause) {
      if (signal.aborted) throw cause
      const error = toVideoTaskError(cause)
      error.attempt = tries
      const ms = isFirst ? WAITS[tries - 1] : undefined
      const asked = askedWait(error)
      const tooLate = ms === undefined || asked > ms || Date.now() + ms - started > PATIENCE
      if (tooLate || !(error.retryable || isUnknownTask(error))) throw error
      await wait(ms, signal)
    }
  }
}
