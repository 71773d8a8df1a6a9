import type { CompletedVideoTask, VideoTask } from '../task/videoTask.js'
import { isHttpUrl, isRecord, parseTime } from './values.js'

/** Where gateways put the finished video's address, in the order of trust. */
const PATHS = [
  'video_url',
  'url',
  'output_url',
  'download_url',
  'metadata.url',
  'result.video_url',
  'result.url',
  'result.outputs.0',
  'output',
  'output.0',
  'output.url',
  'output.video_url',
  'outputs.0',
  'outputs.0.url',
  'video.url',
  'videos.0.url',
  'content.video_url',
  // Relatives of these: Replicate and fal behind relays, Kling, Luma, Vidu, MiniMax, Zhipu, Novita, kie.
  'output.0.url',
  'output.video.url',
  'output.videos.0.url',
  'result',
  'result.0',
  'result.video.url',
  'result.videos.0.url',
  'result_url',
  'task_result.videos.0.url',
  'assets.video',
  'creations.0.url',
  'file.download_url',
  'video_result.0.url',
  'videos.0',
  'videos.0.video_url',
  'resultUrls.0',
  'response.resultUrls.0',
  'metadata.video_url',
  'metadata.output.video_url',
  'videoUrl',
  'video',
]

function valueAt(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isRecord(value) ? value[key] : undefined
  }, body)
}

/** The address of a completed task's video: the first `http(s)` one in the places where gateways put it. */
export function findVideoUrl(task: Record<string, unknown>): string | undefined {
  const bodies = [task, ...['data', 'data.0', 'data.data'].map((path) => valueAt(task, path))]
  for (const body of bodies) {
    for (const path of PATHS) {
      const url = valueAt(body, path)
      if (isHttpUrl(url)) return url.trim()
    }
  }
  // An older wrapped dialect carries the address in `fail_reason` on success.
  const { fail_reason: url } = task
  return isHttpUrl(url) ? url.trim() : undefined
}

/** Which address of a finished video is played first: its own temporary one, or the content route. */
export type VideoTaskSourcePreference = 'url' | 'content'

/**
 * Where a finished video can be had, the best first. Its own address is checked again, since any client may have made it:
 * no other scheme than http(s) is ever played or linked to.
 */
export function videoTaskAddresses(
  task: VideoTask | undefined,
  contentUrl: string | undefined,
  source: VideoTaskSourcePreference = 'url',
): string[] {
  if (task?.status !== 'completed') return []
  const own = isHttpUrl(task.video_url) ? task.video_url : undefined
  const both = source === 'content' ? [contentUrl, own] : [own, contentUrl]
  return both.filter((address) => address !== undefined)
}

/** `20261124T101500Z`, as the S3 family signs it. */
const COMPACT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** When a signed address stops working, in seconds of the signer's clock, as its query tells; undefined where it tells nothing. */
function signedUntil(url: string): number | undefined {
  const query = new Map([...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value]))
  // Azure's `se` is a date; CloudFront, Alibaba and the older S3 signature name the second.
  const until = parseTime(query.get('expires') ?? query.get('se'))
  if (until !== undefined) return until
  for (const [name, lifetime] of query) {
    // A date and a lifetime in seconds, as S3 and its relatives sign: x-amz-, x-goog-, Volcengine's x-tos-, Alibaba's x-oss-.
    const [, signer] = /^(x-\w+-)expires$/.exec(name) ?? []
    const date = parseTime(query.get(`${signer}date`)?.replace(COMPACT, '$1-$2-$3T$4:$5:$6Z'))
    if (date !== undefined && Number(lifetime) >= 0) return date + Number(lifetime)
  }
  return undefined
}

/**
 * When a finished task's `video_url` stops working, in Unix ms: what its signature tells, or `expires_at` where that is
 * earlier. Undefined where neither is known.
 */
export function videoUrlExpiry({ video_url, expires_at }: CompletedVideoTask): number | undefined {
  const signed = video_url !== undefined && URL.canParse(video_url) ? signedUntil(video_url) : undefined
  const until = Math.min(signed ?? Infinity, expires_at ?? Infinity)
  return until < Infinity ? until * 1000 : undefined
}
