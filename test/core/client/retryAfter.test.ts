import { describe, expect, it } from 'vitest'
// Private: errors and `poll_after` show the same wait, without the choice of a clock.
import { readRetryAfter } from '../../../src/core/client/retryAfter.js'

describe('readRetryAfter', () => {
  const now = Date.parse('2026-05-28T03:00:00Z')
  const at = (headers: HeadersInit) => readRetryAfter(new Headers(headers), now)
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '1.5' }, 1_500],
    [{ 'retry-after': '7, 9' }, 7_000],
    [{ 'retry-after': 'Thu, 28 May 2026 03:00:20 GMT' }, 20_000],
    [{ 'retry-after': 'Thu, 28 May 2026 03:00:20 GMT', date: 'Thu, 28 May 2026 03:00:05 GMT' }, 15_000],
    [{ 'retry-after': 'Thu, 28 May 2026 02:59:20 GMT' }, undefined],
    [{ 'openai-poll-after-ms': '9000' }, 9_000],
    [{ 'retry-after': '7', 'openai-poll-after-ms': '9000' }, 9_000],
    [{ 'retry-after': '10', 'openai-poll-after-ms': '9000' }, 10_000],
    [{ 'retry-after': 'soon', 'openai-poll-after-ms': '9000' }, 9_000],
    [{ 'retry-after': '7', 'openai-poll-after-ms': 'soon' }, 7_000],
    [{ 'retry-after': '86400' }, 600_000],
    [{ 'openai-poll-after-ms': '9'.repeat(400) }, 600_000],
    [{ 'retry-after': '0', 'openai-poll-after-ms': '0' }, undefined],
    [{ 'retry-after': '-5', 'openai-poll-after-ms': '-5' }, undefined],
    [{ 'retry-after': '0x10' }, undefined],
    [{ 'retry-after': 'soon 1' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('reads %j as %s ms', (headers, wait) => {
    expect(at(headers)).toBe(wait)
  })
})
