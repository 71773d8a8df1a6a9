import { vi } from 'vitest'

// Before any test fakes it.
const { setImmediate: nextTurn } = globalThis

/** Turns of the event loop in which Node reads the body of a form; Node 24 takes the most. */
const TURNS_OF_A_BODY = 10

/** Advances the fake clock, in ms, once the bodies of requests have been read, which takes real time. */
export async function advanceClock(ms: number): Promise<void> {
  for (let turn = 0; turn < TURNS_OF_A_BODY; turn++) await new Promise<void>((resolve) => nextTurn(resolve))
  await vi.advanceTimersByTimeAsync(ms)
}
