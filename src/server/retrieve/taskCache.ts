import * as z from 'zod/mini'
import { raceTimeout, withTimeout } from '../../core/abort.js'
import { parseStatus } from '../../core/wire/status.js'
import { parseTime } from '../../core/wire/scalars.js'
import { findVideoUrl } from '../../core/wire/findVideoUrl.js'
import { videoUrlExpiry } from '../../core/wire/videoUrl.js'
import type { TaskIds } from '../access/ownership.js'
import { type TimedStore, createExpiringMap } from '../stores.js'
import { storedTaskHeaders } from '../headers.js'
import { answerTimedOut } from '../upstream/videosApi.js'

/** The answer about a task, ready for everyone who may see it. */
export interface CachedResponse {
  status: number
  headers: Record<string, string>
  body: string
  /** When it expires, in ms since 1970. */
  end: number
}

/** Whether an answer about a task shows it, and is no error: xAI answers 202 until it is done. */
export const showsTask = (status: number) => status >= 200 && status < 300

/** Who waits for an answer. */
export interface Viewer {
  /** Aborts when it has left. Read only where there is something to wait for. */
  readonly signal: AbortSignal
}

/** Answers about tasks, each requested once for all its viewers. */
export interface TaskCache {
  /**
   * Gets the answer about a task from the cache, or loads it.
   *
   * @param ids of the task: only the same task of the same API has the same answer
   * @throws {ProxyError} 504 `upstream_timeout`; and what `load` throws
   */
  get(
    ids: TaskIds,
    viewer: Viewer,
    load: (signal: AbortSignal) => Promise<CachedResponse>,
  ): Promise<CachedResponse>
  /** Drops the answer about a task that was deleted, here and in the store. One that is on its way is not kept. */
  drop(ids: TaskIds): Promise<void>
}

interface TaskCacheOptions {
  /** These two in milliseconds. */
  ttl: number
  timeout: number
  /** Never rejects; while it is down it has no answers. */
  store: TimedStore | undefined
}

/**
 * Creates the cache in front of the API: first this process, then the store that all instances share, then the API. It does
 * not check who may see a task, so it is used only after that was decided. Without the store only the instances of the
 * proxy no longer share their requests; the viewers of each still do.
 */
export function createTaskCache({ ttl, timeout, store }: TaskCacheOptions): TaskCache {
  const recent = createExpiringMap<CachedResponse>(MAX_ENTRIES)
  const dedupe = dedupeInFlight<CachedResponse>({ timeout, timeoutError: answerTimedOut })
  /** Counts the drops: what was requested before one may be of a task that is deleted. */
  let drops = 0

  async function keep(key: string, answer: CachedResponse): Promise<void> {
    const left = Math.floor(answer.end - Date.now())
    if (left <= 0 || answer.body.length > MAX_BODY_LENGTH) return
    recent.set(key, answer, left)
    await store?.set(key, formatStored(answer, left), left)
  }

  return {
    async get(ids, viewer, load) {
      const key = keyOf(ids)
      const known = recent.get(key)
      if (known) return known
      const before = drops
      return dedupe(`${key} ${before}`, viewer.signal, async (shared) => {
        const stored = store && parseStored(await store.get(key), maxTtl(ttl))
        if (stored && drops === before) {
          recent.set(key, stored, stored.end - Date.now())
          return stored
        }
        const answer = await load(shared)
        if (drops === before) await keep(key, answer)
        return answer
      })
    },
    async drop(ids) {
      drops += 1
      const key = keyOf(ids)
      recent.delete(key)
      // Stores have no delete. What is not an answer counts as none.
      if (ttl > 0) await store?.set(key, DROPPED, maxTtl(ttl))
    },
  }
}

const keyOf = ({ api, publicId }: TaskIds) => `video-task:${api}:${encodeURIComponent(publicId)}`

/** Stands in the store in place of an answer that was dropped. */
const DROPPED = 'dropped'

/** Answers kept in this process; some hundred bytes each. */
const MAX_ENTRIES = 1000

/** Longer answers are not worth the memory; no task is that long. */
const MAX_BODY_LENGTH = 64 * 1024

/** Prefix of each stored answer: some stores parse what looks like JSON. */
const MARK = 'task '

const storedSchema = z.object({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  written: z.number(),
  lifetime: z.number(),
})

/** The text under which an answer is stored: with the writer's time, and how long it lasts from then on, both in ms. */
function formatStored({ status, headers, body }: CachedResponse, lifetime: number): string {
  return MARK + JSON.stringify({ status, headers, body, written: Date.now(), lifetime })
}

/**
 * The most by which the clocks of two instances may differ, in ms. The store itself drops an answer in time; the clocks
 * only bound what a store that ignores `ttl` can do.
 */
const MAX_CLOCK_SKEW = 5_000

/**
 * Parses a value of the shared store; `undefined` for anything but an answer, and for one that has expired or lasts longer
 * than `maxLifetime` ms. Its writer's clock is not this one: within `MAX_CLOCK_SKEW` it decides only how long the answer is
 * kept in this process, which is at most its lifetime and may be 0.
 */
function parseStored(value: unknown, maxLifetime: number): CachedResponse | undefined {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return undefined
  try {
    const stored = z.parse(storedSchema, JSON.parse(value.slice(MARK.length)))
    const { status, headers, body, written, lifetime } = stored
    const now = Date.now()
    const age = now - written
    if (lifetime > maxLifetime || age < -MAX_CLOCK_SKEW || age >= lifetime + MAX_CLOCK_SKEW) return undefined
    const left = lifetime - Math.min(lifetime, Math.max(0, age))
    return { status, headers: storedTaskHeaders(headers, body), body, end: now + left }
  } catch {
    // Written by another version or another program.
    return undefined
  }
}

/**
 * How long the answer about a task may be shown, in ms: `ttl` while it runs, 30 s after it has ended but never beyond the
 * expiry of its signed URL, and a second at most for an error.
 *
 * @param task the task in the answer, if there is one
 * @param ttl how long the answer about a running task is shown, in ms; 0 keeps none
 */
export function responseTtl(status: number, task: Record<string, unknown> | undefined, ttl: number): number {
  if (!showsTask(status)) return Math.min(ttl, ERROR_TTL)
  const { status: state } = task ? parseStatus(task) : { status: 'queued' }
  if (ttl === 0 || task === undefined || state === 'queued' || state === 'in_progress') return ttl
  if (state !== 'completed') return maxTtl(ttl)
  const video_url = findVideoUrl(task)
  // Some gateways complete a task shortly before they add its URL.
  if (video_url === undefined) return ttl
  const expiry = videoUrlExpiry({ video_url, expires_at: parseTime(task['expires_at']) }) ?? Infinity
  return Math.max(0, Math.min(maxTtl(ttl), expiry - Date.now()))
}

/** The longest that any answer is shown, in ms. */
const maxTtl = (ttl: number) => (ttl > 0 ? Math.max(ttl, ENDED_TTL) : 0)

/** An ended task does not change, except for its URL, which the API signs again with each answer. */
const ENDED_TTL = 30_000

/** An error may be over at once: an id that is some seconds old, a rate limit, an outage. */
const ERROR_TTL = 1_000

/** Joins the request in flight for this key, or starts one. */
type DedupedRequest<T> = (
  key: string,
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<T>,
) => Promise<T>

interface Flight<T> {
  answer: Promise<T>
  controller: AbortController
  /** Callers that wait for the answer. */
  waiting: number
}

interface FlightLimits {
  /** Milliseconds. */
  timeout: number
  /** Makes the error that every waiting caller gets after the timeout. */
  timeoutError: () => Error
}

/**
 * Shares one request between all callers that ask for the same key at the same time. A caller that aborts stops waiting;
 * the request itself is aborted when its last caller has left.
 */
function dedupeInFlight<T>({ timeout, timeoutError }: FlightLimits): DedupedRequest<T> {
  const flights = new Map<string, Flight<T>>()

  function launch(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    const answer = withTimeout(start, { signal: controller.signal, timeout, timeoutError }).finally(land)
    const flight: Flight<T> = { controller, waiting: 0, answer }
    flights.set(key, flight)
    return flight
  }

  return async (key, signal, start) => {
    signal.throwIfAborted()
    const flight = flights.get(key) ?? launch(key, start)
    flight.waiting += 1
    try {
      return await raceTimeout(flight.answer, { signal })
    } finally {
      flight.waiting -= 1
      if (flight.waiting === 0 && signal.aborted) {
        // The next caller starts a new request.
        if (flights.get(key) === flight) flights.delete(key)
        flight.controller.abort(signal.reason)
      }
    }
  }
}
