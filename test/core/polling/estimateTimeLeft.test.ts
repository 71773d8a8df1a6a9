import { describe, expect, it } from 'vitest'
import type { TimeLeft, VideoTask, VideoTaskObservation } from 'react-video-task/client'
import { estimateTimeLeft, smoothProgress } from 'react-video-task/client'
import { adaptivePolicy, storeWithHistory } from '../../../bench/polling/policies.js'
import { simulateTasks } from '../../../bench/polling/simulatedTasks.js'
import { START, watchTask } from '../../../bench/polling/watchTask.js'

const NOW = 1_800_000_000_000
const typical = { run: 90_000, spread: 0.2, queue: 8_000, samples: 20 }

/** A task that was first seen queued and has been running for 30 s. */
function running(observed: Partial<VideoTaskObservation> = {}, fields: Partial<VideoTask> = {}): VideoTask {
  const task: VideoTask = {
    id: 'a',
    object: 'video',
    status: 'in_progress',
    progress: observed.highest_progress ?? 0,
    observed: {
      first_seen: NOW - 40_000,
      running_since: NOW - 30_000,
      running_from: 0,
      highest_progress: 0,
      last_change: NOW - 30_000,
      watched_from: NOW - 40_000,
      ...observed,
    },
  }
  return Object.assign(task, fields)
}

/** A range in whole seconds. */
const inSeconds = (left: TimeLeft | undefined) =>
  left && [left.min, left.max].map((time) => Math.round(time / 1000))

describe('smoothProgress', () => {
  it('moves between two answers of a running task', () => {
    const task = running({ highest_progress: 40, last_change: NOW })
    expect(smoothProgress(task, { now: NOW + 20_000, typical })).toBeGreaterThan(41)
  })

  it.each([
    ['at the known progress before its last change, as after a clock change', -10_000, 0],
    ['at the known progress at its last change', 0, 0],
    ['two thirds of the way to 99 at the predicted end', 54_000, 1],
    ['three quarters of the way half as long after it', 81_000, 1.5],
    ['no further a day later', 86_400_000, 1.5],
  ])('is %s', (_, passed, rests) => {
    // First seen at 40 %: the rest of a run of 90 s takes 54 s.
    const late = { running_since: NOW, running_from: 40, highest_progress: 40, last_change: NOW }
    const progress = smoothProgress(running(late), { now: NOW + passed, typical })
    expect(progress).toBeCloseTo(40 + 59 * (1 - Math.exp(-rests)), 9)
  })

  it('stays at the known progress where the predicted end is that of the last change', () => {
    const end = { running_since: NOW - 54_000, running_from: 40, highest_progress: 40, last_change: NOW }
    for (const passed of [0, 20_000]) {
      expect(smoothProgress(running(end), { now: NOW + passed, typical })).toBe(40)
    }
  })

  it('is 100 for a completed task, whatever progress its answer has', () => {
    expect(smoothProgress(running({}, { status: 'completed', progress: 30 }), { now: NOW })).toBe(100)
  })

  it('stays at the known progress where the predicted end has passed at the last change', () => {
    const late = { running_since: NOW - 500_000, running_from: 50, highest_progress: 50, last_change: NOW }
    expect(smoothProgress(running(late, { progress: 40 }), { now: NOW + 20_000, typical })).toBe(50)
  })

  it('stays at the known progress while the status is unknown', () => {
    const task = running({ highest_progress: 40, last_change: NOW }, { raw_status: 'WARPING' })
    expect(smoothProgress(task, { now: NOW + 20_000, typical })).toBe(40)
    const start = running({}, { raw_status: 'WARPING' })
    expect(smoothProgress(start, { now: NOW + 20_000, typical })).toBeUndefined()
  })
})

describe('estimateTimeLeft', () => {
  it('returns a range around the typical duration, less the time passed', () => {
    const left = estimateTimeLeft(running(), { now: NOW, typical })
    // Four of five such tasks take 60 to 134 s, and this one has been running for 30.
    expect(inSeconds(left)).toEqual([30, 104])
  })

  it('narrows the range with progress, also without a typical duration', () => {
    const half = running({ highest_progress: 50, last_change: NOW })
    const most = running({ highest_progress: 90, last_change: NOW })
    const [wide, narrow] = [half, most].map((task) => inSeconds(estimateTimeLeft(task, { now: NOW })))
    expect(wide).toEqual([17, 48])
    expect(narrow).toEqual([0, 7])
    // Half in 30 s outweighs a typical duration of 90 s.
    expect(inSeconds(estimateTimeLeft(half, { now: NOW, typical }))).toEqual([19, 49])
  })

  it('adds the time in the queue for a queued task', () => {
    const queued = running({ running_since: undefined, running_from: undefined }, { status: 'queued' })
    // 60 to 134 s, after a queue of up to twice the 40 s that it has lasted.
    expect(inSeconds(estimateTimeLeft(queued, { now: NOW, typical }))).toEqual([60, 214])
    expect(estimateTimeLeft(queued, { now: NOW })).toBeUndefined()
  })

  it.each([
    ['without a task', undefined, typical],
    ['for a task without an observation', running({}, { observed: undefined }), typical],
    ['for a task with neither progress nor a typical duration', running(), undefined],
    ['for a typical duration of fewer than three samples', running(), { ...typical, samples: 2 }],
    ['for a model whose durations differ widely', running(), { ...typical, spread: 0.8 }],
    ['for a task that has ended', running({}, { status: 'completed' }), typical],
    ['for a task with an unknown status', running({}, { raw_status: 'WARPING' }), typical],
    ['for a stalled task', running({ stalled: NOW }), typical],
    ['for an overdue task', running({ running_since: NOW - 150_000 }), typical],
    ['for a task stuck at 100 %', running({ highest_progress: 100, last_change: NOW - 20_000 }), typical],
    ['for a task that was first seen running', running({ first_seen: NOW - 30_000 }), typical],
  ])('returns undefined %s', (_, task, known) => {
    expect(estimateTimeLeft(task, { now: NOW, typical: known })).toBeUndefined()
  })

  it('is known from three samples on, at 1 %, and up to a spread at which its end is four times its start', () => {
    const left = (spread: number) =>
      estimateTimeLeft(running(), { now: NOW, typical: { ...typical, spread, samples: 3 } })
    expect(inSeconds(left(0.37))).toEqual([15, 150])
    expect(left(0.38)).toBeUndefined()
    const start = NOW - 900
    const openedLate = running({
      ...{ first_seen: start, running_since: start },
      highest_progress: 1,
      last_change: NOW,
    })
    expect(estimateTimeLeft(openedLate, { now: NOW, typical })).toBeDefined()
  })

  it('contains the end of at least three in four simulated tasks', () => {
    const store = storeWithHistory({ seed: 7 })
    const policy = adaptivePolicy(store)
    const outcomes = simulateTasks(500, { seed: 8 })
      .filter(({ isFailed }) => !isFailed)
      .flatMap((simulated) => {
        const hits: boolean[] = []
        watchTask(simulated, (state, ...rest) => {
          const now = state.dataUpdatedAt ?? 0
          const left = estimateTimeLeft(state.data, { now, typical: store.typical(state.data) })
          const truth = START + simulated.end - now
          if (left) hits.push(left.min <= truth && truth <= left.max)
          return policy(state, ...rest)
        })
        return hits
      })
    expect(outcomes.length).toBeGreaterThan(4_000)
    expect(outcomes.filter(Boolean).length / outcomes.length).toBeGreaterThan(0.75)
  })
})
