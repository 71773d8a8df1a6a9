import type { Random } from '../random.js'

/** Writes characters of a key as an API may echo them. */
export type Spelling = (run: string, random: Random) => string

const bytesOf = (run: string) => [...Buffer.from(run, 'latin1')]
const hexOf = (code: number, random: Random) => {
  const digits = code.toString(16).padStart(2, '0')
  return random() < 0.5 ? digits : digits.toUpperCase()
}
const percent = (run: string, random: Random) =>
  bytesOf(run)
    .map((byte) => `%${hexOf(byte, random)}`)
    .join('')
const percentSome = (run: string, random: Random) =>
  [...run].map((char) => (random() < 0.4 || /[^\w-]/.test(char) ? percent(char, random) : char)).join('')

/** Base64 of characters with some bytes before and after them, as in `Bearer …` or `user:…`. */
function base64(run: string, random: Random, encoding: 'base64' | 'base64url'): string {
  const [before, after] = [random.text(random.int(0, 5)), random.text(random.int(0, 3))]
  return Buffer.from(before + run + after, 'latin1').toString(encoding)
}

/** Puts something between characters: at every place, or at some. */
function separate(text: string, separator: () => string, random: Random): string {
  const share = random.pick([1, 1, 0.3])
  return [...text].map((char) => (random() < share ? char + separator() : char)).join('')
}

const changeCase: Spelling = (run, random) =>
  random.pick([
    () => run.toUpperCase(),
    () => run.toLowerCase(),
    () => [...run].map((char) => (random() < 0.5 ? char.toUpperCase() : char.toLowerCase())).join(''),
  ])()

export const SPELLINGS: Readonly<Record<string, Spelling>> = {
  'as it is': (run) => run,
  'in another case': changeCase,
  'percent-encoded': (run, random) => random.pick([percent, percentSome])(run, random),
  'percent-encoded twice': (run, random) =>
    random.pick([percent, percentSome])(run, random).replaceAll('%', '%25'),
  'in decimal entities': (run, random) =>
    bytesOf(run)
      .map((byte) => `&#${random() < 0.2 ? '0' : ''}${byte};`)
      .join(''),
  'in hexadecimal entities': (run, random) =>
    bytesOf(run)
      .map((byte) => `&#${random.pick(['x', 'X'])}${hexOf(byte, random)};`)
      .join(''),
  'in \\u escapes': (run, random) =>
    bytesOf(run)
      .map((byte) => `\\u00${hexOf(byte, random)}`)
      .join(''),
  'in base64': (run, random) => base64(run, random, 'base64'),
  'in base64url': (run, random) => base64(run, random, 'base64url'),
  'in hex': (run, random) => {
    const hex = Buffer.from(run, 'latin1').toString('hex')
    return random() < 0.5 ? hex : hex.toUpperCase()
  },
  'broken over lines': (run, random) => separate(run, () => random.pick(['\n', '\r\n', '\n  ']), random),
  spaced: (run, random) => separate(run, () => random.pick([' ', '  ', '\t', '\u00a0']), random),
  'in base64 of several lines': (run, random) =>
    base64(`${random.text(40)}${run}${random.text(20)}`, random, 'base64').replace(/.{60}/g, '$&\r\n'),
  'in another case, percent-encoded': (run, random) => percent(changeCase(run, random), random),
  'in another case, in base64': (run, random) => base64(changeCase(run, random), random, 'base64'),
}

/** A part of a key: whole, or 8 of its characters or more from any place. */
export function runOf(key: string, random: Random): string {
  if (random() < 0.25) return key
  const length = random() < 0.4 ? 8 : random.int(8, key.length)
  const at = random.int(0, key.length - length)
  return key.slice(at, at + length)
}
