/** Returns numbers from 0 to below 1, the same sequence for the same seed. */
export type Random = () => number

/** Creates a seeded generator of pseudo-random numbers. Not for secrets. */
export function createRandom(seed: string): Random {
  let state = 0x9e3779b9
  for (const char of seed) state = mix(state ^ (char.codePointAt(0) ?? 0)) + 0x6d2b79f5
  return () => {
    state = (state + 0x9e3779b9) | 0
    return mix(state) / 2 ** 32
  }
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Draws an id of lower-case letters and digits. */
export function randomText(length: number, random: Random): string {
  return Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
}
