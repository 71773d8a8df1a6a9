import { ProxyError } from '../proxyError.js'
import type { TimedStore } from '../stores.js'
import type { TaskOwnership } from './ownership.js'

/**
 * Keeps the owner of each task in a store, under the API's id, which callers use as well. Fails closed: while the store
 * does not answer, no task can be seen or made. Every request tries the store again, because it cannot do without.
 *
 * @param onLost called when the store has lost entries that it had, such as after a restart without persistence
 */
export function createOwnerStore(store: TimedStore, onLost: (error: Error) => void): TaskOwnership {
  /** Whether the store has returned an entry to this process. */
  let hasEntries = false
  let trial: Promise<void> | undefined

  async function readOwner(taskId: string): Promise<string | undefined> {
    const value = await store.get(keyOf(taskId))
    if (typeof value !== 'string' || !value.startsWith(MARK)) return undefined
    hasEntries = true
    return value.slice(MARK.length)
  }

  const hasMarker = async () => (await readOwner(MARKER_ID)) === ''

  /** Checks with an entry of its own that the store keeps what it accepts: some stores fail silently. */
  async function tryStore(): Promise<void> {
    const isEmptied = !(await hasMarker()) && hasEntries
    await store.set(keyOf(MARKER_ID), MARK, MARKER_TTL)
    if (!(await hasMarker())) {
      throw new Error('The owner store did not return a value that it had just accepted.')
    }
    if (isEmptied) onLost(new Error(ENTRIES_LOST))
  }

  /** Trials at the same time are one, so that a loss is reported once. */
  const shareTrial = () => (trial ??= tryStore().finally(() => (trial = undefined)))

  return {
    async prepare(user) {
      // A create is billed and cannot be undone, so the store is tried first.
      if (user) await shareTrial().catch(unavailable)
    },
    async grant(taskId, user) {
      if (user)
        await retry(() => store.set(keyOf(taskId), MARK + user.id, OWNER_TTL), notStored(taskId, user.id))
      return taskId
    },
    async resolve(taskId, user) {
      if (!user) return taskId
      try {
        if ((await readOwner(taskId)) === user.id) return taskId
        // The answer will be that the task does not exist, on which pages give it up: is the store in order? Asked for the
        // tasks of others too, so that the time of an answer does not reveal which ids exist.
        if (!(await hasMarker())) await shareTrial()
        return undefined
      } catch (error) {
        return unavailable(error)
      }
    },
  }
}

/** 30 days, in ms. The API deletes its files long before. */
const OWNER_TTL = 30 * 24 * 60 * 60 * 1000

/** In place of a task's id, for an entry that each create writes: where it is missing, the store has lost its entries. */
const MARKER_ID = ''

/** A year, in ms: the marker outlasts every owner. */
const MARKER_TTL = 365 * 24 * 60 * 60 * 1000

/** Prefix of each value: some stores read digits as a number. */
const MARK = 'owner '

const keyOf = (taskId: string) => `video-owner:${encodeURIComponent(taskId)}`

const ENTRIES_LOST =
  'The owner store has lost its entries: one that it had is gone. Tasks created before are answered with 404, except to ' +
  'callers for whom `authorize` returns true. Use a store that keeps its entries over a restart (Redis: `appendonly ' +
  'yes`) and evicts none, or signed ids (`secret`), which need no store.'

/** A paid task without an owner is lost to its user, so storing it is tried longer than a read. */
const MAX_GRANT_ATTEMPTS = 3

/** Between two attempts, in ms. */
const GRANT_PAUSE = 1_000

async function retry(attempt: () => Promise<void>, failed: (cause: unknown) => ProxyError): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (attempts === MAX_GRANT_ATTEMPTS) throw failed(error)
      await new Promise((resolve) => setTimeout(resolve, GRANT_PAUSE))
    }
  }
}

/** In seconds. */
const RETRY_AFTER = '5'

function unavailable(cause: unknown): never {
  const message = 'The task ownership store is unavailable. Try again later.'
  throw new ProxyError(503, 'owners_unavailable', message, {
    cause,
    headers: new Headers({ 'retry-after': RETRY_AFTER }),
  })
}

/** Without `Retry-After`: to repeat the create would pay for a second video. The id is for the operator only. */
const notStored = (taskId: string, userId: string) => (error: unknown) => {
  const message =
    'The video was requested, but could not be assigned to you. It may be made, and is then billed: contact the operator ' +
    'of this site before you create it again.'
  const cause = new Error(
    `The task ${taskId} was created for the user ${JSON.stringify(userId)}, but its owner could not be stored.`,
    { cause: error },
  )
  return new ProxyError(503, 'owner_not_stored', message, { cause, taskId })
}
