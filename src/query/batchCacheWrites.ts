import { notifyManager, type QueryClient } from '@tanstack/react-query'
import { perQueryClient } from './perQueryClient.js'

/** How long writes are collected after a single one, and after a batch, in ms: one change shows fast, many render rarely. */
const SINGLE_WRITE_WINDOW_MS = 50
const BATCH_WINDOW_MS = 250

type Write = () => void

/** The writes that wait for the open window of a page to close; undefined while none is open. */
const pendingOf = perQueryClient((): { writes: Write[] | undefined } => ({ writes: undefined }))

/**
 * Runs a cache write immediately, or, within moments of another one, together with all writes that came since. Otherwise
 * each of a thousand changing tasks would make React walk the whole page.
 *
 * @returns a promise that resolves once the write has run
 */
export function batchCacheWrites(queryClient: QueryClient, write: Write): Promise<void> {
  return new Promise((resolve) => {
    const run = () => resolve(write())
    const { writes } = pendingOf(queryClient)
    if (writes) writes.push(run)
    else flush(queryClient, [run])
  })
}

/** Runs writes in one batch and opens a window that collects the next ones. */
function flush(queryClient: QueryClient, writes: Write[]): void {
  const pending = pendingOf(queryClient)
  const collected: Write[] = []
  pending.writes = collected
  setTimeout(
    () => {
      pending.writes = undefined
      if (collected.length > 0) flush(queryClient, collected)
    },
    writes.length > 1 ? BATCH_WINDOW_MS : SINGLE_WRITE_WINDOW_MS,
  )
  notifyManager.batch(() => writes.forEach((write) => write()))
}
