/**
 * Waits for something that a signal may end: the promise then rejects with the signal's reason.
 *
 * @param start begins the wait; it gets what ends it well, and gives what takes it back
 */
export function untilAborted(signal: AbortSignal, start: (end: () => void) => () => void): Promise<void> {
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
