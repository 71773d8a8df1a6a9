import { isRecord } from '../core/isRecord.js'

function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name), redactValue(item, redact)]),
  )
}

/**
 * Takes the key out of a JSON text: out of the strings it stands for, so that no way of escaping hides it. A text
 * without the key is given back as it came, since writing it anew would round large numbers.
 *
 * @throws {SyntaxError} when it is no JSON.
 */
export function redactJson(text: string, redact: (text: string) => string): string {
  const value: unknown = JSON.parse(text)
  const clean = JSON.stringify(redactValue(value, redact))
  return redact(text) === text && clean === JSON.stringify(value) ? text : clean
}
