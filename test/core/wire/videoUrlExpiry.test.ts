import { describe, expect, it } from 'vitest'
import { type CompletedVideoTask, parseVideoTask, videoUrlExpiry } from 'react-video-task/client'

function expiryOf(fields: object): number | undefined {
  const task = parseVideoTask({ id: 'a', status: 'completed', ...fields })
  return task.status === 'completed' ? videoUrlExpiry(task) : undefined
}
const at = Date.UTC(2026, 10, 24, 10, 15, 0)
const seconds = at / 1000

describe('videoUrlExpiry reads a moment from', () => {
  it.each([
    ['Expires in seconds, as the older S3 signature and CloudFront', `Expires=${seconds}&Signature=x`],
    ['Expires in milliseconds', `Expires=${at}&Signature=x`],
    ['Expires in microseconds', `Expires=${at}000`],
    ['Expires with a fraction', `Expires=${seconds}.25`],
    ['Expires as an ISO date', 'Expires=2026-11-24T10:15:00Z'],
    ['Expires as an ISO date in another zone', 'Expires=2026-11-24T18:15:00%2B08:00'],
    ['Expires as an ISO date without a zone, which is UTC', 'Expires=2026-11-24T10:15:00'],
    ['Expires as a basic ISO date', 'Expires=20261124T101500Z'],
    ['expires in lower case', `expires=${seconds}`],
    ['EXPIRES in upper case', `EXPIRES=${seconds}`],
    ['an unsigned X-Expires, as of a CDN', `x-expires=${seconds}&x-signature=y`],
    ['X-Oss-Expires as a Unix time', `x-oss-expires=${seconds}&x-oss-signature=y`],
    ['se of an Azure SAS', 'sv=2024&se=2026-11-24T10%3A15%3A00Z&sig=x'],
    ['se without seconds', 'se=2026-11-24T10%3A15Z&sig=x'],
  ])('%s', (_, query) => {
    expect(expiryOf({ video_url: `https://b.test/v.mp4?${query}` })).toBe(at)
  })
})

describe('videoUrlExpiry adds a lifetime to a date for', () => {
  it.each([
    ['X-Amz', 'X-Amz-Date=20261124T091500Z&X-Amz-Expires=3600&X-Amz-Signature=x'],
    ['X-Tos', 'X-Tos-Date=20261124T101400Z&X-Tos-Expires=60'],
    ['X-Goog', 'X-Goog-Date=20261124T101400Z&X-Goog-Expires=60'],
    ['x-oss', 'x-oss-date=20261124T101400Z&x-oss-expires=60'],
    ['names in lower case, in the other order', 'x-tos-expires=60&x-tos-date=20261124T101400Z'],
    ['names in upper case', 'X-AMZ-DATE=20261124T101400Z&X-AMZ-EXPIRES=60'],
    ['names without a prefix', 'Date=20261124T101400Z&Expires=60'],
    ['an extended ISO date', 'X-Amz-Date=2026-11-24T10:14:00Z&X-Amz-Expires=60'],
    ['a date in seconds', `X-Amz-Date=${seconds - 60}&X-Amz-Expires=60`],
    ['a lifetime of 0', 'X-Amz-Date=20261124T101500Z&X-Amz-Expires=0'],
  ])('%s', (_, query) => {
    expect(expiryOf({ video_url: `https://b.test/v.mp4?${query}` })).toBe(at)
  })
})

describe('videoUrlExpiry takes the earliest of', () => {
  it.each([
    ['a repeated Expires', `Expires=${seconds + 60}&Expires=${seconds}&Expires=${seconds + 1}`],
    ['a repeated lifetime', 'X-Amz-Date=20261124T101400Z&X-Amz-Expires=60&X-Amz-Expires=600'],
    ['a repeated date', 'X-Amz-Date=20261124T101500Z&X-Amz-Date=20261124T101400Z&X-Amz-Expires=60'],
    ['two signatures', `X-Amz-Date=20261124T101400Z&X-Amz-Expires=60&Expires=${seconds + 60}`],
    ['a plausible end and an implausible one', `Expires=5&se=2026-11-24T10:15:00Z`],
  ])('%s', (_, query) => {
    expect(expiryOf({ video_url: `https://b.test/v.mp4?${query}` })).toBe(at)
  })

  it('the signature and expires_at', () => {
    const video_url = `https://b.test/v.mp4?Expires=${seconds}`
    expect(expiryOf({ video_url, expires_at: seconds - 60 })).toBe(at - 60_000)
    expect(expiryOf({ video_url, expires_at: seconds + 60 })).toBe(at)
    expect(expiryOf({ expires_at: seconds })).toBe(at)
  })
})

describe('videoUrlExpiry is undefined for', () => {
  it.each([
    ['no signature', ''],
    ['half a signature', 'X-Amz-Expires=60'],
    ['a lifetime beside the date of another signer', 'X-Tos-Date=20261124T101400Z&X-Amz-Expires=60'],
    ['nonsense', 'Expires=soon&X-Amz-Date=today&X-Amz-Expires=long'],
    ['empty values', 'Expires=&se=&X-Amz-Date=20261124T101500Z&X-Amz-Expires='],
    ['a bare lifetime', 'Expires=3600'],
    ['a negative time', `Expires=-${seconds}`],
    ['a negative lifetime', 'X-Amz-Date=20261124T101500Z&X-Amz-Expires=-60'],
    ['the last second of the year 9999, which means never', 'Expires=253402300799'],
    ['a time beyond every calendar', 'Expires=1e300'],
    ['a lifetime of millennia', 'X-Amz-Date=20261124T101500Z&X-Amz-Expires=253402300799'],
    ['an se that is a number of another meaning', 'se=1'],
    ['an se that is a word', 'se=google'],
    ['a parameter that only ends in expires', `link-expires=${seconds}`],
  ])('%s', (_, query) => {
    expect(expiryOf({ video_url: `https://b.test/v.mp4?${query}` })).toBeUndefined()
  })

  it('an expires_at of the year 9999', () => {
    expect(expiryOf({ expires_at: 253402300799 })).toBeUndefined()
  })

  it('an expires_at before 2001 and one after 5138, which no second is', () => {
    const ends = [999_999_999, 1_000_000_000, 99_999_999_999, 100_000_000_000]
    expect(ends.map((expires_at) => expiryOf({ expires_at }))).toEqual([
      ...[undefined, 1_000_000_000_000, 99_999_999_999_000, undefined],
    ])
  })

  it('a text that is no URL, and no URL at all', () => {
    const task: CompletedVideoTask = { id: 'a', object: 'video', status: 'completed', progress: 100 }
    expect(videoUrlExpiry({ ...task, video_url: `/v.mp4?Expires=${seconds}` })).toBeUndefined()
    expect(videoUrlExpiry(task)).toBeUndefined()
  })
})
