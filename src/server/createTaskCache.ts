import { longestLifetime } from './answerLifetime.js'
import { createExpiringMap } from './createExpiringMap.js'
import { ProxyError } from './ProxyError.js'
import { shareInFlight } from './shareInFlight.js'
import { readTaskAnswer, type TaskAnswer, writeTaskAnswer } from './TaskAnswer.js'
import type { BoundStore } from './boundStore.js'

/** Most answers kept in this process; some hundred bytes each. */
const MOST = 1000
/** No task is that long; what is, is not worth the memory. */
const LARGEST = 64 * 1024

/** What a cache is made of; times in ms. */
export interface TaskCacheOptions {
  ttl: number
  timeout: number
  store: BoundStore | undefined
  onStoreError: (error: unknown) => void
}

const upstreamTimeout = () =>
  new ProxyError(504, 'upstream_timeout', 'The video API did not answer in time. Ask again later.')

/** Answers about tasks, each asked for once by however many viewers. */
export interface TaskCache {
  /** `viewer` is asked for its signal only where there is something to wait for. */
  get(
    key: string,
    viewer: { readonly signal: AbortSignal },
    ask: (signal: AbortSignal) => Promise<TaskAnswer>,
  ): Promise<TaskAnswer>
}

/**
 * Makes the cache in front of the API: this process first, then the store that all instances share, then the API. It
 * knows nothing of who may see what, so it is asked only after that was decided. A store that fails is only slower.
 */
export function createTaskCache({ ttl, timeout, store, onStoreError }: TaskCacheOptions): TaskCache {
  const longest = longestLifetime(ttl)
  const recent = createExpiringMap<TaskAnswer>(MOST)
  const share = shareInFlight<TaskAnswer>({ timeout, tooLate: upstreamTimeout })

  async function readStore(key: string): Promise<TaskAnswer | undefined> {
    try {
      return readTaskAnswer(await store?.get(key), longest)
    } catch (error) {
      onStoreError(error)
      return undefined
    }
  }

  async function keep(key: string, answer: TaskAnswer): Promise<void> {
    const left = answer.end - Date.now()
    if (left <= 0 || answer.body.length > LARGEST) return
    recent.set(key, answer, left)
    try {
      await store?.set(key, writeTaskAnswer(answer), left)
    } catch (error) {
      onStoreError(error)
    }
  }

  return {
    async get(key, viewer, ask) {
      const known = recent.get(key)
      if (known) return known
      return share(key, viewer.signal, async (shared) => {
        const stored = store && (await readStore(key))
        if (stored) {
          recent.set(key, stored, stored.end - Date.now())
          return stored
        }
        const answer = await ask(shared)
        await keep(key, answer)
        return answer
      })
    },
  }
}
