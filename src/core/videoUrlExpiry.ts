import type { CompletedVideoTask } from './VideoTask.js'
import { parseTime } from './parseTime.js'

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
