import type { VideoProxyUser } from '../calls.js'
import { ProxyError } from '../proxyError.js'
import type { TimedStore } from '../stores.js'
import type { ApiDigests } from '../upstream/apiKey.js'
import { assertSafeId, duplicateId, type TaskOwnership } from './ownership.js'

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

  async function readOwner(key: string): Promise<string | undefined> {
    const value = await store.get(key)
    if (typeof value !== 'string' || !value.startsWith(MARK)) return undefined
    hasEntries = true
    return value.slice(MARK.length)
  }

  /** Reads the owner at each API, even after one was found, so that the time of an answer does not reveal which ids exist. */
  async function findOwner(taskId: string, apis: readonly string[]): Promise<string | undefined> {
    const owners = await Promise.all(apis.map((api) => readOwner(keyOf(api, taskId))))
    return owners.find((owner) => owner !== undefined)
  }

  const hasMarker = async () => (await readOwner(MARKER_KEY)) === ''

  /** Checks with an entry of its own that the store keeps what it accepts: some stores fail silently. */
  async function tryStore(): Promise<void> {
    const isEmptied = !(await hasMarker()) && hasEntries
    await store.set(MARKER_KEY, MARK, MARKER_TTL)
    if (!(await hasMarker())) {
      throw new Error('The owner store did not return a value that it had just accepted.')
    }
    if (isEmptied) onLost(new Error(ENTRIES_LOST))
  }

  /** Trials at the same time are one, so that a loss is reported once. */
  const shareTrial = () => (trial ??= tryStore().finally(() => (trial = undefined)))

  const add = store.add ?? createAdd(store)

  /** Whether the task has no owner yet. A create without a user gives it none, and takes it from none. */
  async function addOwner(
    taskId: string,
    userId: string | undefined,
    [api, ...others]: ApiDigests,
    attempt: number,
  ): Promise<boolean> {
    if (userId === undefined) return (await findOwner(taskId, [api, ...others])) === undefined
    if ((await findOwner(taskId, others)) !== undefined) return false
    const key = keyOf(api, taskId)
    const listed = listedKeyOf(api, taskId)
    // Before the owner: what it names has none until then, and a failure of the store ends the attempt.
    if (listed !== undefined) await store.set(listed, MARK + taskId, OWNER_TTL)
    if (await add(key, MARK + userId, OWNER_TTL)) return true
    // An attempt that seemed to fail may have stored it.
    return attempt > 1 && (await readOwner(key)) === userId
  }

  /** The id under which a listed task was made, if it is the user's. */
  async function findOwnId(
    listedId: string,
    { id: userId }: VideoProxyUser,
    apis: ApiDigests,
  ): Promise<string | undefined> {
    if ((await findOwner(listedId, apis)) === userId) return listedId
    const madeIds = await Promise.all(
      apis.map(async (api) => {
        const key = listedKeyOf(api, listedId)
        return key === undefined ? undefined : readOwner(key)
      }),
    )
    const madeId = madeIds.find((id) => id !== undefined)
    return madeId !== undefined && (await findOwner(madeId, apis)) === userId ? madeId : undefined
  }

  return {
    async prepare() {
      // A create is billed and cannot be undone, so the store is tried first.
      await shareTrial().catch(unavailable)
    },
    async grant(taskId, user, apis) {
      assertSafeId(taskId)
      const isNew = await retryGrant(
        (attempt) => addOwner(taskId, user?.id, apis, attempt),
        notStored(taskId, user?.id),
      )
      if (!isNew) throw duplicateId(taskId)
      return taskId
    },
    async resolve(taskId, user, apis) {
      if (!user) return taskId
      try {
        if ((await findOwner(taskId, apis)) === user.id) return taskId
        // The answer will be that the task does not exist, on which pages give it up: is the store in order? Asked for the
        // tasks of others too, so that the time of an answer does not reveal which ids exist.
        if (!(await hasMarker())) await shareTrial()
        return undefined
      } catch (error) {
        return unavailable(error)
      }
    },
    async findOwned(taskIds, user, apis) {
      try {
        const ids = await Promise.all(taskIds.map((taskId) => findOwnId(taskId, user, apis)))
        const owned = new Map<string, string>()
        taskIds.forEach((taskId, index) => {
          const id = ids[index]
          if (id !== undefined) owned.set(taskId, id)
        })
        // An empty list makes pages forget their tasks: is the store in order?
        if (owned.size === 0 && !(await hasMarker())) await shareTrial()
        return owned
      } catch (error) {
        return unavailable(error)
      }
    },
  }
}

/**
 * Makes the `add` of a store that has none. In one process it decides between creates at the same moment; two instances may
 * both read before either has written.
 */
function createAdd({ get, set }: TimedStore): NonNullable<TimedStore['add']> {
  const pending = new Set<string>()
  return async (key, value, ttl) => {
    if (pending.has(key)) return false
    pending.add(key)
    try {
      if (typeof (await get(key)) === 'string') return false
      await set(key, value, ttl)
      return true
    } finally {
      pending.delete(key)
    }
  }
}

/** 30 days, in ms. The API deletes its files long before. */
const OWNER_TTL = 30 * 24 * 60 * 60 * 1000

/** The key of an entry that each create writes, whatever its API: where it is missing, the store has lost its entries. */
const MARKER_KEY = 'video-owner:'

/** A year, in ms: the marker outlasts every owner. */
const MARKER_TTL = 365 * 24 * 60 * 60 * 1000

/** Prefix of each value: some stores read digits as a number. */
const MARK = 'owner '

const keyOf = (api: string, taskId: string) => `video-owner:${api}:${encodeURIComponent(taskId)}`

/**
 * The key under which the id of a create is stored for lists that name the task by another id. LiteLLM's ids are base64 of
 * provider, model and the provider's id, and the model is missing from the ids of its lists.
 *
 * @see https://docs.litellm.ai/docs/videos
 */
function listedKeyOf(api: string, taskId: string): string | undefined {
  const [, provider, videoId] = LITELLM_ID.exec(decodeBase64(taskId.replace(/^video_/, ''))) ?? []
  if (provider === undefined || videoId === undefined) return undefined
  return `video-listed:${api}:${encodeURIComponent(provider)}:${encodeURIComponent(videoId)}`
}

const LITELLM_ID = /^litellm:custom_llm_provider:([^;]*);model_id:[^;]*;video_id:(.+)$/

function decodeBase64(text: string): string {
  try {
    return atob(text)
  } catch {
    // No base64, so no id of LiteLLM.
    return ''
  }
}

const ENTRIES_LOST =
  'The owner store has lost its entries: one that it had is gone. Tasks created before are answered with 404, except to ' +
  'callers for whom `authorize` returns true. Use a store that keeps its entries over a restart (Redis: `appendonly ' +
  'yes`) and evicts none, or signed ids (`secret`), which need no store.'

/** A paid task without an owner is lost to its user, so storing it is tried longer than a read. */
const MAX_GRANT_ATTEMPTS = 3

/** Between two attempts, in ms. */
const GRANT_PAUSE = 1_000

/**
 * Runs in three attempts what a paid task depends on.
 *
 * @throws what `failed` makes of the last error
 */
export async function retryGrant<T>(
  run: (attempt: number) => Promise<T>,
  failed: (cause: unknown) => ProxyError,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(attempt)
    } catch (error) {
      if (attempt === MAX_GRANT_ATTEMPTS) throw failed(error)
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
export const notStored = (taskId: string, userId: string | undefined) => (error: unknown) => {
  const message =
    'The video was requested, but could not be assigned to you. It may be made, and is then billed: contact the operator ' +
    'of this site before you create it again.'
  const what =
    userId === undefined
      ? 'without a user, but whether it has an owner could not be read.'
      : `for the user ${JSON.stringify(userId)}, but its owner could not be stored.`
  const cause = new Error(`The task ${taskId} was created ${what}`, { cause: error })
  return new ProxyError(503, 'owner_not_stored', message, { cause, taskId })
}
