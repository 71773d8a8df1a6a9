/** What ends a wait before its promise settles. */
interface RaceOptions {
  /** Rejects the race with its reason. */
  signal?: AbortSignal | undefined
  /** Milliseconds; none, or more than 24 days, is no limit. */
  timeout?: number | undefined
  /** Called when the time is up, to stop the work; the race rejects with what it returns, unless it aborts the signal. */
  onTimeout?: (() => unknown) | undefined
}

/**
 * Settles as a promise does, unless a signal aborts or the time is up before: then it rejects at once, even where the work
 * ignores both. Its timer and its listener are removed when it settles.
 */
export async function raceTimeout<T>(
  work: Promise<T>,
  { signal, timeout = Infinity, onTimeout }: RaceOptions,
): Promise<T> {
  let abort = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const interrupted = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort)
    if (timeout <= MAX_TIMER_MS) timer = setTimeout(() => reject(onTimeout?.()), timeout)
  })
  try {
    return await Promise.race([work, interrupted])
  } finally {
    clearTimeout(timer)
    // A browser keeps a joined signal with a listener for as long as the page exists.
    signal?.removeEventListener('abort', abort)
  }
}

/** Longest delay of a timer, in ms; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** How long a run may take, and whose signal ends it. */
interface TimeoutOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds; none, or more than 24 days, is no limit. */
  timeout?: number | undefined
  /** Makes the error for a run that takes too long. */
  timeoutError: () => Error
}

/**
 * Runs work under a signal that aborts with the caller's and when the time is up. With a time limit the signal is that of
 * the run alone: it follows the caller's no longer than the run. Without one it is the caller's own.
 *
 * @throws the caller's reason, or `timeoutError()`, as soon as its signal aborts or the time is up
 */
export async function withTimeout<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { signal, timeout = Infinity, timeoutError }: TimeoutOptions,
): Promise<T> {
  signal?.throwIfAborted()
  if (signal && !(timeout <= MAX_TIMER_MS)) return raceTimeout(run(signal), { signal })
  // Not AbortSignal.any, which takes nine times as long.
  const own = new AbortController()
  const follow = () => own.abort(signal?.reason)
  signal?.addEventListener('abort', follow)
  try {
    const onTimeout = () => own.abort(timeoutError())
    return await raceTimeout(run(own.signal), { signal: own.signal, timeout, onTimeout })
  } finally {
    signal?.removeEventListener('abort', follow)
  }
}

/**
 * Waits for an event; rejects with the signal's reason when that aborts before.
 *
 * @param start begins to wait; it is given what ends the wait, and returns what takes the wait back
 */
export function abortablePromise(signal: AbortSignal, start: (end: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      undo()
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    const undo = start(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
  })
}
