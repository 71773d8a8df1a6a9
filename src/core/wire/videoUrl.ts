import type { CompletedVideoTask } from '../task/videoTask.js'
import { isHttpUrl, isRecord, parseTime } from './fieldValues.js'

/** Finds the URL of a completed task's video: the first `http(s)` URL in the fields where gateways put it. */
export function findVideoUrl(task: Record<string, unknown>): string | undefined {
  const bodies = [task, ...['data', 'data.0', 'data.data'].map((path) => valueAt(task, path))]
  for (const body of bodies) {
    for (const path of URL_PATHS) {
      const url = valueAt(body, path)
      if (isHttpUrl(url)) return url.trim()
    }
  }
  // An older wrapped dialect has the URL in `fail_reason` on success.
  const { fail_reason: url } = task
  return isHttpUrl(url) ? url.trim() : undefined
}

/**
 * Paths of the URL in a task, the most reliable first; from `output.0.url` on those of relatives: Replicate and fal behind
 * relays, Kling, Luma, Vidu, MiniMax, Zhipu, Novita, kie.
 */
const URL_PATHS = (
  'video_url url output_url download_url metadata.url result.video_url result.url result.outputs.0 output ' +
  'output.0 output.url output.video_url outputs.0 outputs.0.url video.url videos.0.url content.video_url ' +
  'output.0.url output.video.url output.videos.0.url result result.0 result.video.url result.videos.0.url ' +
  'result_url task_result.videos.0.url assets.video creations.0.url file.download_url video_result.0.url ' +
  'videos.0 videos.0.video_url resultUrls.0 response.resultUrls.0 metadata.video_url ' +
  'metadata.output.video_url videoUrl video'
).split(' ')

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isRecord(value) ? value[key] : undefined
  }, body)
}

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
