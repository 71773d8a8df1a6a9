import { assertTaskId } from '../core/assertTaskId.js'
import { isUnknownTask } from '../core/nextPoll.js'
import { VideoApiError } from '../core/VideoApiError.js'
import type { VideoClient } from '../core/VideoClient.js'
import type { VideoTask } from '../core/VideoTask.js'
import { toVideoTaskError } from './toVideoTaskError.js'

/** Waits between the tries of a first answer, in ms: three tries within ten seconds. */
const WAITS = [2_000, 4_000]

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end)
      resolve()
    }, ms)
    signal.addEventListener('abort', end, { once: true })
  })
}

/**
 * Asks for a task. With nothing known yet, a passing failure is tried again a little later before it becomes the query's
 * error: a Suspense boundary would otherwise give up at the first 503.
 */
export async function retrieveUntilKnown(
  client: VideoClient,
  id: string,
  { signal, known }: { signal: AbortSignal; known: boolean },
): Promise<VideoTask> {
  assertTaskId(id)
  for (const ms of known ? [] : WAITS) {
    try {
      return await client.retrieve(id, { signal })
    } catch (cause) {
      const error = toVideoTaskError(cause)
      const patience = error instanceof VideoApiError ? (error.retryAfter ?? 0) : 0
      if (signal.aborted || patience > ms || !(error.retryable || isUnknownTask(error))) throw error
      await wait(ms, signal)
    }
  }
  return client.retrieve(id, { signal })
}
