import { readTaskId, unwrapEnvelope } from '../../core/wire/envelope.js'
import { isRecord, readText } from '../../core/wire/values.js'
import type { TaskOwnership } from './ownership.js'
import type { VideoProxyUser } from '../options.js'
import type { UpstreamJson } from '../upstream/upstreamJson.js'

/**
 * Stores the owner of the task that a create made, and puts its public id into the answer. An answer without a task, such
 * as an error, stays as it is.
 */
export async function grantPublicId(
  answer: UpstreamJson,
  ownership: TaskOwnership,
  user: VideoProxyUser | undefined,
): Promise<UpstreamJson> {
  if (answer.status >= 300) return answer
  const body: unknown = JSON.parse(answer.text)
  const taskId = isRecord(body) ? readTaskId(unwrapEnvelope(body)) : undefined
  if (taskId === undefined) return answer
  const publicId = await ownership.grant(taskId, user)
  if (publicId === taskId) return answer
  return { ...answer, text: JSON.stringify(replaceTaskIds(body, new Set([taskId]), publicId)) }
}

/** Puts the public id in place of the API's, wherever a body names it. */
export function replaceTaskIds(value: unknown, taskIds: ReadonlySet<string>, publicId: string): unknown {
  if (typeof value === 'string') return taskIds.has(value) ? publicId : value
  if (Array.isArray(value)) return value.map((item) => replaceTaskIds(item, taskIds, publicId))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const id = ID_FIELDS.has(name) ? readText(item) : undefined
      const isTaskId = id !== undefined && taskIds.has(id)
      return [name, isTaskId ? publicId : replaceTaskIds(item, taskIds, publicId)]
    }),
  )
}

/** Fields in which an id may be a number. */
const ID_FIELDS = new Set(['id', 'task_id', 'taskId'])
