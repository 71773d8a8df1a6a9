import type { TaskSeed, TaskState } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { createTestApi } from '../support/createTestApi.js'
import { createManualClock } from '../support/createManualClock.js'

const NOW = 1_779_938_152_999
const SECONDS = 1_779_938_152

/** An emulator whose tasks take 20 s and whose URLs work for 10 s. */
function start(options = {}) {
  const clock = createManualClock(NOW)
  const api = createTestApi({ now: clock.now, duration: 20_000, urlLifetime: 10_000, ...options })
  return { ...api, clock }
}
const expiryOf = (url = '') => Number(new URL(url).searchParams.get('Expires'))

describe('a task that is added', () => {
  it.each<[TaskState | undefined, number, object]>([
    [undefined, 0, { status: 'queued', progress: 0 }],
    [{ status: 'queued' }, 0, { status: 'queued', progress: 0 }],
    [{ status: 'in_progress', progress: 5 }, 10, { status: 'in_progress', progress: 5 }],
    [{ status: 'completed' }, 20, { status: 'completed', progress: 100, completed_at: SECONDS }],
    [{ status: 'completed', endedAfter: 5_000 }, 20, { completed_at: SECONDS - 15 }],
    [{ status: 'failed' }, 20, { status: 'failed', progress: 50 }],
    [{ status: 'failed', progress: 7 }, 20, { status: 'failed', progress: 7 }],
    [{ status: 'error' }, 20, { status: 'error', progress: 50 }],
  ])('in the state %o was made %d s ago', async (state, age, fields) => {
    const { emulator, retrieve, clock } = start()
    const seed: TaskSeed = { id: 't', ...(state && { state }) }
    const expected = { id: 't', model: 'wan2.6', object: 'video', created_at: SECONDS - age, ...fields }
    expect(emulator.addTask(seed)).toMatchObject(expected)
    expect(await retrieve('t')).toMatchObject(expected)
    const [view] = emulator.tasks
    expect(view).toMatchObject({
      ...{ id: 't', model: 'wan2.6', prompt: 'A quiet lake at dawn', seconds: '5', size: '1920x1080' },
      createdAt: NOW - age * 1_000,
    })
    if (!state) return
    expect([view?.state, view?.ending]).toEqual([state, state])
    clock.advance(86_400_000)
    expect((await retrieve('t')).status).toBe(state.status)
  })

  it.each([
    [0, 'queued'],
    [2_999, 'queued'],
    [3_000, 'in_progress'],
    [19_999, 'in_progress'],
    [20_000, 'completed'],
  ])('with the age %d ms is %s', async (age, status) => {
    const { emulator, retrieve } = start()
    emulator.addTask({ id: 't', age, seconds: '10', size: '720x1280' })
    expect((await retrieve('t')).status).toBe(status)
    expect(emulator.tasks).toMatchObject([
      {
        seconds: '10',
        size: '720x1280',
        createdAt: NOW - age,
        state: { status },
        ending: { status: 'completed' },
      },
    ])
  })

  it('is as at its create where the clock goes back', async () => {
    const { emulator, retrieve, clock, ask } = start()
    emulator.addTask({ id: 't' })
    clock.advance(-60_000)
    expect(await retrieve('t')).toMatchObject({ status: 'queued', created_at: SECONDS })
    clock.advance(80_000)
    expect((await retrieve('t')).status).toBe('completed')
    expect((await ask('/videos/t/content')).status).toBe(200)
  })

  it.each(['sora-2', 'omni-fast'])('of %s fails where others end in error', async (model) => {
    const { emulator, retrieve } = start()
    emulator.addTask({ id: 't', model, scenario: 'error', age: 20_000 })
    expect((await retrieve('t')).status).toBe('failed')
    expect(emulator.tasks).toMatchObject([{ state: { status: 'failed' }, ending: { status: 'failed' } }])
  })
})

describe('the URL of a video', () => {
  it('is one for each lifetime since the end, and works until its second is over', async () => {
    const { emulator, retrieve, clock } = start()
    emulator.addTask({ id: 't', state: { status: 'completed' } })
    const urls: (string | undefined)[] = []
    for (const wait of [0, 9_999, 1, 9_999, 1]) {
      clock.advance(wait)
      urls.push((await retrieve('t')).video_url)
    }
    // The task ended 1 ms before a full second.
    expect(urls.map(expiryOf)).toEqual([11, 11, 21, 21, 31].map((after) => SECONDS + after))
    const status = async () => (await emulator.fetch(urls[0] ?? '')).status
    clock.advance(-20_000 + 10_000)
    expect(await status()).toBe(200)
    clock.advance(1)
    expect(await status()).toBe(403)
  })

  it('that has expired was so from the create on', async () => {
    const { emulator } = start()
    const { video_url } = emulator.addTask({ id: 't', state: { status: 'completed', url: 'expired' } })
    expect(expiryOf(video_url)).toBe(SECONDS - 20)
    expect(emulator.addTask({ state: { status: 'completed', url: 'none' } })).not.toHaveProperty('video_url')
  })

  it('is of a file that changed last when the task ended', async () => {
    const { emulator, ask } = start()
    emulator.addTask({ id: 't', state: { status: 'completed' } })
    const { headers } = await ask('/videos/t/content')
    expect(headers.get('last-modified')).toBe(new Date(SECONDS * 1000).toUTCString())
  })
})
