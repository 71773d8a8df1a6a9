import { describe, expect, it } from 'vitest'
import type { VideoTaskError } from 'react-video-task/client'
import {
  nextPoll,
  parseVideoTask,
  VideoApiError,
  VideoNetworkError,
  VideoResponseError,
} from 'react-video-task/client'

const running = parseVideoTask({ id: 'a', status: 'in_progress', progress: 40 })
const after = (error: VideoTaskError, attempt = 1) => {
  error.attempt = attempt
  return nextPoll({ data: running, error })
}
const api = (status: number, code?: string) => new VideoApiError({ status, code })

describe('nextPoll', () => {
  it('asks at a steady pace while the task is under way or not known yet', () => {
    expect(nextPoll({ data: running, error: null })).toEqual({ delay: 5_000, reason: 'running' })
    expect(nextPoll({ data: undefined, error: null }, {}, { interval: 1_000 }).delay).toBe(1_000)
  })

  it.each(['completed', 'failed', 'error'] as const)(
    'ends when the task is %s, whatever the last poll said',
    (status) => {
      const data = parseVideoTask({ id: 'a', status })
      expect(nextPoll({ data, error: null })).toEqual({ delay: false, reason: status })
      expect(nextPoll({ data, error: api(503) })).toEqual({ delay: false, reason: status })
    },
  )

  it('doubles the wait with each failure in a row, from 2 s to 60 s', () => {
    const error = () => new VideoNetworkError('down', { code: 'network_error' })
    const waits = [1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => after(error(), attempt).delay)
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
  })

  it.each([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])('goes on after a %d', (status) => {
    expect(after(api(status))).toEqual({ delay: 2_000, reason: 'retry' })
  })

  it.each([400, 401, 403, 413, 422, 501])('ends after a %d', (status) => {
    expect(after(api(status))).toEqual({ delay: false, reason: 'refused' })
  })

  it('ends after a 500 invalid_request and a 503 model_not_found, which no waiting mends', () => {
    expect(after(api(500, 'invalid_request')).delay).toBe(false)
    expect(after(api(503, 'model_not_found')).delay).toBe(false)
  })

  it('gives an unknown id four tries, 30 s in all, since a fresh one may need them', () => {
    for (const error of [() => api(404), () => api(400, 'task_not_exist')]) {
      const waits = [1, 2, 3, 4, 5].map((attempt) => after(error(), attempt).delay)
      expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, false])
    }
  })

  it('waits as long as the server asks, never shorter than its own backoff', () => {
    expect(after(new VideoApiError({ status: 429, retryAfter: 20_000 })).delay).toBe(20_000)
    expect(after(new VideoApiError({ status: 429, retryAfter: 5_000 }), 4).delay).toBe(16_000)
  })

  it('ends after an answer that shows a wrong base URL, goes on after one cut short', () => {
    expect(after(new VideoResponseError('html', { code: 'wrong_base_url' })).delay).toBe(false)
    expect(after(new VideoResponseError('cut', { code: 'invalid_json', retryable: true })).delay).toBe(2_000)
  })

  it('polls a page nobody sees every 45 s, and waits while the machine is offline', () => {
    expect(nextPoll({ data: running, error: null }, { hidden: true })).toEqual({
      delay: 45_000,
      reason: 'hidden',
    })
    expect(nextPoll({ data: running, error: null }, { offline: true })).toEqual({
      delay: 60_000,
      reason: 'offline',
    })
    expect(
      nextPoll({ data: parseVideoTask({ id: 'a', status: 'done' }), error: null }, { hidden: true }).delay,
    ).toBe(false)
  })
})
