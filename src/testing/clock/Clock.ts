/** The time an emulator lives in: what it reads, and what its slow answers wait for. */
export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number
  /** Waits until the clock shows `due`; rejects with the signal's reason when it aborts first. */
  waitUntil: (due: number, signal: AbortSignal) => Promise<void>
}
