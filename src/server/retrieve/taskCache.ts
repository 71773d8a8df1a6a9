import * as z from 'zod/mini'
import { parseStatus } from '../../core/wire/status.js'
import { parseTime } from '../../core/wire/values.js'
import { findVideoUrl } from '../../core/wire/videoUrl.js'
import { videoUrlExpiry } from '../../core/wire/videoUrlExpiry.js'
import { type BoundStore, createExpiringMap } from '../access/stores.js'
import { ProxyError } from '../proxyError.js'
import { dedupeInFlight } from './dedupeInFlight.js'

/** Most answers kept in this process; some hundred bytes each. */
const MAX_ENTRIES = 1000
/** No task is that long; what is, is not worth the memory. */
const MAX_BYTES = 64 * 1024

interface TaskCacheOptions {
  /** The API's, so that proxies of several APIs can share one store. */
  baseURL: string
  /** These two in milliseconds. */
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
    publicId: string,
    viewer: { readonly signal: AbortSignal },
    load: (signal: AbortSignal) => Promise<CachedResponse>,
  ): Promise<CachedResponse>
}

/**
 * Makes the cache in front of the API: this process first, then the store that all instances share, then the API. It
 * knows nothing of who may see what, so it is asked only after that was decided. A store that fails is only slower.
 */
export function createTaskCache({ baseURL, ttl, timeout, store, onStoreError }: TaskCacheOptions): TaskCache {
  const prefix = `video-task:${encodeURIComponent(baseURL)}:`
  const longest = longestLifetime(ttl)
  const recent = createExpiringMap<CachedResponse>(MAX_ENTRIES)
  const share = dedupeInFlight<CachedResponse>({ timeout, timeoutError: upstreamTimeout })

  async function readStore(key: string): Promise<CachedResponse | undefined> {
    try {
      return readTaskAnswer(await store?.get(key), longest)
    } catch (error) {
      onStoreError(error)
      return undefined
    }
  }

  async function keep(key: string, answer: CachedResponse): Promise<void> {
    const left = answer.end - Date.now()
    if (left <= 0 || answer.body.length > MAX_BYTES) return
    recent.set(key, answer, left)
    try {
      await store?.set(key, writeTaskAnswer(answer), left)
    } catch (error) {
      onStoreError(error)
    }
  }

  return {
    async get(publicId, viewer, load) {
      const key = prefix + encodeURIComponent(publicId)
      const known = recent.get(key)
      if (known) return known
      return share(key, viewer.signal, async (shared) => {
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

/** What the API answered about a task, ready for anyone who may see it. */
export interface CachedResponse {
  status: number
  headers: Record<string, string>
  body: string
  /** When it is too old to be shown, in ms since 1970. */
  end: number
}

/** In front of a stored answer: some stores parse what looks like JSON. */
const MARK = 'task '

const stored = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  end: z.number(),
})

/** An answer as a text for a store. */
function writeTaskAnswer(answer: CachedResponse): string {
  return MARK + JSON.stringify(answer)
}

/**
 * Reads what a store gave; `undefined` for anything that is no answer, or too old. Nothing lasts longer than `longest`
 * ms, so that a clock ahead of ours cannot make an answer stay.
 */
function readTaskAnswer(value: unknown, longest: number): CachedResponse | undefined {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return undefined
  try {
    const answer = z.parse(stored, JSON.parse(value.slice(MARK.length)))
    const left = answer.end - Date.now()
    return left > 0 && left <= longest ? answer : undefined
  } catch {
    // Another version wrote it, or something else did: as good as nothing.
    return undefined
  }
}

/** An ended task changes no more, but for its address, which is signed anew when asked for. */
const ENDED = 30_000
/** A refusal may be over at once: an id that is some seconds old, a limit, an outage. */
const REFUSED = 1_000

/** The longest that any answer is kept where a running task's is kept `ttl` ms. */
const longestLifetime = (ttl: number) => (ttl > 0 ? Math.max(ttl, ENDED) : 0)

/** How long an answer may be shown, in ms. */
export function responseTtl(status: number, task: Record<string, unknown> | undefined, ttl: number): number {
  if (status < 200 || status >= 300) return Math.min(ttl, REFUSED)
  const { status: state } = task ? parseStatus(task) : { status: 'queued' }
  if (ttl === 0 || task === undefined || state === 'queued' || state === 'in_progress') return ttl
  if (state !== 'completed') return longestLifetime(ttl)
  const video_url = findVideoUrl(task)
  // Completed before its address is there: that comes any moment.
  if (video_url === undefined) return ttl
  const expiry = videoUrlExpiry({ video_url, expires_at: parseTime(task['expires_at']) }) ?? Infinity
  return Math.max(0, Math.min(longestLifetime(ttl), expiry - Date.now()))
}
