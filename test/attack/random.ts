/** Draws that repeat for the same seed. */
export interface Random {
  /** A number from 0 to below 1. */
  (): number
  /** A whole number; both ends are included. */
  int(from: number, to: number): number
  pick<T>(items: readonly T[]): T
  text(length: number, letters?: string): string
  /** Other draws, which leave these as they are however many are made. */
  fork(): Random
}

export const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Creates a generator of repeatable draws (mulberry32, started from a hash of the seed). */
export function createRandom(seed: string): Random {
  let state = 0x811c9dc5
  for (const char of seed) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new RangeError('There is nothing to pick from.')
    return item
  }
  const text = (length: number, letters = ALPHANUMERIC) =>
    Array.from({ length }, () => letters[int(0, letters.length - 1)]).join('')
  const fork = () => createRandom(String(next()))
  return Object.assign(next, { int, pick, text, fork })
}

/** Yields the named rules one after the other, without end, so that a short run covers each of them. */
export function* inTurn<Rule>(rules: Readonly<Record<string, Rule>>): Generator<[string, Rule], never> {
  const entries = Object.entries(rules)
  for (;;) yield* entries
}
