import { describe, expect, it } from 'vitest'
import type { VideoTask, WatchResult } from 'react-video-task/client'
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

describe('many watched tasks in a few numbers', () => {
  it('counts each at its word', () => {
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
    ])
    expect(states).toMatchObject({
      idle: 1,
      loading: 1,
      queued: 1,
      in_progress: 2,
      completed: 1,
      failed: 1,
      error: 1,
      unreachable: 2,
    })
    expect({ total, settled }).toEqual({ total: 9, settled: 3 })
  })

  it.each([
    ['nothing at all', [], 0],
    ['nothing known yet', [result(), result()], 0],
    ['half of it done', [result(task('completed', 100)), result(task('queued'))], 50],
    ['an end without a video is an end', [result(task('failed', 10)), result(task('error'))], 100],
    ['a wait for an id counts for nothing', [result(undefined, { isLoading: false }), running(50)], 50],
    ['a stuck task never makes it 100', [running(100)], 99],
    ['nor does one in a thousand', [...Array(999).fill(result(task('completed'))), running(100)], 99],
    ['it does not go backwards with a server', [running(20, 60)], 60],
    ['odd numbers do no harm', [running(Number.NaN), running(-5), running(400)], 33],
  ])('overall progress: %s', (_, results, progress) => {
    expect(summarizeVideoTasks(results).progress).toBe(progress)
  })

  it('equal results give equal numbers', () => {
    const results = [running(40), result(task('completed'))]
    expect(summarizeVideoTasks(results)).toEqual(summarizeVideoTasks([...results]))
  })
})
