import type { CompletedVideoTask } from '../task/videoTask.js'
import { parseTime } from './scalars.js'

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

/** Whether a Unix time is one of 2001 to 5138: small numbers are lifetimes, and large ones stand for "never". */
const isPlausible = (seconds: number | undefined): seconds is number =>
  seconds !== undefined && seconds >= 1e9 && seconds < 1e11

/**
 * Lists the ends that the query of a signed URL names, in Unix seconds, plausible or not:
 *
 * - a moment in `Expires` or `X-…-Expires` (Unix time in any unit, or ISO), or in Azure's `se` (ISO)
 * - a lifetime in seconds in the same names, beside `Date` or `X-…-Date`: S3, GCS, Volcengine TOS and Alibaba OSS
 *
 * Case does not matter. A repeated name gives several ends, since servers differ in which one they read.
 */
function signedEnds(url: string): (number | undefined)[] {
  if (!URL.canParse(url)) return []
  const query = [...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value] as const)
  return query.flatMap(([name, value]) => {
    if (!/^(se|(x-(\w+-)?)?expires)$/.test(name)) return []
    const lifetime = /^[\d.]+$/.test(value) ? Number(value) : NaN
    const dates = query.filter(([other]) => other === name.replace('expires', 'date'))
    return [parseTime(value), ...dates.map(([, date]) => (parseTime(date) ?? NaN) + lifetime)]
  })
}
