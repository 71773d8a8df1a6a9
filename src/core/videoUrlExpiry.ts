import type { CompletedVideoTask } from './VideoTask.js'
import { parseTime } from './parseTime.js'

/** `20261124T101500Z`, as the S3 family signs it. */
const COMPACT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** Who signs with a date and a lifetime in seconds: S3 and its relatives, Volcengine's TOS, Google's and Alibaba's storage. */
const SIGNERS = ['x-amz', 'x-tos', 'x-goog', 'x-oss']

/** When a signed address stops working, in ms of the signer's clock, as its query tells; undefined where it tells nothing. */
function signedUntil(url: string): number | undefined {
  const query = new Map([...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value]))
  // Azure's `se` is a date; CloudFront, Alibaba and the older S3 signature name the second.
  const until = parseTime(query.get('expires') ?? query.get('se'))
  if (until !== undefined) return until * 1000
  for (const signer of SIGNERS) {
    const [, ...date] = COMPACT.exec(query.get(`${signer}-date`) ?? '') ?? []
    const [year = 0, month = 0, day, hour, minute, second] = date.map(Number)
    const lifetime = Number(query.get(`${signer}-expires`) ?? Number.NaN)
    if (year > 0 && lifetime >= 0)
      return Date.UTC(year, month - 1, day, hour, minute, second) + lifetime * 1000
  }
  return undefined
}

/**
 * When a finished task's `video_url` stops working, in Unix ms: what its signature tells, or `expires_at` where that is
 * earlier. Undefined where neither is known.
 */
export function videoUrlExpiry({ video_url, expires_at }: CompletedVideoTask): number | undefined {
  const known = [
    video_url !== undefined && URL.canParse(video_url) ? signedUntil(video_url) : undefined,
    expires_at === undefined ? undefined : expires_at * 1000,
  ].filter((time) => time !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}
