/**
 * Reads a wire value as non-blank text: a string trimmed, a finite number or a `bigint` as its digits; undefined for
 * anything else.
 */
export function readText(value: unknown): string | undefined {
  if (Number.isFinite(value) || typeof value === 'bigint') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/**
 * Reads a time as whole Unix seconds: from seconds, milliseconds or finer units, as a number or as text, and from ISO 8601
 * text, which is UTC where it names no zone. Undefined for anything else, and for times before 1970.
 */
export function parseTime(value: unknown): number | undefined {
  const text = readText(value)
  if (text === undefined) return undefined
  let seconds = Number(text) || parseISO(text)
  // A larger number is in milliseconds or a finer unit: as seconds it would be in the year 5138.
  while (seconds > 1e11 && seconds < Infinity) seconds /= 1000
  seconds = Math.floor(seconds)
  return seconds > 0 && seconds < Infinity ? seconds : undefined
}

function parseISO(text: string): number {
  const [, year, month, day, hour = '00', minute = '00', second = '00', zone = 'Z'] = ISO.exec(text) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
}

/** `2026-05-28T03:15:52Z`, also with a space for the T, without seconds, a zone or a time; and `20260528T031552Z`. */
const ISO = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d(?:\.\d+)?))?\s*(Z|[+-]\d\d:?\d\d)?)?$/i

/** Reads a percentage, a number, `"45"` or `"45%"`, as an integer from 0 to 100; undefined for anything else. */
export function parseProgress(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined
  return Math.round(Math.min(100, Math.max(0, number)))
}
