import type { Clock } from './Clock.js'

/** A clock that stands still until it is told to go on. */
export interface VirtualClock extends Clock {
  advance: (ms: number) => Promise<void>
}

/** One turn of the event loop, in which woken answers get as far as they can; fake timers leave this one alone. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

/** Makes a clock that stands at `start` until `advance` moves it, waking in their order those who wait. */
export function createVirtualClock(start: number): VirtualClock {
  let time = start
  const sleepers = new Set<{ due: number; wake: () => void }>()

  function waitUntil(due: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (due <= time) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const forget = () => {
        sleepers.delete(sleeper)
        signal.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        forget()
        reject(signal.reason)
      }
      const sleeper = {
        due,
        wake: () => {
          forget()
          resolve()
        },
      }
      sleepers.add(sleeper)
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  return {
    now: () => time,
    waitUntil,
    advance: async (ms) => {
      if (!(ms >= 0)) throw new RangeError(`advance takes milliseconds, 0 or more, got ${ms}`)
      time += ms
      const due = [...sleepers].filter((sleeper) => sleeper.due <= time).sort((a, b) => a.due - b.due)
      for (const sleeper of due) sleeper.wake()
      await turn()
    },
  }
}
