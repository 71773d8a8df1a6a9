import { notifyManager, type QueryClient } from '@tanstack/react-query'

/** After writes, others wait for so many ms for each of them, and then go together. */
const HOLD = 50
const MAX_HOLD = 250

/** What waits for its turn in a page; keyed by its QueryClient, since a server shares this module between its users. */
const waiting = new WeakMap<QueryClient, (() => void)[]>()

function run(queryClient: QueryClient, writes: (() => void)[]): void {
  const due: (() => void)[] = []
  waiting.set(queryClient, due)
  setTimeout(
    () => {
      waiting.delete(queryClient)
      if (due.length > 0) run(queryClient, due)
    },
    Math.min(HOLD * writes.length, MAX_HOLD),
  )
  notifyManager.batch(() => writes.forEach((write) => write()))
}

/**
 * Runs a write to the cache: at once, or where many come close together, with all that came since the last one. Else
 * each of a thousand tasks that changes would have React walk through the whole page.
 */
export function writeTogether(queryClient: QueryClient, write: () => void): Promise<void> {
  return new Promise((resolve) => {
    const turn = () => resolve(write())
    const due = waiting.get(queryClient)
    if (due) due.push(turn)
    else run(queryClient, [turn])
  })
}
