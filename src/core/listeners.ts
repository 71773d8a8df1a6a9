/** A set of listeners: functions, or objects of them. */
interface Listeners<Listener> {
  /** Adds a listener. @returns removes it */
  subscribe: (listener: Listener) => () => void
  /** The listeners of this moment, in the order they came; those that are added or removed meanwhile change nothing. */
  current: () => Listener[]
}

/**
 * Creates an empty set of listeners. One that is added twice is called twice, and each of its two can be removed alone.
 *
 * @param start called when the first listener comes; what it returns is called when the last one has left
 */
export function createListeners<Listener = () => void>(
  start: () => () => void = () => () => {},
): Listeners<Listener> {
  const entries = new Map<object, Listener>()
  let stop = () => {}
  return {
    subscribe: (listener) => {
      if (entries.size === 0) stop = start()
      const key = {}
      entries.set(key, listener)
      return () => {
        if (entries.delete(key) && entries.size === 0) stop()
      }
    },
    current: () => [...entries.values()],
  }
}
