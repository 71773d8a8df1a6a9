import { describe, expect, it } from 'vitest'
// Private: errors and `poll_after` show the same wait, without the choice of a clock.
import { readRetryAfter } from '../../../src/core/client/retryAfter.js'

describe('readRetryAfter', () => {
  const now = Date.parse('2026-05-28T03:00:00Z')
  const at = (headers: HeadersInit, status = 200) => readRetryAfter(new Headers(headers), status, now)
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '7, 9' }, 7_000],
    [{ 'retry-after': 'Thu, 28 May 2026 03:00:20 GMT' }, 20_000],
    [{ 'retry-after': 'Thu, 28 May 2026 03:00:20 GMT', date: 'Thu, 28 May 2026 03:00:05 GMT' }, 15_000],
    [{ 'retry-after': 'Thu, 28 May 2026 02:59:20 GMT' }, undefined],
    [{ 'openai-poll-after-ms': '9000' }, 9_000],
    [{ 'retry-after': '7', 'openai-poll-after-ms': '9000' }, 9_000],
    [{ 'retry-after': '10', 'openai-poll-after-ms': '9000' }, 10_000],
    [{ 'retry-after': 'soon', 'openai-poll-after-ms': '9000' }, 9_000],
    [{ 'retry-after': '7', 'openai-poll-after-ms': 'soon' }, 7_000],
    [{ 'retry-after': '86400' }, 86_400_000],
    [{ 'retry-after': '36000' }, 36_000_000],
    [{ 'retry-after': '18000' }, 18_000_000],
    [{ 'retry-after': '90000' }, 90_000],
    [{ 'retry-after': '35000' }, 35_000],
    [{ 'retry-after': '34567' }, 34_567_000],
    [{ 'retry-after': '120000' }, 120_000],
    [{ 'retry-after': '34000', 'retry-after-ms': '34000000' }, 34_000_000],
    [{ 'retry-after': '2678399' }, 2_678_399_000],
    [{ 'retry-after': '2678400' }, 2_678_400_000],
    [{ 'retry-after': '2678401' }, 600_000],
    [{ 'retry-after': '99999999' }, 600_000],
    [{ 'openai-poll-after-ms': '9'.repeat(400) }, 600_000],
    [{ 'retry-after': '0', 'openai-poll-after-ms': '0' }, undefined],
    [{ 'retry-after': '-5', 'openai-poll-after-ms': '-5' }, undefined],
    [{ 'retry-after': '0x10' }, undefined],
    [{ 'retry-after': 'soon 1' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
    [{ 'retry-after-ms': '1500' }, 1_500],
    [{ 'retry-after-ms': '1' }, 1],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '30000' }, 30_000],
    [{ 'retry-after': '3600' }, 3_600_000],
    [{ 'retry-after': String(now / 1000 + 40) }, 40_000],
    [{ 'retry-after': String(now + 40_000) }, 40_000],
    [{ 'retry-after': String(now / 1000 - 40) }, undefined],
    [{ 'retry-after': 'Thu, 28 May 2026 04:00:20 GMT', date: 'Thu, 28 May 2026 04:00:00 GMT' }, 20_000],
    [{ 'retry-after': String(now / 1000 + 3_620), date: 'Thu, 28 May 2026 04:00:00 GMT' }, 20_000],
    [{ 'ratelimit-reset': '20' }, undefined],
  ])('reads %j as %s ms', (headers, wait) => {
    expect(at(headers)).toBe(wait)
  })

  it.each([
    [{ 'ratelimit-reset': '20' }, 20_000],
    [{ 'x-ratelimit-reset': String(now / 1000 + 20) }, 20_000],
    [{ 'ratelimit-reset': '20', 'retry-after': '30' }, 30_000],
    [{ 'ratelimit-reset': '20', 'retry-after': '10' }, 20_000],
    [{ 'ratelimit-reset': '7200', 'retry-after': '10' }, 600_000],
    [{ 'ratelimit-reset': '7200', 'retry-after-ms': '1' }, 600_000],
    [{ 'x-ratelimit-reset': '7200' }, 7_200_000],
  ])('reads %j of a 429 as %d ms', (headers, wait) => {
    expect(at(headers, 429)).toBe(wait)
  })
})
