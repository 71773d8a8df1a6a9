import { expect, it } from 'vitest'
import { parseVideoTask, videoUrlExpiry } from 'react-video-task/client'

function expiryOf(fields: object): number | undefined {
  const task = parseVideoTask({ id: 'a', status: 'completed', ...fields })
  return task.status === 'completed' ? videoUrlExpiry(task) : undefined
}
const at = Date.UTC(2026, 10, 24, 10, 15, 0)

it.each([
  ['an older S3 or CloudFront signature', `https://b.test/v.mp4?Expires=${at / 1000}&Signature=x`],
  [
    'an S3 signature of date and lifetime',
    'https://b.test/v.mp4?X-Amz-Date=20261124T091500Z&X-Amz-Expires=3600',
  ],
  ['a TOS signature', 'https://b.test/v.mp4?X-Tos-Date=20261124T101400Z&X-Tos-Expires=60'],
  ['a signature in lower case', 'https://b.test/v.mp4?x-tos-expires=60&x-tos-date=20261124T101400Z'],
  ['a Google signature', 'https://b.test/v.mp4?X-Goog-Date=20261124T101400Z&X-Goog-Expires=60'],
  ['an Azure signature', 'https://b.test/v.mp4?se=2026-11-24T10%3A15%3A00Z&sig=x'],
])('reads the expiry out of %s', (_, video_url) => {
  expect(expiryOf({ video_url })).toBe(at)
})

it('takes expires_at where it is earlier, or alone', () => {
  const video_url = `https://b.test/v.mp4?Expires=${at / 1000}`
  expect(expiryOf({ video_url, expires_at: at / 1000 - 60 })).toBe(at - 60_000)
  expect(expiryOf({ video_url, expires_at: at / 1000 + 60 })).toBe(at)
  expect(expiryOf({ expires_at: at / 1000 })).toBe(at)
})

it.each([
  ['no signature', 'https://b.test/v.mp4'],
  ['half a signature', 'https://b.test/v.mp4?X-Amz-Expires=60'],
  ['nonsense', 'https://b.test/v.mp4?Expires=soon&X-Amz-Date=today&X-Amz-Expires=long'],
])('knows none of %s', (_, video_url) => {
  expect(expiryOf({ video_url })).toBeUndefined()
})
