import { isRecord } from '../core/isRecord.js'
import { readText } from '../core/readText.js'

/** Fields in which an id may be a number. */
const ID_FIELDS = new Set(['id', 'task_id', 'taskId'])

/** Puts the id that callers know in place of the API's, wherever a body names it. */
export function replaceTaskIds(value: unknown, ids: ReadonlySet<string>, shown: string): unknown {
  if (typeof value === 'string') return ids.has(value) ? shown : value
  if (Array.isArray(value)) return value.map((item) => replaceTaskIds(item, ids, shown))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const id = ID_FIELDS.has(name) ? readText(item) : undefined
      return [name, id !== undefined && ids.has(id) ? shown : replaceTaskIds(item, ids, shown)]
    }),
  )
}
