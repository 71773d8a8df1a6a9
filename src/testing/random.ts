/** Numbers from 0 to below 1, the same ones for the same seed. */
export type Random = () => number

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Makes a generator of repeatable numbers. Good enough for tests, not for secrets. */
export function createRandom(seed: string): Random {
  let state = 0x9e3779b9
  for (const char of seed) state = mix(state ^ (char.codePointAt(0) ?? 0)) + 0x6d2b79f5
  return () => {
    state = (state + 0x9e3779b9) | 0
    return mix(state) / 2 ** 32
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits, as ids are made of. */
export function randomText(length: number, random: Random): string {
  return Array.from({ length }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
}
