import * as z from 'zod/mini'
import { type TimedStore, createExpiringMap } from '../stores.js'
import { storedTaskHeaders } from '../headers.js'
import { ProxyError } from '../proxyError.js'
import { maxTtl } from './cacheTtl.js'
import { dedupeInFlight } from './dedupeInFlight.js'

/** The answer about a task, ready for everyone who may see it. */
export interface CachedResponse {
  status: number
  headers: Record<string, string>
  body: string
  /** When it expires, in ms since 1970. */
  end: number
}

/** Answers about tasks, each requested once for all its viewers. */
export interface TaskCache {
  /**
   * Gets the answer about a task from the cache, or loads it.
   *
   * @param viewer its signal is read only where there is something to wait for
   * @throws {ProxyError} 504 `upstream_timeout`; and what `load` throws
   */
  get(
    publicId: string,
    viewer: { readonly signal: AbortSignal },
    load: (signal: AbortSignal) => Promise<CachedResponse>,
  ): Promise<CachedResponse>
}

interface TaskCacheOptions {
  /** The API's, so that proxies of several APIs can share one store. */
  baseURL: string
  /** These two in milliseconds. */
  ttl: number
  timeout: number
  store: TimedStore | undefined
  onStoreError: (error: unknown) => void
}

/**
 * Creates the cache in front of the API: first this process, then the store that all instances share, then the API. It does
 * not check who may see a task, so it is used only after that was decided. A failing store only costs more requests.
 */
export function createTaskCache({ baseURL, ttl, timeout, store, onStoreError }: TaskCacheOptions): TaskCache {
  const prefix = `video-task:${encodeURIComponent(baseURL)}:`
  const recent = createExpiringMap<CachedResponse>(MAX_ENTRIES)
  const dedupe = dedupeInFlight<CachedResponse>({ timeout, timeoutError })

  async function readStore(key: string): Promise<CachedResponse | undefined> {
    try {
      return parseStored(await store?.get(key), maxTtl(ttl))
    } catch (error) {
      onStoreError(error)
      return undefined
    }
  }

  async function keep(key: string, answer: CachedResponse): Promise<void> {
    const left = answer.end - Date.now()
    if (left <= 0 || answer.body.length > MAX_BODY_LENGTH) return
    recent.set(key, answer, left)
    try {
      await store?.set(key, MARK + JSON.stringify(answer), left)
    } catch (error) {
      onStoreError(error)
    }
  }

  return {
    async get(publicId, viewer, load) {
      const key = prefix + encodeURIComponent(publicId)
      const known = recent.get(key)
      if (known) return known
      return dedupe(key, viewer.signal, async (shared) => {
        const stored = store && (await readStore(key))
        if (stored) {
          recent.set(key, stored, stored.end - Date.now())
          return stored
        }
        const answer = await load(shared)
        await keep(key, answer)
        return answer
      })
    },
  }
}

/** Answers kept in this process; some hundred bytes each. */
const MAX_ENTRIES = 1000

/** Longer answers are not worth the memory; no task is that long. */
const MAX_BODY_LENGTH = 64 * 1024

const timeoutError = () =>
  new ProxyError(504, 'upstream_timeout', 'The video API did not answer in time. Try again later.')

/** Prefix of each stored answer: some stores parse what looks like JSON. */
const MARK = 'task '

const storedSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  end: z.number(),
})

/**
 * Parses a value of the shared store; `undefined` for anything but an answer, and for an expired one. An answer that would
 * last longer than `maxLifetime` ms counts as invalid, so that a clock that runs ahead cannot make one stay.
 */
function parseStored(value: unknown, maxLifetime: number): CachedResponse | undefined {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return undefined
  try {
    const { status, headers, body, end } = z.parse(storedSchema, JSON.parse(value.slice(MARK.length)))
    const left = end - Date.now()
    if (left <= 0 || left > maxLifetime) return undefined
    return { status, headers: storedTaskHeaders(headers, body), body, end }
  } catch {
    // Written by another version or another program.
    return undefined
  }
}
