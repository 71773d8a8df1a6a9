/**
 * The visible ASCII characters of a text, each with the place in the text that it comes from. All else is left out, because
 * no key holds it: line breaks, spaces, soft hyphens, zero-width characters, and the bytes of other alphabets.
 */
export interface TextLayer {
  /** How many characters it holds. */
  length: number
  codes: Uint8Array
  /** Where each starts in the text. */
  starts: Int32Array
  /** Where each ends in the text. */
  ends: Int32Array
}

/**
 * Makes layers for a text, or returns the given ones where they are large enough. No decoding makes a text longer, so layers
 * of one capacity can be decoded into each other. A long text is read in parts, so that the memory for it is bounded.
 */
export function fitLayers(layers: TextLayer[], count: number, textLength: number): TextLayer[] {
  if ((layers[0]?.codes.length ?? 0) >= Math.min(textLength, MAX_LAYER_LENGTH)) return layers
  // A power of two, so that texts of growing lengths do not make new ones each time.
  const capacity = Math.min(2 ** Math.ceil(Math.log2(textLength)), MAX_LAYER_LENGTH)
  return Array.from({ length: count }, () => ({
    length: 0,
    codes: new Uint8Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
  }))
}

const MAX_LAYER_LENGTH = 16_384

/** Reads a text from an index on, until the layer is full; returns where it stopped. */
export function readLayer(text: string, from: number, layer: TextLayer): number {
  const { codes, starts, ends } = layer
  const capacity = codes.length
  let length = 0
  let at = from
  for (; at < text.length && length < capacity; at++) {
    let code = text.charCodeAt(at)
    if (code >= FULL_WIDTH + FIRST_VISIBLE && code <= FULL_WIDTH + LAST_VISIBLE) code -= FULL_WIDTH
    if (code < FIRST_VISIBLE || code > LAST_VISIBLE) continue
    codes[length] = code
    starts[length] = at
    ends[length++] = at + 1
  }
  layer.length = length
  return at
}

const FIRST_VISIBLE = 0x21
export const LAST_VISIBLE = 0x7e

/** From ASCII to the full-width forms of Unicode. */
const FULL_WIDTH = 0xff00 - 0x20

/** Stands between two runs of digits: what one decodes to does not continue in the next. */
export const BREAK = 0

export function append(layer: TextLayer, code: number, start: number, end: number): void {
  const { length } = layer
  layer.codes[length] = code
  layer.starts[length] = start
  layer.ends[length] = end
  layer.length = length + 1
}

export const appendVisible = (layer: TextLayer, code: number, start: number, end: number) => {
  if (code >= FIRST_VISIBLE && code <= LAST_VISIBLE) append(layer, code, start, end)
}

/** The values of digits by their code; -1 for all else. */
function digitValues(...alphabets: string[]): Int8Array {
  const values = new Int8Array(128).fill(-1)
  for (const digits of alphabets) {
    for (const [value, digit] of [...digits].entries()) values[digit.charCodeAt(0)] = value
  }
  return values
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Base64 and base64url (RFC 4648, 4 and 5). */
const BASE64 = digitValues(`${ALPHABET}+/`, `${ALPHABET}-_`)
/** RFC 4648, 8. */
export const HEX = digitValues('0123456789abcdef', '0123456789ABCDEF')

/** Bytes that text consists of: visible, blank, NUL as in UTF-16, and those of the characters that are not seen. */
const isTextByte = (byte: number) => (byte >= 0x20 && byte <= LAST_VISIBLE) || OTHER_TEXT_BYTES.includes(byte)

/** Blanks and NUL; in UTF-8 `c2 ad` (soft hyphen), `e2 80 8b` to `e2 81 a4` (zero width), `ef bb bf`. */
const OTHER_TEXT_BYTES = [
  0, 9, 10, 13, 0x80, 0x81, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xad, 0xbb, 0xbf,
  0xc2, 0xe2, 0xef,
]

/**
 * Which bytes of a group of 4 digits can be text, by two of its digits that follow each other: bit 0 where they are its
 * first and second digit, bit 1 where they are its second and third, bit 2 where they are its third and fourth.
 */
const TEXT_PAIRS = Uint8Array.from({ length: 64 * 64 }, (_, pair) => {
  const [left, right] = [pair >> 6, pair & 63]
  const bytes = [(left << 2) | (right >> 4), ((left & 15) << 4) | (right >> 2), ((left & 3) << 6) | right]
  return bytes.reduce((bits, byte, index) => bits | (isTextByte(byte) ? 1 << index : 0), 0)
})

/** Which bytes are text, by their two hexadecimal digits. */
const TEXT_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => (isTextByte(byte) ? 1 : 0))

/** Places in a layer, each as its first index and the index after its last; both may lie outside it. */
type Spans = number[]

/** Adds a place, or extends the last one that it touches. */
function addSpan(spans: Spans, start: number, end: number): void {
  const last = spans.length - 1
  if (last > 0 && (spans[last] ?? 0) >= start) spans[last] = end
  else spans.push(start, end)
}

/**
 * Finds the digits of base64 that decode to text, for each of the 4 digits that a group may begin with: where `groups`
 * whole groups in a row are text, with the groups beside them.
 */
export function findBase64({ length, codes }: TextLayer, groups: number): Spans[] {
  const found: Spans[] = [[], [], [], []]
  const wanted = groups > 1 ? 0b10001 : 1
  let previous = -1
  // The bits of the last three pairs, and whether the groups that began at the last indices are text.
  let pairs = 0
  let texts = 0
  for (let at = 0; at < length; at++) {
    const digit = BASE64[codes[at] ?? 0] ?? -1
    const pair = previous < 0 || digit < 0 ? 0 : (TEXT_PAIRS[(previous << 6) | digit] ?? 0)
    previous = digit
    pairs = ((pairs << 3) | pair) & 0x1ff
    // The first pair's bit 0, the second's bit 1 and the third's bit 2.
    texts = (texts << 1) | ((pairs >> 6) & (pairs >> 4) & (pairs >> 2) & 1)
    if ((texts & wanted) !== wanted) continue
    const spans = found[(at - 3) & 3]
    if (spans) addSpan(spans, at - 3 - 4 * groups, at + 5)
  }
  return found
}

/** Finds the hexadecimal digits that decode to at least 6 bytes of text, for both digits that a byte may begin with. */
export function findHex({ length, codes }: TextLayer): Spans[] {
  const found: Spans[] = [[], []]
  let previous = -1
  let texts = 0
  for (let at = 0; at < length; at++) {
    const digit = HEX[codes[at] ?? 0] ?? -1
    texts = (texts << 1) | (previous < 0 || digit < 0 ? 0 : (TEXT_BYTES[(previous << 4) | digit] ?? 0))
    previous = digit
    if ((texts & SIX_BYTES) !== SIX_BYTES) continue
    const spans = found[(at - 1) & 1]
    if (spans) addSpan(spans, at - 11, at + 1)
  }
  return found
}

/** Every second digit ends a byte. */
const SIX_BYTES = 0b10101010101

/** Decodes base64 at the given places, each of which starts with a group, before the layer's start at the earliest. */
export function decodeBase64(from: TextLayer, spans: Spans, to: TextLayer): void {
  const { length, codes, starts, ends } = from
  to.length = 0
  for (let span = 0; span < spans.length; span += 2) {
    const end = Math.min(spans[span + 1] ?? 0, length)
    for (let at = spans[span] ?? 0; at < end; at += 4) {
      const first = at >= 0 ? (BASE64[codes[at] ?? 0] ?? -1) : -1
      const second = at + 1 >= 0 && at + 1 < length ? (BASE64[codes[at + 1] ?? 0] ?? -1) : -1
      const third = at + 2 >= 0 && at + 2 < length ? (BASE64[codes[at + 2] ?? 0] ?? -1) : -1
      const fourth = at + 3 < length ? (BASE64[codes[at + 3] ?? 0] ?? -1) : -1
      // A group at an end may lack digits.
      if ((first | second) >= 0) {
        appendVisible(to, (first << 2) | (second >> 4), starts[at] ?? 0, ends[at + 1] ?? 0)
      }
      if ((second | third) >= 0) {
        appendVisible(to, ((second & 15) << 4) | (third >> 2), starts[at + 1] ?? 0, ends[at + 2] ?? 0)
      }
      if ((third | fourth) >= 0) {
        appendVisible(to, ((third & 3) << 6) | fourth, starts[at + 2] ?? 0, ends[at + 3] ?? 0)
      }
    }
    append(to, BREAK, 0, 0)
  }
}

/** Decodes hexadecimal digits at the given places, each of which starts a byte. */
export function decodeHex({ codes, starts, ends }: TextLayer, spans: Spans, to: TextLayer): void {
  to.length = 0
  for (let span = 0; span < spans.length; span += 2) {
    const end = spans[span + 1] ?? 0
    for (let at = spans[span] ?? 0; at + 1 < end; at += 2) {
      const code = ((HEX[codes[at] ?? 0] ?? 0) << 4) | (HEX[codes[at + 1] ?? 0] ?? 0)
      appendVisible(to, code, starts[at] ?? 0, ends[at + 1] ?? 0)
    }
    append(to, BREAK, 0, 0)
  }
}
