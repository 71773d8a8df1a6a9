import { isServer, notifyManager, type QueryClient } from '@tanstack/react-query'

/** The pause between writes, in ms: a frame for each that the last one held, up to a quarter of a second. */
const FRAME = 16
const LONGEST = 250

/** What waits for the end of a page's pause; keyed by its QueryClient, since a server shares this module between users. */
const waiting = new WeakMap<QueryClient, (() => void)[]>()

function pause(queryClient: QueryClient, held: number): void {
  const due: (() => void)[] = []
  waiting.set(queryClient, due)
  setTimeout(
    () => {
      waiting.delete(queryClient)
      if (due.length === 0) return
      pause(queryClient, due.length)
      notifyManager.batch(() => {
        for (const run of due) run()
      })
    },
    Math.min(LONGEST, FRAME * (held + 1)),
  )
}

/**
 * Runs a write to the cache: at once, or where many come close together, with all that came since the last one. Else
 * each of a thousand tasks that changes would have React walk through the whole page.
 */
export function writeTogether(queryClient: QueryClient, write: () => void): Promise<void> {
  return new Promise((resolve) => {
    const run = () => {
      write()
      resolve()
    }
    const due = waiting.get(queryClient)
    if (due) due.push(run)
    else {
      // Nothing renders on a server, so nothing has to wait there.
      if (!isServer) pause(queryClient, 0)
      run()
    }
  })
}
