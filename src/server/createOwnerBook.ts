import { ProxyError } from './ProxyError.js'
import type { TaskAccess } from './TaskAccess.js'
import type { BoundStore } from './boundStore.js'

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
export function createOwnerBook(store: BoundStore): TaskAccess {
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
