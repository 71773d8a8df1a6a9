import { describe, expect, it } from 'vitest'
import type { VideoTask, VideoTaskObservation, WatchResult } from 'react-video-task/client'
import { summarizeVideoTasks } from 'react-video-task/client'

const result = (data?: VideoTask, rest: Partial<WatchResult> = {}): WatchResult => ({
  data,
  error: null,
  errorUpdateCount: 0,
  isLoading: data === undefined,
  ...rest,
})
const task = (status: VideoTask['status'], progress = 0, highest?: number): VideoTask => ({
  id: 'a',
  object: 'video',
  status,
  progress,
  ...(highest !== undefined && {
    observed: { first_seen: 0, highest_progress: highest, last_change: 0, watched_from: 0 },
  }),
})
const running = (progress: number, highest?: number) => result(task('in_progress', progress, highest))
/** A task of which more was observed. */
const observed = (status: VideoTask['status'], more: Partial<VideoTaskObservation>): VideoTask => ({
  ...task(status),
  observed: { first_seen: 0, highest_progress: 0, last_change: 0, watched_from: 0, ...more },
})

describe('summarizeVideoTasks', () => {
  it('counts the tasks in each state', () => {
    const { states, total, settled } = summarizeVideoTasks([
      result(),
      result(undefined, { isLoading: false }),
      result(task('queued')),
      running(40),
      running(50),
      result(task('completed', 100)),
      result(task('failed', 30)),
      result(task('error')),
      result(undefined, { errorUpdateCount: 1 }),
      result(task('in_progress', 10), { error: new Error('no answer') }),
      result(observed('in_progress', { stalled: 1 })),
      result(observed('completed', { expired: 1 })),
      result(observed('completed', { expired: 1, unplayable: true })),
      result(observed('in_progress', { deleted: 1 })),
    ])
    expect(states).toEqual({
      idle: 1,
      loading: 1,
      queued: 1,
      in_progress: 2,
      completed: 1,
      failed: 1,
      error: 1,
      unreachable: 2,
      stalled: 1,
      expired: 1,
      unplayable: 1,
      deleted: 1,
    })
    expect({ total, settled }).toEqual({ total: 13, settled: 6 })
  })

  it('counts 0 in each state without tasks', () => {
    expect(Object.values(summarizeVideoTasks([]).states)).toEqual(Array(12).fill(0))
  })

  it.each([
    ['is 0 without tasks', [], 0],
    ['is 0 without answers', [result(), result()], 0],
    ['is 0 for a task that has just started', [running(0)], 0],
    ['is the mean of all tasks', [result(task('completed', 100)), result(task('queued'))], 50],
    ['counts a failed task as 100', [result(task('failed', 10)), result(task('error'))], 100],
    ['ignores a task without an id', [result(undefined, { isLoading: false }), running(50)], 50],
    ['stays at 99 for a running task at 100', [running(100)], 99],
    [
      'stays at 99 with one running task among a thousand',
      [...Array(999).fill(result(task('completed'))), running(100)],
      99,
    ],
    ['does not go backwards with the server', [running(20, 60)], 60],
    ['limits invalid numbers', [running(Number.NaN), running(-5), running(400)], 33],
  ])('progress %s', (_, results, progress) => {
    expect(summarizeVideoTasks(results).progress).toBe(progress)
  })

  it('returns equal summaries for equal results', () => {
    const results = [running(40), result(task('completed'))]
    expect(summarizeVideoTasks(results)).toEqual(summarizeVideoTasks([...results]))
  })
})
