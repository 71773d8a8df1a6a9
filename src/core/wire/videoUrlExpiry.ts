import type { CompletedVideoTask } from '../task/videoTask.js'
import { parseTime } from './fieldValues.js'

/**
 * Reads when a finished task's `video_url` stops working, in Unix milliseconds: what its signature says, or `expires_at`
 * where that is earlier. Undefined where neither says anything.
 *
 * @example
 * ```ts
 * import { type CompletedVideoTask, videoUrlExpiry } from 'react-video-task/client'
 *
 * export function isLinkExpired(task: CompletedVideoTask): boolean {
 *   return (videoUrlExpiry(task) ?? Infinity) <= Date.now()
 * }
 * ```
 */
export function videoUrlExpiry({
  video_url = '',
  expires_at,
}: Pick<CompletedVideoTask, 'video_url' | 'expires_at'>): number | undefined {
  const ends = [expires_at, ...signedEnds(video_url)].filter(isPlausible)
  return ends.length > 0 ? Math.min(...ends) * 1000 : undefined
}

/** Unix times outside of 2001 to 5138 are none: small numbers are lifetimes, and large ones stand for "never". */
const MIN_TIME = 1e9
const MAX_TIME = 1e11

const isPlausible = (seconds: number | undefined): seconds is number =>
  seconds !== undefined && seconds >= MIN_TIME && seconds < MAX_TIME

/** `Expires`, as S3, OSS, GCS and CloudFront write it, and the same with a signer's prefix, such as `X-Amz-Expires`. */
const EXPIRES = /^(|x-(?:\w+-)?)expires$/

/** A whole number of seconds or a fraction; an empty value is no lifetime of 0. */
const LIFETIME = /^\d+(?:\.\d+)?$/

/** `20261124T101500Z`, the basic form of ISO 8601 that the S3 family signs with. */
const BASIC_ISO = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/i

const readTime = (text: string) => parseTime(text.trim().replace(BASIC_ISO, '$1-$2-$3T$4:$5:$6Z'))

/**
 * The ends that the query of a signed address names, in Unix seconds, plausible or not:
 *
 * - a moment in `Expires` or `X-…-Expires` (Unix time in any unit, or ISO), or in Azure's `se` (ISO)
 * - a lifetime in seconds in the same names, beside `Date` or `X-…-Date`: S3, GCS, Volcengine TOS and Alibaba OSS
 *
 * Names are compared without case. A repeated name gives several ends, since servers differ in which one they read.
 */
function signedEnds(url: string): (number | undefined)[] {
  if (!URL.canParse(url)) return []
  const query = [...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value] as const)
  return query.flatMap(([name, value]) => {
    const prefix = EXPIRES.exec(name)?.[1]
    if (prefix === undefined) return name === 'se' ? [readTime(value)] : []
    const time = readTime(value)
    if (isPlausible(time) || !LIFETIME.test(value)) return [time]
    const dates = query.filter(([other]) => other === `${prefix}date`)
    return dates.map(([, date]) => (readTime(date) ?? NaN) + Number(value))
  })
}
