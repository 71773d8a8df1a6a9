/** An ISO time as object stores write it, `20260101T000000Z`, or as everybody else does. */
function parseDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

/** Above this a number of seconds is a Unix time, below a lifetime. */
const LONGEST_LIFETIME = 1e9

/**
 * When a signed address ends by its own account, in ms: `Expires` as S3, OSS and CloudFront write it, `X-…-Expires`
 * beside `X-…-Date` as S3, GCS and TOS do, `se` as Azure does. `undefined` where it does not say.
 */
export function urlExpiry(url: string): number | undefined {
  if (!URL.canParse(url)) return undefined
  const query = new Map([...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value]))
  const ends: number[] = []
  for (const [name, value] of query) {
    if (name === 'se') ends.push(parseDate(value))
    if (!/^(x-\w+-)?expires$/.test(name)) continue
    const seconds = Number(value)
    const start = seconds > LONGEST_LIFETIME ? 0 : parseDate(query.get(name.replace('expires', 'date')) ?? '')
    ends.push(start + seconds * 1000)
  }
  const known = ends.filter(Number.isFinite)
  return known.length > 0 ? Math.min(...known) : undefined
}
