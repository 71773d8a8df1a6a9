import { notifyManager, type QueryClient } from '@tanstack/react-query'
import { BATCH_WINDOW_MS, SINGLE_WRITE_WINDOW_MS } from '../core/polling/pollingDefaults.js'
import { perQueryClient } from './perQueryClient.js'

type Write = () => void

/**
 * Runs a cache write immediately, or, within moments of another one, together with all writes that came since. Otherwise
 * each of a thousand changing tasks would make React walk the whole page.
 *
 * @param write an async function, so that a throw, as of a subscriber of the app, ends no other write
 * @returns a promise that resolves once the write has run, and rejects where it throws
 */
export function batchCacheWrites(queryClient: QueryClient, write: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => batchOf(queryClient)(() => resolve(write())))
}

const batchOf = /* @__PURE__ */ perQueryClient(createBatch)

/** Returns a function that runs a write now, or at the end of the open window. */
function createBatch(): (write: Write) => void {
  let waiting: Write[] = []
  let isWindowOpen = false

  /** Runs the waiting writes and opens the next window, until one ends without any. */
  function flush() {
    const writes = waiting
    waiting = []
    isWindowOpen = writes.length > 0
    if (!isWindowOpen) return
    setTimeout(flush, writes.length > 1 ? BATCH_WINDOW_MS : SINGLE_WRITE_WINDOW_MS)
    notifyManager.batch(() => writes.forEach((write) => write()))
  }

  return (write) => {
    waiting.push(write)
    if (!isWindowOpen) flush()
  }
}
