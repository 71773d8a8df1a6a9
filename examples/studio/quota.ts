import { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import type { VideoProxyAuthorizeCreate, VideoProxyEndedContext } from 'react-video-task/server'

const DAY = 24 * 60 * 60
const { REDIS_URL, VIDEOS_A_DAY = '5' } = process.env
const options = { points: Number(VIDEOS_A_DAY), duration: 7 * DAY }
const counter = REDIS_URL
  ? new RateLimiterRedis({ storeClient: new Redis(REDIS_URL), ...options })
  : new RateLimiterMemory(options)
const keyOf = (userId: string, createdAt: number) => `${userId} ${Math.floor(createdAt / 1000 / DAY)}`

/** Takes one of the user's videos of the day. A throw, as without Redis, denies the create. */
export const reserve: VideoProxyAuthorizeCreate = async ({ user, createdAt }) => {
  if (!user) return false
  const key = keyOf(user.id, createdAt)
  if ((await counter.penalty(key)).consumedPoints <= options.points) return true
  await counter.reward(key)
  return { retryAfter: DAY - ((createdAt / 1000) % DAY), code: 'quota_exceeded' }
}

/** Gives it back, once, where no video was made. Otherwise it stays taken. */
export async function settle({ task, user, failure, createId, createdAt }: VideoProxyEndedContext) {
  if (!user || !createId || !createdAt) return
  if (task?.status === 'completed' || failure?.outcome === 'unknown') return
  const { consumedPoints } = await counter.penalty(`refund ${createId}`)
  if (consumedPoints === 1) await counter.reward(keyOf(user.id, createdAt))
}
