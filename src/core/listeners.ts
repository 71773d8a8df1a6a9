/** Who wants to hear of changes. */
interface Listeners {
  /** Calls the listener at each change, until the returned function is called. */
  subscribe: (listener: () => void) => () => void
  notify: () => void
}

/** Makes an empty list of those who want to hear of changes. */
export function createListeners(): Listeners {
  const listeners = new Set<() => void>()
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    notify: () => {
      for (const listener of listeners) listener()
    },
  }
}

/**
 * Waits for something that a signal may end: the promise then rejects with the signal's reason.
 *
 * @param start begins the wait; it gets what ends it well, and gives what takes it back
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
