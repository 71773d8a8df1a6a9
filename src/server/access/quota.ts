import { raceTimeout } from '../../core/abort.js'
import type { VideoProxyCreateContext, VideoProxyEndedContext, VideoProxyUser } from '../calls.js'
import type { VideoProxyQuotaCounter } from '../limitOptions.js'
import { invalidOptions } from '../optionChecks.js'
import type { VideoProxyOptions } from '../options.js'
import { ProxyError } from '../proxyError.js'
import { retryAfterHeaders } from './authorize.js'

/** A quota at work. */
export interface CreateQuota {
  /**
   * Takes one video of the user's day, before anything is sent to the API.
   *
   * @throws {ProxyError} 429 `quota_exceeded` with the time until the next day; 403 `forbidden` without a user; 503
   *   `quota_unavailable` where it could not be counted
   */
  reserve(create: VideoProxyCreateContext): Promise<void>
  /** Gives it back, once, where no video was made. What may have been made stays taken. */
  settle(ended: VideoProxyEndedContext): Promise<void>
}

/**
 * Validates the option.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function resolveQuota({ quota, tasks }: VideoProxyOptions): CreateQuota | undefined {
  if (quota === undefined) return undefined
  const { counter, limit = counter?.points } = quota
  if (typeof counter?.penalty !== 'function' || typeof counter.reward !== 'function') {
    invalidOptions(
      '`quota.counter` must count with `penalty` and `reward`, as a limiter of rate-limiter-flexible does.',
    )
  }
  if (typeof limit !== 'function' && !isLimit(limit)) {
    invalidOptions('`quota.limit` must be a number of videos from 0, or a function that returns one.')
  }
  if (tasks === undefined) {
    invalidOptions(
      '`quota` gives videos that failed back to the day of their create, which `tasks` knows. Pass a store of tasks.',
    )
  }
  return createQuota(counter, typeof limit === 'function' ? limit : () => limit)
}

const isLimit = (limit: unknown): limit is number => typeof limit === 'number' && limit >= 0

function createQuota(
  counter: VideoProxyQuotaCounter,
  limitOf: (user: VideoProxyUser) => number | Promise<number>,
): CreateQuota {
  /** Creates that have taken a video of their day. */
  const reserved = new WeakSet<object>()

  const inTime = <T>(call: () => T | Promise<T>): Promise<T> =>
    raceTimeout((async () => call())(), { timeout: COUNTER_TIMEOUT, onTimeout })
  const add = async (key: string, customDuration: number) =>
    (await inTime(() => counter.penalty(key, 1, { customDuration }))).consumedPoints
  const takeOff = (key: string, customDuration: number) =>
    inTime(() => counter.reward(key, 1, { customDuration }))

  /** Whether the user has one more video today. Counts first and compares afterwards, which is right under parallel creates. */
  async function takeOne(user: VideoProxyUser, createdAt: number): Promise<boolean> {
    const limit: unknown = await inTime(() => limitOf(user))
    if (!isLimit(limit)) throw new TypeError('`quota.limit` returned no number of videos from 0.')
    const { key, duration } = dayOf(user, createdAt)
    if ((await add(key, duration)) <= limit) return true
    await takeOff(key, duration)
    return false
  }

  return {
    async reserve(create) {
      const { user, createdAt } = create
      if (!user) throw withoutUser()
      const isTaken = await takeOne(user, createdAt).catch((cause: unknown) => {
        throw new ProxyError(503, 'quota_unavailable', 'The quota could not be checked. Try again later.', {
          cause,
        })
      })
      if (!isTaken) throw exceeded(createdAt)
      reserved.add(create)
    },
    async settle({ task, user, failure, createId, createdAt }) {
      if (!user || createId === undefined || createdAt === undefined) return
      if (task ? task.status === 'completed' : failure.outcome === 'unknown' || !reserved.has(failure.create))
        return
      const { key, duration, isOver } = dayOf(user, createdAt)
      // An end is reported at least once.
      if (!isOver && (await add(`video-refund:${createId}`, duration)) === 1) await takeOff(key, duration)
    },
  }
}

/** A counter answers in time, or is down: some clients wait without end for a server that is. In ms. */
const COUNTER_TIMEOUT = 3_000

const onTimeout = () => new Error(`\`quota\` did not answer within ${COUNTER_TIMEOUT / 1000} s.`)

const DAY_MS = 24 * 60 * 60 * 1000

/** Seconds by which the clocks of two instances may differ. */
const MAX_CLOCK_SKEW = 60 * 60

/** When the day of a create ends, in ms since the epoch. */
const endOfDay = (createdAt: number) => (Math.floor(createdAt / DAY_MS) + 1) * DAY_MS

/** The count of the day on which a user has made a create, and the seconds for which it is needed. */
function dayOf({ id }: VideoProxyUser, createdAt: number) {
  const end = endOfDay(createdAt)
  const left = Math.ceil((end - Date.now()) / 1000)
  return {
    key: `video-quota:${new Date(createdAt).toISOString().slice(0, 10)}:${id}`,
    duration: Math.max(left, 0) + MAX_CLOCK_SKEW,
    isOver: left <= -MAX_CLOCK_SKEW,
  }
}

function exceeded(createdAt: number): ProxyError {
  const message = "The user has made the videos of this day that this app's proxy allows by its `quota`."
  const headers = retryAfterHeaders((endOfDay(createdAt) - createdAt) / 1000)
  return new ProxyError(429, 'quota_exceeded', message, { headers })
}

function withoutUser(): ProxyError {
  return new ProxyError(403, 'forbidden', 'This app does not allow it: its `quota` counts by user.', {
    appError: new TypeError('`authorize` returned true, which names no user that `quota` can count by.'),
  })
}
