/** Controls the virtual time of this process. */
export interface VirtualTime {
  /** Number of timers that have not fired. */
  pending: () => number
  /** Moves the time forward, firing each timer at its time. */
  pass: (ms: number) => Promise<void>
  /** Sets the time and removes all timers. */
  reset: (to: number) => void
}

interface Timer {
  id: number
  at: number
  run: () => void
  every: number | undefined
}

/** The real one, for a turn of the event loop in which everything without a timer runs. */
const { setImmediate: turn } = globalThis
const settle = async () => {
  // Two turns: messages of a message port may arrive after the first.
  for (let turns = 0; turns < 2; turns++) await new Promise<void>((resolve) => turn(resolve))
}

/**
 * Replaces `Date.now`, `performance.now`, `setTimeout` and `setInterval` with virtual ones for the rest of this process. Timers
 * are in a binary heap, because thousands are pending at a time.
 */
export function installVirtualTime(): VirtualTime {
  const heap: Timer[] = []
  const live = new Set<number>()
  let now = 0
  let lastId = 0

  // Timers with the same due time fire in the order in which they were set.
  const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.id < b.id)

  function push(timer: Timer): void {
    let index = heap.push(timer) - 1
    while (index > 0) {
      const up = (index - 1) >> 1
      const parent = heap[up]
      if (!parent || isBefore(parent, timer)) break
      heap[index] = parent
      index = up
    }
    heap[index] = timer
  }

  function pop(): void {
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const [one, other] = [heap[left], heap[left + 1]]
      if (!one) break
      const isOther = other !== undefined && isBefore(other, one)
      const child = isOther ? other : one
      if (isBefore(last, child)) break
      heap[index] = child
      index = isOther ? left + 1 : left
    }
    heap[index] = last
  }

  function set(run: () => void, ms = 0, every?: number): number {
    const id = ++lastId
    live.add(id)
    push({ id, run, every, at: now + Math.max(1, Math.round(ms)) })
    return id
  }
  const clear = (id: unknown) => void (typeof id === 'number' && live.delete(id))

  function fire(timer: Timer): void {
    if (!live.has(timer.id)) return
    if (timer.every === undefined) live.delete(timer.id)
    else push({ ...timer, at: now + timer.every })
    timer.run()
  }

  Date.now = () => now
  performance.now = () => now
  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) =>
      set(() => run(...args), ms),
    setInterval: (run: () => void, ms = 1) => set(run, ms, Math.max(1, Math.round(ms))),
    clearTimeout: clear,
    clearInterval: clear,
  })

  return {
    pending: () => live.size,
    async pass(ms) {
      await settle()
      const target = now + ms
      for (let next = heap[0]; next && next.at <= target; next = heap[0]) {
        pop()
        if (!live.has(next.id)) continue
        now = next.at
        fire(next)
        // Timers with the same due time fire in the same turn.
        for (let twin = heap[0]; twin && twin.at === now; twin = heap[0]) {
          pop()
          fire(twin)
        }
        await settle()
      }
      now = target
    },
    reset(to) {
      heap.length = 0
      live.clear()
      now = to
    },
  }
}
