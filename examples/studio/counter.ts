import { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'

const { REDIS_URL, VIDEOS_A_DAY = '5' } = process.env
const options = { points: Number(VIDEOS_A_DAY), duration: 24 * 60 * 60 }

/** Counts the videos that each user makes in a day: in this process, or in Redis for several. */
export const counter = REDIS_URL
  ? new RateLimiterRedis({ storeClient: new Redis(REDIS_URL), ...options })
  : new RateLimiterMemory(options)
