/** A timer of the clock. */
interface Timer {
  at: number
  run: () => void
  every?: number
}

/** A clock that jumps from one timer to the next. */
export interface VirtualClock {
  now: () => number
  set: (run: () => void, ms: number, every?: number) => number
  clear: (id: unknown) => void
  /** Runs all timers in their order, and what they set, until none is left or `isDone` says so. */
  run: (isDone: () => boolean) => Promise<void>
  /** Starts again at a time, without timers. */
  reset: (to: number) => void
}

/** Lets promises settle: everything that needs no timer has happened when a turn of the event loop is over. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Time that passes only as fast as it is worked through; it starts at 0. */
export function createVirtualClock(): VirtualClock {
  const timers = new Map<number, Timer>()
  let now = 0
  let lastId = 0
  return {
    now: () => now,
    set(run, ms, every) {
      timers.set(++lastId, { at: now + ms, run, ...(every !== undefined && { every }) })
      return lastId
    },
    clear: (id) => void (typeof id === 'number' && timers.delete(id)),
    async run(isDone) {
      await settle()
      while (timers.size > 0 && !isDone()) {
        const [id, next] = [...timers].reduce((first, other) => (other[1].at < first[1].at ? other : first))
        now = Math.max(now, next.at)
        if (next.every === undefined) timers.delete(id)
        else timers.set(id, { ...next, at: now + next.every })
        next.run()
        await settle()
      }
    },
    reset(to) {
      timers.clear()
      now = to
    },
  }
}
