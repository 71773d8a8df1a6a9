/** Whether a parsed JSON value is an object: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Removes the fields of an object that are undefined, and a `__proto__` that came over the wire. */
export function dropAbsent<T extends object>(fields: T): T {
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || name === '__proto__') Reflect.deleteProperty(fields, name)
  }
  return fields
}

/** Parses a JSON text; undefined, which no JSON text stands for, where it is invalid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Parses a stored text as a list; empty where it is anything else. */
export function parseList(text: string | null): unknown[] {
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
