import { isRecord } from './isRecord.js'

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
