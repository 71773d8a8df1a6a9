import { afterEach, describe, expect, it, vi } from 'vitest'
import type { VideoTask, VideoTaskObservation } from 'react-video-task/client'
import { createDurationStore } from 'react-video-task/client'

afterEach(() => void vi.unstubAllGlobals())

const START = 1_800_000_000_000

/** A completed task that was watched from the queue on and ran for `run` ms. */
function finished(
  run: number,
  fields: Partial<VideoTask> = {},
  observed: Partial<VideoTaskObservation> = {},
) {
  const task: VideoTask = {
    id: 'a',
    object: 'video',
    status: 'completed',
    progress: 100,
    model: 'wan2.6',
    observed: {
      first_seen: START,
      running_since: START + 8_000,
      running_from: 0,
      highest_progress: 100,
      last_change: START + 8_000 + run,
      watched_from: START,
      ...observed,
    },
  }
  return Object.assign(task, fields)
}

/** A storage like the browser's, and its entries. */
function memory(entries = new Map<string, string>()) {
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, text: string) => void entries.set(key, text),
  }
}

const wan = { model: 'wan2.6' }

describe('createDurationStore', () => {
  it('returns the median run and queue of a model, and the spread', () => {
    const store = createDurationStore({ storage: null })
    expect(store.typical(wan)).toBeUndefined()
    for (const run of [50_000, 90_000, 70_000, 60_000, 80_000]) store.add(finished(run))
    expect(store.typical(wan)).toMatchObject({ run: 70_000, queue: 8_000, samples: 5 })
    // Half of them are within a sixth; four assumed samples with a spread of 0.3 count beside these five.
    expect(store.typical(wan)?.spread).toBeCloseTo((4 * 0.3 + 5 / 6) / 9, 9)
    expect(store.typical({ model: 'other' })).toBeUndefined()
    expect(store.typical(undefined)).toBeUndefined()
  })

  it('separates lengths and sizes, and uses all tasks of the model below three samples', () => {
    const store = createDurationStore({ storage: null })
    for (const run of [60_000, 61_000, 62_000]) store.add(finished(run, { seconds: '5' }))
    store.add(finished(200_000, { seconds: '10' }))
    expect(store.typical({ ...wan, seconds: '5' })).toMatchObject({ run: 61_000, samples: 3 })
    expect(store.typical({ ...wan, seconds: '10' })).toMatchObject({ run: 61_500, samples: 4 })
    for (const run of [201_000, 202_000]) store.add(finished(run, { seconds: '10' }))
    expect(store.typical({ ...wan, seconds: '10' })).toMatchObject({ run: 201_000, samples: 3 })
    expect(store.typical({ ...wan, seconds: '5', size: '1280x720' })?.samples).toBe(6)
  })

  it.each([
    ['failed', finished(60_000, { status: 'failed' })],
    ['is running', finished(60_000, { status: 'in_progress' })],
    ['has no model', finished(60_000, { model: undefined })],
    ['has no observation', finished(60_000, { observed: undefined })],
    ['was first seen during its run', finished(60_000, {}, { first_seen: START + 8_000, running_from: 40 })],
    ['was first seen running, with no creation time', finished(60_000, {}, { first_seen: START + 8_000 })],
    ['was watched with a gap', finished(60_000, {}, { watched_from: START + 20_000 })],
    ['ended before it ran, after a clock change', finished(-5_000)],
    ['ended at the moment at which it ran', finished(0)],
    ['ran for longer than two hours', finished(7_200_001)],
  ])('ignores a task that %s', (_, task) => {
    const store = createDurationStore({ storage: null })
    store.add(task)
    expect(store.typical(wan)).toBeUndefined()
  })

  it('records a task that was never queued if it was seen right after its creation', () => {
    const store = createDurationStore({ storage: null })
    const observed = { first_seen: START, running_since: START, last_change: START + 30_000 }
    store.add(finished(0, { created_at: START / 1000 }, observed))
    expect(store.typical(wan)).toMatchObject({ run: 30_000, queue: 0 })
  })

  it.each([
    ['records', 9, 1],
    ['ignores', 11, undefined],
  ])('%s a task first seen running %d s after its creation', (_, seconds, samples) => {
    const store = createDurationStore({ storage: null })
    const created_at = START / 1_000 - seconds
    store.add(finished(60_000, { created_at }, { running_since: START, last_change: START + 60_000 }))
    expect(store.typical(wan)?.samples).toBe(samples)
  })

  it('records a run too short for any poll to see', () => {
    const store = createDurationStore({ storage: null })
    store.add(finished(0, {}, { running_since: undefined, last_change: START + 12_000 }))
    expect(store.typical(wan)?.run).toBe(12_000)
  })

  it.each([1, 7_200_000])('records a run of %d ms', (run) => {
    const store = createDurationStore({ storage: null })
    store.add(finished(run))
    expect(store.typical(wan)).toMatchObject({ samples: 1, run })
  })

  it('records a task once, and writes it once, however often it is added', () => {
    const storage = memory()
    const write = vi.spyOn(storage, 'setItem')
    const store = createDurationStore({ storage })
    for (let i = 0; i < 5; i++) store.add(finished(60_000))
    expect(store.typical(wan)?.samples).toBe(1)
    expect(write).toHaveBeenCalledTimes(1)
  })

  it('keeps 20 samples of a kind and 50 kinds', () => {
    const storage = memory()
    const store = createDurationStore({ storage })
    for (let i = 0; i < 100; i++) store.add(finished(60_000 + i))
    expect(store.typical(wan)).toMatchObject({ samples: 20, run: 60_089.5 })
    for (let i = 0; i < 60; i++) store.add(finished(60_000, { model: `model ${i}` }))
    expect(store.typical(wan)).toBeUndefined()
    expect(store.typical({ model: 'model 9' })).toBeUndefined()
    expect(store.typical({ model: 'model 10' })).toBeDefined()
    expect(JSON.stringify([...storage.entries]).length).toBeLessThan(20_000)
  })

  it('stores durations in localStorage, or in the given storage under the given key', () => {
    const local = memory()
    vi.stubGlobal('localStorage', local)
    createDurationStore().add(finished(60_000))
    expect([...local.entries.keys()]).toEqual(['react-video-task:durations'])
    expect(createDurationStore().typical(wan)?.run).toBe(60_000)
    const own = memory()
    createDurationStore({ storage: own, key: 'mine' }).add(finished(70_000))
    expect([...own.entries.keys()]).toEqual(['mine'])
    expect(createDurationStore({ storage: null }).typical(wan)).toBeUndefined()
  })

  it('reads and keeps what another tab has recorded', () => {
    const shared = memory()
    const [one, two] = [createDurationStore({ storage: shared }), createDurationStore({ storage: shared })]
    one.add(finished(60_000))
    two.add(finished(80_000))
    expect(one.typical(wan)).toMatchObject({ samples: 2, run: 70_000 })
    const reader = createDurationStore({ storage: shared })
    expect(reader.typical(wan)?.samples).toBe(2)
    shared.entries.clear()
    for (const store of [one, two, reader]) expect(store.typical(wan)).toBeUndefined()
  })

  it('forgets its own samples when the user clears the storage', () => {
    const storage = memory()
    const store = createDurationStore({ storage })
    store.add(finished(60_000))
    storage.entries.clear()
    expect(store.typical(wan)).toBeUndefined()
  })

  it.each([
    'no JSON',
    '{}',
    'null',
    '[1, null, "a", []]',
    '[["wan2.6", " ", [[1, "2"]]]]',
    '[["wan2.6", " ", []]]',
    '[["wan2.6", " ", [[0, -5]]]]',
    '[["wan2.6", " ", [[0, 0]]]]',
    '[["wan2.6", " ", [[0, 7200001]]]]',
    '[["wan2.6", " ", [[0, 1e999]]]]',
    '[["wan2.6", " ", [[0, 5e3], [-1, 5e3]]]]',
    '[["wan2.6", " ", [[0, 5e3, 1]]]]',
    '[["wan2.6", " ", [[0, 5e3]], 1]]',
    '[["wan2.6", 7, [[0, 5e3]]]]',
    '[[7, " ", [[0, 5e3]]]]',
  ])('ignores an invalid stored text: %s', (stored) => {
    const storage = memory(new Map([['react-video-task:durations', stored]]))
    const store = createDurationStore({ storage })
    expect(store.typical(wan)).toBeUndefined()
    store.add(finished(60_000))
    expect(store.typical(wan)).toMatchObject({ samples: 1, run: 60_000 })
  })

  it.each([1, 7_200_000])('reads a stored run of %d ms without a queue', (run) => {
    const text = JSON.stringify([['wan2.6', ' ', [[0, run]]]])
    const store = createDurationStore({ storage: memory(new Map([['react-video-task:durations', text]])) })
    expect(store.typical(wan)).toMatchObject({ samples: 1, queue: 0, run })
  })

  it('records in memory when the storage throws, is full or is missing', () => {
    const fail = () => {
      throw new DOMException('no', 'QuotaExceededError')
    }
    const full = { ...memory(), setItem: fail }
    for (const storage of [{ getItem: fail, setItem: fail }, full, undefined]) {
      const store = createDurationStore({ storage })
      store.add(finished(60_000))
      store.add(finished(80_000))
      expect(store.typical(wan)).toMatchObject({ samples: 2, run: 70_000 })
    }
  })
})
