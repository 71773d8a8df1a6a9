/** Whether a parsed JSON value is an object, neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A wire value as non-blank text: a string trimmed, a finite number as its digits; anything else is absent. */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** Above this a number can only be milliseconds: as seconds it would lie in the year 5138. Above it again, finer units. */
const MILLISECONDS_FROM = 1e11

/** `2026-05-28T03:15:52Z`, with a space for the T, with or without a zone. Other texts are not guessed at. */
const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i

/** A time as Unix seconds, from seconds, milliseconds or ISO text (UTC where no zone is given); nonsense is absent. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value)
    if (!Number.isNaN(number)) return parseTime(number)
    const [, date, time = '00:00', zone = 'Z'] = ISO.exec(value.trim()) ?? []
    return date === undefined ? undefined : parseTime(Date.parse(`${date}T${time}${zone}`))
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  let seconds = value
  while (seconds > MILLISECONDS_FROM) seconds /= 1000
  seconds = Math.floor(seconds)
  return seconds > 0 ? seconds : undefined
}

/** A percentage as an integer from 0 to 100, from a number, `"45"` or `"45%"`; `undefined` where there is none. */
export function parseProgress(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined
  return Math.round(Math.min(100, Math.max(0, number)))
}

/** The value of a JSON text; undefined, which no JSON stands for, where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The entries of a list in a stored text; none where it holds anything else. */
export function parseList(text: string | null): unknown[] {
  const list = parseJson(text ?? '')
  return Array.isArray(list) ? list : []
}

/** Whether a wire value is an absolute `http(s)` address: the only schemes ever put into a `src` or `href`. */
export function isHttpUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^/\s]/i.test(value.trim()) && URL.canParse(value.trim())
}

interface TypeNames {
  string: string
  number: number
  boolean: boolean
}
type TypeName = keyof TypeNames

type Fields<Types> = {
  [Name in keyof Types]: Types[Name] extends TypeName
    ? TypeNames[Types[Name]]
    : Types[Name] extends `${infer Type extends TypeName}|undefined`
      ? TypeNames[Type] | undefined
      : never
}

const typeOf = (value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? 'NaN' : typeof value

/**
 * Whether a value that came from elsewhere, such as a storage or another tab, is an object whose fields have these types:
 * what `typeof` names them, and `|undefined` where one may be absent. Fields not named may be anything.
 */
export function hasTypes<const Types extends Record<string, TypeName | `${TypeName}|undefined`>>(
  value: unknown,
  types: Types,
): value is Fields<Types> & Record<string, unknown> {
  return (
    isRecord(value) &&
    Object.entries(types).every(([name, type]) => type.split('|').includes(typeOf(value[name])))
  )
}
