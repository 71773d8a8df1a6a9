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
