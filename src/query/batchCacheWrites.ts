import { notifyManager, type QueryClient } from '@tanstack/react-query'

/** What waits for its turn in a page; keyed by its QueryClient, since a server shares this module between its users. */
const waiting = new WeakMap<QueryClient, (() => void)[]>()

function run(queryClient: QueryClient, writes: (() => void)[]): void {
  const due: (() => void)[] = []
  waiting.set(queryClient, due)
  setTimeout(
    () => {
      waiting.delete(queryClient)
      if (due[0]) run(queryClient, due)
    },
    // Ms; few are to be seen soon, many are to cost little.
    writes.length > 1 ? 250 : 50,
  )
  notifyManager.batch(() => writes.forEach((write) => write()))
}

/**
 * Runs a write to the cache: at once, or where many come close together, with all that came since the last one. Else
 * each of a thousand tasks that changes would have React walk through the whole page.
 */
export function batchCacheWrites(queryClient: QueryClient, write: () => void): Promise<void> {
  return new Promise((resolve) => {
    const turn = () => resolve(write())
    const due = waiting.get(queryClient)
    if (due) due.push(turn)
    else run(queryClient, [turn])
  })
}
