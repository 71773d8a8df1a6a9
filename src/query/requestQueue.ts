import type { QueryClient } from '@tanstack/react-query'
import { abortablePromise } from '../core/listeners.js'

/** How a request waits for its turn. */
interface LimitRequestsOptions {
  /** Ends the wait; the request itself gets its signal from whoever runs it. */
  signal: AbortSignal
  /** Requests in flight at the same time. @default 4, of the 6 that browsers open to one host over HTTP/1.1 */
  max?: number | undefined
}

interface Turn {
  max: number
  start: () => void
}

interface Line {
  running: number
  /** In their order; a set, so that one of thousands leaves without a search. */
  waiting: Set<Turn>
}

/** One line for each page; keyed by its QueryClient, since a server shares this module between its users. */
const lines = new WeakMap<QueryClient, Line>()

function admit(line: Line): void {
  for (const turn of line.waiting) {
    if (line.running >= turn.max) return
    line.waiting.delete(turn)
    line.running += 1
    turn.start()
  }
}

function takeTurn(line: Line, max: number, signal: AbortSignal): Promise<void> {
  return abortablePromise(signal, (start) => {
    const turn = { max, start }
    line.waiting.add(turn)
    admit(line)
    return () => {
      line.waiting.delete(turn)
      // Whoever stood behind may be allowed more at a time.
      admit(line)
    }
  })
}

/**
 * Runs a request when it is its turn: first come, first served, and never more than `max` of one page at the same time.
 * A thousand tasks mounted at once thus follow each other instead of bursting: with 4 in flight and answers in 200 ms,
 * the first round takes 50 s, and each task's next poll is timed from its own answer, so the spread stays. Timeouts
 * belong inside `run`: time spent waiting here is nobody's failure.
 *
 * @throws the signal's reason when it fires before the turn has come; afterwards whatever `run` throws
 */
export async function requestQueue<T>(
  queryClient: QueryClient,
  run: () => Promise<T>,
  { signal, max = 4 }: LimitRequestsOptions,
): Promise<T> {
  signal.throwIfAborted()
  const line = lines.get(queryClient) ?? { running: 0, waiting: new Set() }
  lines.set(queryClient, line)
  // Less than one at a time would be never.
  await takeTurn(line, max >= 1 ? max : 1, signal)
  try {
    return await run()
  } finally {
    line.running -= 1
    admit(line)
  }
}
