import { describe, expect, it } from 'vitest'
import { parseVideoTask, VideoNetworkError, videoTaskState } from 'react-video-task/client'

const error = new VideoNetworkError('down', { code: 'network_error' })
const result = { data: undefined, error: null, errorUpdateCount: 0, isLoading: false } as const

describe('videoTaskState', () => {
  it('is idle without an id and loading until the first answer', () => {
    expect(videoTaskState(result)).toBe('idle')
    expect(videoTaskState({ ...result, isLoading: true })).toBe('loading')
  })

  it('is idle while the query is disabled, although a poll before has failed', () => {
    expect(videoTaskState({ ...result, errorUpdateCount: 1, isEnabled: false })).toBe('idle')
    expect(videoTaskState({ ...result, isLoading: true, isEnabled: false })).toBe('idle')
    expect(videoTaskState({ ...result, isLoading: true, isEnabled: true })).toBe('loading')
    const data = parseVideoTask({ id: 'a', status: 'queued' })
    expect(videoTaskState({ ...result, data, isEnabled: false })).toBe('queued')
  })

  it("is the task's own status after the first answer", () => {
    for (const status of ['queued', 'in_progress', 'completed', 'failed', 'error'] as const) {
      expect(videoTaskState({ ...result, data: parseVideoTask({ id: 'a', status }) })).toBe(status)
    }
  })

  it('is unreachable after a failed poll, also during the retry', () => {
    const data = parseVideoTask({ id: 'a', status: 'in_progress' })
    expect(videoTaskState({ ...result, data, error, errorUpdateCount: 1 })).toBe('unreachable')
    expect(videoTaskState({ ...result, data, errorUpdateCount: 1 })).toBe('in_progress')
    // TanStack clears the error of a query without data when it fetches again.
    expect(videoTaskState({ ...result, errorUpdateCount: 1, isLoading: true })).toBe('unreachable')
  })

  it('stays final although a later poll failed', () => {
    const data = parseVideoTask({ id: 'a', status: 'completed' })
    expect(videoTaskState({ ...result, data, error, errorUpdateCount: 1 })).toBe('completed')
  })

  it('is stalled, and outweighs a failed poll; deleted outweighs everything', () => {
    const observed = { first_seen: 1, highest_progress: 0, last_change: 1, watched_from: 1, stalled: 2 }
    const stalled = { ...parseVideoTask({ id: 'a', status: 'in_progress' }), observed }
    for (const failure of [{}, { error, errorUpdateCount: 1 }]) {
      expect(videoTaskState({ ...result, ...failure, data: stalled })).toBe('stalled')
      for (const status of ['in_progress', 'completed'] as const) {
        const data = { ...parseVideoTask({ id: 'a', status }), observed: { ...observed, deleted: 3 } }
        expect(videoTaskState({ ...result, ...failure, data })).toBe('deleted')
      }
    }
  })

  it('is expired only for a completed task whose URLs all failed', () => {
    const observed = { first_seen: 1, highest_progress: 0, last_change: 1, watched_from: 1, expired: 2 }
    const completed = { ...parseVideoTask({ id: 'a', status: 'completed' }), observed }
    expect(videoTaskState({ ...result, data: completed })).toBe('expired')
    const failed = { ...parseVideoTask({ id: 'a', status: 'failed' }), observed }
    expect(videoTaskState({ ...result, data: failed })).toBe('failed')
  })
})
