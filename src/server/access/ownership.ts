import type { VideoProxyUser } from '../calls.js'
import { ProxyError } from '../proxyError.js'
import { decodeTaskId } from '../routes.js'
import type { ApiDigests } from '../upstream/apiKey.js'

/** A task by the API's id, and by the id that callers use for it. */
export interface TaskIds {
  taskId: string
  publicId: string
  /** The API and the account of the task, as a digest. */
  api: string
}

/** Maps the API's task ids to public ids and enforces who owns a task. Signed ids and the owner store each are one. */
export interface TaskOwnership {
  /** Whether owners are lost with the process. */
  isVolatile?: boolean
  /**
   * Checks before a create is billed that its owner can be stored, or that it can be read whether its task has one.
   *
   * @throws {ProxyError} 503 `owners_unavailable`
   */
  prepare(): Promise<void>
  /**
   * Stores the owner of a new task and returns its public id. A task that has an owner keeps it.
   *
   * @throws {ProxyError} 503 `owner_not_stored`; 502 `upstream_duplicate_id` for the id of a task that has an owner; 502
   *   `upstream_invalid_answer` for an id that cannot be used
   */
  grant(taskId: string, user: VideoProxyUser | undefined, apis: ApiDigests): Promise<string>
  /**
   * The API's id behind a public one; `undefined` where the task is not the user's, or not of these APIs. Without a user no
   * owner is checked, because `authorize` has allowed the call as it is.
   *
   * @throws {ProxyError} 503 `owners_unavailable`
   */
  resolve(publicId: string, user: VideoProxyUser | undefined, apis: ApiDigests): Promise<string | undefined>
  /**
   * Which of these tasks, by the ids of a list, are the user's, each with the id under which it was made. Missing where that
   * cannot be found out from the API's ids.
   *
   * @throws {ProxyError} 503 `owners_unavailable`
   */
  findOwned?(
    taskIds: readonly string[],
    user: VideoProxyUser,
    apis: ApiDigests,
  ): Promise<ReadonlyMap<string, string>>
}

/** On what grounds a caller asks for a task. */
interface TaskAccess {
  /** `undefined` where no owner is checked. */
  user: VideoProxyUser | undefined
  /** A signed link for the content of the task. */
  link: { isOf(apis: ApiDigests): Promise<boolean> } | undefined
}

/**
 * Finds the API's id of a task that a caller may see.
 *
 * @throws {ProxyError} 404 `task_not_exist`, the same for another user's task, for one of another API and for one that never
 *   existed, so that an answer does not reveal which ids exist
 */
export async function resolveTask(
  ownership: TaskOwnership,
  publicId: string,
  { user, link }: TaskAccess,
  apis: ApiDigests,
): Promise<TaskIds> {
  const isOfApi = link === undefined || (await link.isOf(apis))
  const taskId = isOfApi ? await ownership.resolve(publicId, user, apis) : undefined
  if (taskId !== undefined) return { taskId, publicId, api: apis[0] }
  const message = 'There is no such task, or it is not yours.'
  throw new ProxyError(404, 'task_not_exist', ownership.isVolatile ? message + OWNERS_IN_MEMORY : message)
}

/** That a task is unknown does not mean that it should be made, and paid, again. */
const OWNERS_IN_MEMORY =
  " This app's proxy keeps owners in memory and loses them when it stops: a task from before may still be made, and is then " +
  'billed. Pass `secret`, `tasks` or a lasting store as `owners` to keep them.'

/**
 * Checks an id of the API's before it is stored or signed: then it is trusted as it is.
 *
 * @throws {ProxyError} 502 `upstream_invalid_answer` for one that is too long or could lead to another path
 */
export function assertSafeId(taskId: string, maxLength = Infinity): void {
  try {
    if (taskId.length > maxLength) throw new RangeError('The id is too long for a path.')
    decodeTaskId(encodeURIComponent(taskId))
  } catch {
    const message = 'The video API named the task by an id that cannot be used.'
    throw new ProxyError(502, 'upstream_invalid_answer', message)
  }
}

/** The error for a create whose id is that of a task which the API has made before. */
export function duplicateId(taskId: string): ProxyError {
  const cause = new Error(
    `The video API answered a create with the id ${taskId}, which has an owner already. That owner keeps the task.`,
  )
  const message =
    'The video API answered the create with an id that is known already, so the new video cannot be shown. It may have ' +
    'been made, and is then billed: the operator of this server has the id.'
  return new ProxyError(502, 'upstream_duplicate_id', message, { cause, taskId })
}
