import { vi } from 'vitest'

/** Moves the fake clock on until work that waits for it has settled. */
export async function untilSettled<T>(work: Promise<T>): Promise<T> {
  let isSettled = false
  const settle = () => void (isSettled = true)
  work.then(settle, settle)
  while (!isSettled) {
    // What takes real time first: code that loads later, and forms that are read.
    await vi.dynamicImportSettled()
    await passTurns(5)
    await vi.advanceTimersByTimeAsync(500)
  }
  return work
}

/** Lets the event loop make some turns, without moving the fake clock on. */
async function passTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

export const isVideo = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1', 4, 8) === 'ftyp'

/** The start of a PNG. */
export const PNG = Uint8Array.from(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
