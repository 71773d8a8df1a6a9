import type { Random } from '../createRandom.js'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits, as ids are made of. */
export function randomText(length: number, random: Random): string {
  return Array.from({ length }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
}
