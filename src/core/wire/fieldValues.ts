/** Whether a wire value is an absolute `http(s)` URL. No other scheme reaches a `src` or `href`. */
export function isHttpUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^/\s]/i.test(value.trim()) && URL.canParse(value.trim())
}

/** Whether a parsed JSON value is an object: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Copies the fields of an object that are not undefined, then those of a wire object that the first does not name, without a
 * `__proto__`. A copy, because an object is slow to read once fields were removed from it.
 */
export function dropAbsent<T extends object>(fields: T, others?: object): T
export function dropAbsent<T extends object, Others extends object>(fields: T, others?: Others): object {
  // `in`, since lists of entries take six times as long.
  const present: Record<string, unknown> = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined && name !== '__proto__') present[name] = value
  }
  for (const name in others) {
    const value = others?.[name]
    if (value !== undefined && !(name in fields)) present[name] = value
  }
  return present
}

/**
 * Parses a JSON text; undefined, which no JSON text stands for, where it is invalid. An integer beyond 2^53, such as an id,
 * becomes text, since a number would lose its last digits.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(/\d{16}/.test(text) ? text.replace(STRING_OR_NUMBER, quoteUnsafe) : text)
  } catch {
    return undefined
  }
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|[-\d][-+.\w]*/g

const quoteUnsafe = (token: string) =>
  /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token

/** Parses a stored text as a list; empty where it is anything else. */
export function parseList(text: string | null | undefined): unknown[] {
  const list = parseJson(text ?? '')
  return Array.isArray(list) ? list : []
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

/**
 * Whether an untrusted value, such as one from a storage or from another tab, is an object with fields of these types. A
 * type is what `typeof` returns, with `|undefined` where the field may be absent; `NaN` and infinite numbers match none.
 * Other fields may hold anything.
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

const typeOf = (value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? 'NaN' : typeof value
