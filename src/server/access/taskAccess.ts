import type { BoundStore } from './stores.js'
import type { VideoProxyUser } from '../options.js'
import { ProxyError } from '../proxyError.js'

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

/** The API forgets its files long before. */
const LIFETIME = 30 * 24 * 60 * 60 * 1000

/** In front of the value: some stores read a text of digits as a number. */
const MARK = 'owner '

const keyOf = (taskId: string) => `video-owner:${encodeURIComponent(taskId)}`

function unavailable(cause: unknown): never {
  throw new ProxyError(503, 'owners_unavailable', 'The server cannot tell just now whose tasks are whose.', {
    cause,
  })
}

/** Owners in a store, under the ids of the API. Fails closed: while the store does not answer, nobody owns anything. */
export function createOwnerStore(store: BoundStore): TaskAccess {
  const read = async (taskId: string) => {
    const value = await store.get(keyOf(taskId))
    return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined
  }
  return {
    async prepare(user) {
      if (!user) return
      // A create is billed and cannot be taken back, so the store has to show first that it keeps things. Some fail
      // in silence.
      await store.set(keyOf(''), MARK, LIFETIME).catch(unavailable)
      if ((await read('').catch(unavailable)) !== '') unavailable(new Error('The store of owners forgets.'))
    },
    async grant(taskId, user) {
      try {
        if (user) await store.set(keyOf(taskId), MARK + user.id, LIFETIME)
      } catch (error) {
        unavailable(
          new Error(`The task ${taskId} was made, but its owner could not be kept.`, { cause: error }),
        )
      }
      return taskId
    },
    async resolve(taskId, user) {
      if (!user) return taskId
      return (await read(taskId).catch(unavailable)) === user.id ? taskId : undefined
    },
  }
}
