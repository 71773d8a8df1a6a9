import type { Bytes } from '../../core/content/bytes.js'

/** A JSON value with its numbers as written and each name of an object once. */
export type JsonNode = string | boolean | null | JsonNumber | JsonNode[] | JsonObject
type JsonObject = Map<string, JsonNode>

/** A number as its text, because a `number` cannot hold the digits of every 64-bit integer. */
class JsonNumber {
  constructor(readonly text: string) {}
}

/** What a JSON text may cost. */
interface JsonLimits {
  /** Values at most, those in arrays and objects included. */
  maxValues: number
  /** Arrays and objects inside each other. */
  maxDepth: number
  /** Bytes of a name. */
  maxNameBytes: number
}

/** A JSON text that is valid so far and exceeds a limit. */
export class JsonLimitError extends RangeError {
  constructor(readonly limit: keyof JsonLimits) {
    super(`The JSON text exceeds ${limit}.`)
  }
}

/**
 * Parses UTF-8 bytes as JSON (RFC 8259) in one pass that ends at the first value beyond the limits, so that its cost is
 * bounded by them and by the length of the text. Of two names in one object the last value is kept, as `JSON.parse` does.
 *
 * @throws {JsonLimitError} for a text beyond the limits; a `SyntaxError` or `TypeError` where it is not JSON in UTF-8. No
 *   message repeats the text.
 */
export function parseExactJson(body: Bytes, { maxValues, maxDepth, maxNameBytes }: JsonLimits): JsonNode {
  const bytes = skipByteOrderMark(body)
  let at = 0
  let values = 0

  const skipSpace = () => {
    while (isSpace(bytes[at])) at++
  }

  const take = (byte: number) => {
    skipSpace()
    if (bytes[at] !== byte) return false
    at++
    return true
  }

  const expect = (byte: number) => {
    if (!take(byte)) throw new SyntaxError('Unexpected character.')
  }

  function parseString(maxBytes = Infinity): string {
    expect(QUOTE)
    const end = at + maxBytes
    let text = ''
    let start = at
    let isEscaped = false
    const flush = () => {
      const part = decodeUtf8(bytes.subarray(start, at))
      // Only what has an escape needs a parser.
      text += isEscaped ? String(JSON.parse(`"${part}"`)) : part
      start = at
      isEscaped = false
    }
    for (;;) {
      const byte = bytes[at]
      // A long string is decoded in parts, so that it costs its own length and not several times that.
      if (at - start >= PART_BYTES && !isContinuation(byte)) flush()
      if (byte === QUOTE) break
      if (at >= end) throw new JsonLimitError('maxNameBytes')
      if (byte === undefined || byte < 0x20) throw new SyntaxError('Unterminated string.')
      if (byte === BACKSLASH) {
        isEscaped = true
        // The four digits of `\u` are not special, and checked by the parser: a part must not end between them.
        at += bytes[at + 1] === LETTER_U ? 6 : 2
      } else at++
    }
    flush()
    at++
    return text
  }

  function parseScalar(): JsonNode {
    const start = at
    while (isScalar(bytes[at])) {
      if (++at - start > MAX_SCALAR_LENGTH) throw new SyntaxError('Unexpected token.')
    }
    const text = decodeUtf8(bytes.subarray(start, at))
    const literal = LITERALS.get(text)
    if (literal !== undefined) return literal
    if (!NUMBER.test(text) || !Number.isFinite(Number(text))) throw new SyntaxError('Unexpected token.')
    return new JsonNumber(text)
  }

  function parseArray(depth: number): JsonNode[] {
    expect(ARRAY_START)
    const items: JsonNode[] = []
    if (take(ARRAY_END)) return items
    do items.push(parseValue(depth + 1))
    while (take(COMMA))
    expect(ARRAY_END)
    return items
  }

  function parseObject(depth: number): JsonObject {
    expect(OBJECT_START)
    const members: JsonObject = new Map()
    if (take(OBJECT_END)) return members
    do {
      skipSpace()
      const name = parseString(maxNameBytes)
      expect(COLON)
      members.set(name, parseValue(depth + 1))
    } while (take(COMMA))
    expect(OBJECT_END)
    return members
  }

  function parseValue(depth: number): JsonNode {
    if (++values > maxValues) throw new JsonLimitError('maxValues')
    skipSpace()
    const byte = bytes[at]
    if (byte === QUOTE) return parseString()
    if (byte !== OBJECT_START && byte !== ARRAY_START) return parseScalar()
    if (depth > maxDepth) throw new JsonLimitError('maxDepth')
    return byte === OBJECT_START ? parseObject(depth) : parseArray(depth)
  }

  const value = parseValue(1)
  skipSpace()
  if (at < bytes.byteLength) throw new SyntaxError('Unexpected text after the value.')
  return value
}

/** Turns a node into the value that `JSON.parse` makes of its text. */
export function jsonToValue(node: JsonNode): unknown {
  if (node instanceof JsonNumber) return Number(node.text)
  if (Array.isArray(node)) return node.map(jsonToValue)
  if (!(node instanceof Map)) return node
  return Object.fromEntries(Array.from(node, ([name, item]) => [name, jsonToValue(item)]))
}

/** Turns a node into text: as `JSON.stringify` writes it, but an integer beyond 2^53 as it was written. */
export function jsonToText(node: JsonNode): string {
  if (node instanceof JsonNumber) return isRounded(node.text) ? node.text : JSON.stringify(Number(node.text))
  if (Array.isArray(node)) return `[${node.map(jsonToText).join(',')}]`
  if (!(node instanceof Map)) return JSON.stringify(node)
  const members = Array.from(node, ([name, item]) => `${JSON.stringify(name)}:${jsonToText(item)}`)
  return `{${members.join(',')}}`
}

const isRounded = (text: string) => /^-?\d+$/.test(text) && !Number.isSafeInteger(Number(text))

const PART_BYTES = 1024 * 1024

/** The longest double in plain digits has 309 of them. */
const MAX_SCALAR_LENGTH = 400

/** RFC 8259, 6. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
])

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
const [QUOTE, BACKSLASH, LETTER_U, COMMA, COLON] = [0x22, 0x5c, 0x75, 0x2c, 0x3a]
const [OBJECT_START, OBJECT_END, ARRAY_START, ARRAY_END] = [0x7b, 0x7d, 0x5b, 0x5d]

/** Digits, letters, signs and points: what numbers and literals consist of. */
const isScalar = (byte: number | undefined) => byte !== undefined && /[\w.+-]/.test(String.fromCharCode(byte))

/**
 * Decodes UTF-8. A long text is decoded in parts, because a single character above U+00FF doubles the memory of the string
 * that it is in.
 *
 * @throws {TypeError} where it is not UTF-8
 */
export function decodeUtf8(bytes: Bytes): string {
  // A byte order mark is a character here: only the caller knows whether the text begins at these bytes.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let text = ''
  for (let at = 0; at < bytes.byteLength;) {
    let end = Math.min(at + PART_BYTES, bytes.byteLength)
    while (isContinuation(bytes[end])) end++
    // Not as a stream, for which Node has a slower decoder whose strings take twice the memory.
    text += decoder.decode(bytes.subarray(at, end))
    at = end
  }
  return text
}

/** Whether a byte is inside a character of UTF-8. */
const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80

/** The bytes of a text without the byte order mark that some editors put at its start. */
export function skipByteOrderMark(bytes: Bytes): Bytes {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return hasMark ? bytes.subarray(3) : bytes
}
