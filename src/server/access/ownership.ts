import type { VideoProxyUser } from '../options.js'
import { ProxyError } from '../proxyError.js'

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
   * @throws {ProxyError} 503 `owners_unavailable`; 502 for an id of the API's that cannot be used
   */
  grant(taskId: string, user: VideoProxyUser | undefined): Promise<string>
  /**
   * The API's id behind a public one; `undefined` where the task is not the user's. Without a user no owner is checked,
   * because `authorize` has allowed the call as it is.
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
