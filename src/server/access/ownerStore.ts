import type { TimedStore } from '../stores.js'
import type { TaskOwnership } from './ownership.js'
import { ProxyError } from '../proxyError.js'

/**
 * Keeps the owner of each task in a store, under the API's id, which callers use as well. Fails closed: while the store
 * does not answer, no task can be seen or made.
 */
export function createOwnerStore(store: TimedStore): TaskOwnership {
  const readOwner = async (taskId: string) => {
    const value = await store.get(keyOf(taskId))
    return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined
  }
  return {
    async prepare(user) {
      if (!user) return
      // A create is billed and cannot be undone, so the store is tried first. Some stores fail silently: read it back.
      await store.set(keyOf(''), MARK, OWNER_TTL).catch(unavailable)
      if ((await readOwner('').catch(unavailable)) !== '') {
        unavailable(new Error('The owner store did not return a value that it had just accepted.'))
      }
    },
    async grant(taskId, user) {
      try {
        if (user) await store.set(keyOf(taskId), MARK + user.id, OWNER_TTL)
      } catch (cause) {
        unavailable(
          new Error(`The task ${taskId} was created, but its owner could not be stored.`, { cause }),
        )
      }
      return taskId
    },
    async resolve(taskId, user) {
      if (!user) return taskId
      return (await readOwner(taskId).catch(unavailable)) === user.id ? taskId : undefined
    },
  }
}

/** 30 days, in ms. The API deletes its files long before. */
const OWNER_TTL = 30 * 24 * 60 * 60 * 1000

/** Prefix of each value: some stores read digits as a number. */
const MARK = 'owner '

const keyOf = (taskId: string) => `video-owner:${encodeURIComponent(taskId)}`

function unavailable(cause: unknown): never {
  throw new ProxyError(503, 'owners_unavailable', 'The task ownership store is unavailable.', { cause })
}
