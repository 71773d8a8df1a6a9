import { ProxyError } from './ProxyError.js'
import type { VideoProxyUser } from './VideoProxyCall.js'

/** How tasks are named towards callers, and whose they are. */
export interface TaskAccess {
  /** Finds out, before a create is billed, whether its owner can be kept. */
  prepare(user: VideoProxyUser | undefined): Promise<void>
  /** Keeps whose a new task is, and gives the id that callers get. */
  grant(taskId: string, user: VideoProxyUser | undefined): Promise<string>
  /**
   * The API's id behind the one a caller sent; `undefined` where it is not the user's. Without a user nobody's ownership
   * is asked for: `authorize` has allowed the call as it is.
   */
  resolve(id: string, user: VideoProxyUser | undefined): Promise<string | undefined>
}

/** The answer for a task that is another's, and for one that never was, so that nobody learns which. */
export function taskNotFound(): ProxyError {
  return new ProxyError(404, 'task_not_exist', 'There is no such task, or it is not yours.')
}
