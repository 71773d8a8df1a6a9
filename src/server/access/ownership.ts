import { readTaskId } from '../../core/wire/taskId.js'
import { unwrapEnvelope } from '../../core/wire/envelope.js'
import { isRecord, readText } from '../../core/wire/fieldValues.js'
import type { VideoProxyUser } from '../calls.js'
import { ProxyError } from '../proxyError.js'
import type { UpstreamJson } from '../upstream/upstreamJson.js'

/** A task by the API's id, and by the id that callers use for it. */
export interface TaskIds {
  taskId: string
  publicId: string
}

/** Maps the API's task ids to public ids and enforces who owns a task. Signed ids and the owner store each are one. */
export interface TaskOwnership {
  /**
   * Checks before a create is billed that its owner can be stored.
   *
   * @throws {ProxyError} 503 `owners_unavailable`
   */
  prepare(user: VideoProxyUser | undefined): Promise<void>
  /**
   * Stores the owner of a new task and returns its public id.
   *
   * @throws {ProxyError} 503 `owner_not_stored`; 502 for an id of the API's that cannot be used
   */
  grant(taskId: string, user: VideoProxyUser | undefined): Promise<string>
  /**
   * The API's id behind a public one; `undefined` where the task is not the user's. Without a user no owner is checked,
   * because `authorize` has allowed the call as it is.
   *
   * @throws {ProxyError} 503 `owners_unavailable`
   */
  resolve(publicId: string, user: VideoProxyUser | undefined): Promise<string | undefined>
}

/**
 * Finds the API's id of a task that a caller may see.
 *
 * @throws {ProxyError} 404 `task_not_exist`, the same for another user's task and for one that never existed, so that an
 *   answer does not reveal which ids exist
 */
export async function resolveTaskId(
  ownership: TaskOwnership,
  publicId: string,
  user: VideoProxyUser | undefined,
): Promise<string> {
  const taskId = await ownership.resolve(publicId, user)
  if (taskId !== undefined) return taskId
  throw new ProxyError(404, 'task_not_exist', 'There is no such task, or it is not yours.')
}

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
