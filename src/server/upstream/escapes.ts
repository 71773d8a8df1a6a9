import { append, appendVisible, BREAK, HEX, LAST_VISIBLE, type TextLayer } from './textLayers.js'

/**
 * Decodes the escapes of URLs, HTML, JSON and JavaScript once, in one pass; returns whether there were any.
 *
 * `%41` and `%u0041`; `&#65;`, `&#x41;` and named characters; `\u0041`, `\u{41}`, `\x41`, `\n`, `\/`.
 */
export function decodeEscapes(from: TextLayer, to: TextLayer): boolean {
  const { length, codes, starts, ends } = from
  const used = codes.subarray(0, length)
  if (!used.includes(PERCENT) && !used.includes(AMPERSAND) && !used.includes(BACKSLASH)) return false
  to.length = 0
  let isChanged = false
  for (let at = 0; at < length;) {
    const code = codes[at] ?? BREAK
    const isEscape = code === PERCENT || code === AMPERSAND || code === BACKSLASH
    const escape = isEscape ? readEscape(codes, at, length) : 0
    const size = Math.max(1, Math.floor(escape / ESCAPE_SIZE))
    if (escape > 0) isChanged = true
    const start = starts[at] ?? 0
    const end = ends[at + size - 1] ?? 0
    if (escape === 0) append(to, code, start, end)
    else appendVisible(to, escape % ESCAPE_SIZE, start, end)
    at += size
  }
  return isChanged
}

const [PERCENT, AMPERSAND, BACKSLASH, SEMICOLON, HASH] = [0x25, 0x26, 0x5c, 0x3b, 0x23]
const [OPEN_BRACE, CLOSE_BRACE, LETTER_U, LETTER_X] = [0x7b, 0x7d, 0x75, 0x78]

/** An escape is one number, because millions are read: its character, plus this times its length. */
const ESCAPE_SIZE = 128

/** Reads the escape that starts at an index; 0 where there is none. */
function readEscape(codes: Uint8Array, at: number, length: number): number {
  const next = at + 1 < length ? (codes[at + 1] ?? BREAK) : BREAK
  if (next === BREAK) return 0
  if (codes[at] === AMPERSAND) {
    if (next !== HASH) return readNamed(codes, at, length)
    const isHex = ((codes[at + 2] ?? BREAK) | 0x20) === LETTER_X
    return readNumber(codes, at, at + (isHex ? 3 : 2), length, isHex ? 16 : 10, SEMICOLON)
  }
  const letter = next | 0x20
  if (letter === LETTER_U) {
    if (codes[at + 2] === OPEN_BRACE) return readNumber(codes, at, at + 3, length, 16, CLOSE_BRACE)
    const escape = readDigits(codes, at, at + 2, Math.min(length, at + 6))
    if (escape > 0) return escape
  }
  if (codes[at] === PERCENT) return readDigits(codes, at, at + 1, Math.min(length, at + 3))
  if (letter === LETTER_X) {
    const escape = readDigits(codes, at, at + 2, Math.min(length, at + 4))
    if (escape > 0) return escape
  }
  // Behind it an escape may begin, which would be lost.
  if (next === PERCENT || next === AMPERSAND) return 0
  return escapeOf(CONTROLS.includes(next) ? 0 : next, 2)
}

/** The letters of `\n`, `\r`, `\t`, `\b`, `\f` and `\v`. */
const CONTROLS = [0x6e, 0x72, 0x74, 0x62, 0x66, 0x76]

const escapeOf = (code: number, size: number) => size * ESCAPE_SIZE + (code > LAST_VISIBLE ? 0 : code)

/** Reads the hexadecimal digits up to `end`, all of which must be such. */
function readDigits(codes: Uint8Array, start: number, first: number, end: number): number {
  let value = 0
  for (let at = first; at < end; at++) {
    const digit = HEX[codes[at] ?? BREAK] ?? -1
    if (digit < 0) return 0
    value = value * 16 + digit
  }
  return end - first === 2 || end - first === 4 ? escapeOf(value, end - start) : 0
}

/** Reads a number of any length, and the sign that may end it. */
function readNumber(
  codes: Uint8Array,
  start: number,
  first: number,
  length: number,
  base: number,
  last: number,
): number {
  let at = first
  let value = 0
  for (; at < length; at++) {
    const digit = HEX[codes[at] ?? BREAK] ?? -1
    if (digit < 0 || digit >= base) break
    value = Math.min(value * base + digit, ESCAPE_SIZE)
  }
  if (at === first) return 0
  return escapeOf(value, (at < length && codes[at] === last ? at + 1 : at) - start)
}

/** The longest name in `NAMES`. */
const MAX_NAME_LENGTH = 7

function readNamed(codes: Uint8Array, start: number, length: number): number {
  const first = start + 1
  for (let at = first; at < length && at - first <= MAX_NAME_LENGTH; at++) {
    if (codes[at] !== SEMICOLON) continue
    const character = NAMES.get(String.fromCharCode(...codes.subarray(first, at)).toLowerCase())
    return character === undefined ? 0 : escapeOf(character.charCodeAt(0), at + 1 - start)
  }
  return 0
}

/** The names of HTML for the visible ASCII characters (https://html.spec.whatwg.org/multipage/named-characters.html). */
const NAMES = new Map(
  (
    'excl! quot" num# dollar$ percnt% amp& apos\' lpar( rpar) ast* midast* plus+ comma, period. sol/ colon: semi; lt< ' +
    'equals= gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] hat^ lowbar_ underbar_ grave` lcub{ lbrace{ verbar| ' +
    'vert| rcub} rbrace} nbsp\0 shy\0 zwj\0 zwnj\0 ensp\0 emsp\0 thinsp\0 newline\0 tab\0'
  )
    .split(' ')
    .map((entry): [string, string] => [entry.slice(0, -1), entry.slice(-1)]),
)
