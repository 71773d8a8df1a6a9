import { isRecord } from '../../core/wire/fieldValues.js'

/** A JSON text of the API, parsed. */
export interface ExactAnswer {
  text: string
  /** As `JSON.parse` reads it, but an integer beyond 2^53 is a `bigint`, which keeps its digits. */
  value: unknown
  /** Writes this value or a changed one as `JSON.stringify` does, and a `bigint` as its digits. */
  print: (value: unknown) => string
}

/**
 * Reads a JSON text without rounding its integers, among which may be the id of the task.
 *
 * @throws {SyntaxError} where it is not JSON
 */
export function readExactAnswer(text: string): ExactAnswer {
  const value: unknown = JSON.parse(text)
  if (!MAY_BE_ROUNDED.test(text)) return { text, value, print: JSON.stringify }

  // Large integers pass through the parser as strings. Drawn after the text was written, the mark is in no other string.
  const mark = `${crypto.randomUUID()}:`
  const marked = text.replace(STRING_OR_INTEGER, (token) => (isRounded(token) ? `"${mark}${token}"` : token))
  const printed = new RegExp(`"${mark}(-?\\d+)"`, 'g')
  return {
    text,
    value: replaceMarked(JSON.parse(marked), mark),
    print: (changed) =>
      JSON.stringify(changed, (_, item: unknown) =>
        typeof item === 'bigint' ? `${mark}${item}` : item,
      ).replace(printed, '$1'),
  }
}

/** Puts each marked integer in place, because a reviver of `JSON.parse` is several times slower. */
function replaceMarked(value: unknown, mark: string): unknown {
  if (typeof value === 'string') return value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value
  if (Array.isArray(value)) value.forEach((item, index) => (value[index] = replaceMarked(item, mark)))
  else if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) value[name] = replaceMarked(item, mark)
  }
  return value
}

/** Whether a text may hold an integer beyond 2^53, which has 16 digits at least. A string that looks like one only costs time. */
const MAY_BE_ROUNDED = /(?:^|[:,[])\s*-?\d{16}/

/**
 * The strings of a valid JSON text (RFC 8259, 7), and its integers of 16 digits and more (6). One with more digits than the
 * largest double has is infinite to every reader.
 */
const STRING_OR_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])-?\d{16,309}(?![\w.])/g

const isRounded = (token: string) => !token.startsWith('"') && !Number.isSafeInteger(Number(token))
