import { environmentManager, notifyManager, timeoutManager } from '@tanstack/react-query'
import { createVirtualClock, type VirtualClock } from './createVirtualClock.js'

/** A virtual clock with TanStack Query on it, for the rest of this process. */
export function createQueryClock(): VirtualClock {
  const clock = createVirtualClock()
  // Node has no window, and without one nothing polls.
  environmentManager.setIsServer(() => false)
  notifyManager.setScheduler(queueMicrotask)
  timeoutManager.setTimeoutProvider({
    setTimeout: (run, ms) => clock.set(run, ms),
    setInterval: (run, ms) => clock.set(run, ms, ms),
    clearTimeout: clock.clear,
    clearInterval: clock.clear,
  })
  return clock
}
