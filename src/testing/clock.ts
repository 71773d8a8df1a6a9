/** The clock of an emulator: the time of its tasks, and what its delayed responses wait for. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number
  /** Waits until the clock shows `due`; rejects with the signal's reason if it aborts first. */
  waitUntil: (due: number, signal: AbortSignal) => Promise<void>
}

/** Creates a clock that reads `now` and waits with `setTimeout`, so that a test's fake timers control it. */
export function createRealClock(now: () => number): Clock {
  return { now, waitUntil: (due, signal) => sleep(Math.max(0, due - now()), signal) }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(signal.reason)
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** A clock that only moves when `advance` is called. */
interface VirtualClock extends Clock {
  advance: (ms: number) => Promise<void>
}

/** Creates a clock that stands at `start` until `advance` moves it, waking each waiter at its time. */
export function createVirtualClock(start: number): VirtualClock {
  let time = start
  const waiters = new Set<{ due: number; wake: () => void }>()

  function waitUntil(due: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (due <= time) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const remove = () => {
        waiters.delete(waiter)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        remove()
        reject(signal.reason)
      }
      const waiter = {
        due,
        wake: () => {
          remove()
          resolve()
        },
      }
      waiters.add(waiter)
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  function nextDue(target: number): number | undefined {
    const due = Math.min(...[...waiters].map((waiter) => waiter.due))
    return due <= target ? due : undefined
  }

  return {
    now: () => time,
    waitUntil,
    advance: async (ms) => {
      if (!(ms >= 0)) throw new RangeError(`advance: ms must be 0 or more, got ${ms}`)
      // Requests sent just before this call arrive at the time before it.
      await eventLoopTurn()
      const target = time + ms
      for (let due = nextDue(target); due !== undefined; due = nextDue(target)) {
        time = due
        for (const waiter of [...waiters]) if (waiter.due <= time) waiter.wake()
        await eventLoopTurn()
      }
      time = target
    },
  }
}

/** Waits one turn of the event loop, with a message port because fake timers do not replace it. */
export function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
