import { describe, expect, it } from 'vitest'
import type { VideoTask, VideoTaskObservation } from 'react-video-task/client'
import { estimateTimeLeft } from 'react-video-task/client'
import { adaptivePolicy, storeWithHistory } from '../../../bench/polling/policies.js'
import { simulateTasks } from '../../../bench/polling/simulatedTasks.js'
import { START, watchTask } from '../../../bench/polling/watchTask.js'

const NOW = 1_800_000_000_000
const typical = { run: 90_000, spread: 0.2, queue: 8_000, samples: 20 }

/** A task that was first queued, has been running for 30 s, and what else was observed. */
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

describe('estimateTimeLeft', () => {
  it('gives a span around what the model typically takes, less what has passed', () => {
    const left = estimateTimeLeft(running(), { now: NOW, typical })
    expect(left?.min).toBeGreaterThan(20_000)
    expect(left?.min).toBeLessThan(60_000)
    expect(left?.max).toBeGreaterThan(60_000)
    expect(left?.max).toBeLessThan(120_000)
  })

  it('narrows as progress comes, and needs nothing learnt then', () => {
    const half = running({ highest_progress: 50, last_change: NOW })
    const most = running({ highest_progress: 90, last_change: NOW })
    const [wide, narrow] = [half, most].map((task) => estimateTimeLeft(task, { now: NOW }))
    expect(wide?.min).toBeLessThan(30_000)
    expect(wide?.max).toBeGreaterThan(30_000)
    expect(narrow?.max).toBeLessThan(8_000)
  })

  it('adds the queue for a task that waits its turn', () => {
    const queued = running({ running_since: undefined, running_from: undefined }, { status: 'queued' })
    const inQueue = estimateTimeLeft(queued, { now: NOW, typical })
    expect(inQueue?.max).toBeGreaterThan(90_000 + 40_000)
    expect(estimateTimeLeft(queued, { now: NOW })).toBeUndefined()
  })

  it.each([
    ['nothing is known of', undefined, typical],
    ['nothing was observed of', running({}, { observed: undefined }), typical],
    ['shows no progress and has no typical duration', running(), undefined],
    ['is typical of too few', running(), { ...typical, samples: 2 }],
    ['is of a model that takes now a minute, now an hour', running(), { ...typical, spread: 0.8 }],
    ['is over', running({}, { status: 'completed' }), typical],
    ['was given up', running({ stalled: NOW }), typical],
    ['is late', running({ running_since: NOW - 150_000 }), typical],
    ['stays at 100 %', running({ highest_progress: 100, last_change: NOW - 20_000 }), typical],
    ['was found running, who knows since when', running({ first_seen: NOW - 30_000 }), typical],
  ])('tells nothing of a task that %s', (_, task, known) => {
    expect(estimateTimeLeft(task, { now: NOW, typical: known })).toBeUndefined()
  })

  it('is right for about four of five simulated tasks whenever it says anything', () => {
    const store = storeWithHistory({ seed: 7 })
    const policy = adaptivePolicy(store)
    const told = simulateTasks(500, { seed: 8 })
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
    expect(told.length).toBeGreaterThan(4_000)
    expect(told.filter(Boolean).length / told.length).toBeGreaterThan(0.75)
  })
})
