import { pause } from './http/request.js'

/** The time an emulator lives in: what it reads, and what its slow answers wait for. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number
  /** Waits until the clock shows `due`; rejects with the signal's reason when it aborts first. */
  waitUntil: (due: number, signal: AbortSignal) => Promise<void>
}

/** A clock that reads `now` and waits with timers, so that a test's fake timers count. */
export function createRealClock(now: () => number): Clock {
  return { now, waitUntil: (due, signal) => pause(Math.max(0, due - now()), signal) }
}

/** A clock that stands still until it is told to go on. */
interface VirtualClock extends Clock {
  advance: (ms: number) => Promise<void>
}

/** Makes a clock that stands at `start` until `advance` moves it, from one to the next of those who wait. */
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

  function nextDue(target: number): number | undefined {
    const due = Math.min(...[...sleepers].map((sleeper) => sleeper.due))
    return due <= target ? due : undefined
  }

  return {
    now: () => time,
    waitUntil,
    advance: async (ms) => {
      if (!(ms >= 0)) throw new RangeError(`advance takes milliseconds, 0 or more, got ${ms}`)
      // What was asked just before this call has yet to arrive; it was asked before the time that now passes.
      await turn()
      const target = time + ms
      for (let due = nextDue(target); due !== undefined; due = nextDue(target)) {
        time = due
        for (const sleeper of [...sleepers]) if (sleeper.due <= time) sleeper.wake()
        await turn()
      }
      time = target
    },
  }
}

/** One turn of the event loop, in which all that can go on does; fake timers leave this one alone. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
