import type { Scenario, ScenarioMoment, ScenarioRequest } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { createTestApi } from '../support/createTestApi.js'

/** A scenario that changes nothing and keeps what its functions were called with, as an app's may. */
function createWitness() {
  const intercepted: ScenarioRequest[] = []
  const written: ScenarioRequest[] = []
  const moments: ScenarioMoment[] = []
  const scenario: Scenario = {
    intercept: (request) => void intercepted.push(request),
    write: (body, request) => {
      written.push(request)
      return body
    },
    stateAt: (moment) => {
      moments.push(moment)
      return moment.elapsed < 1_000 ? { status: 'queued' } : { status: 'completed' }
    },
  }
  return { scenario, intercepted, written, moments }
}

const duration = 4_000

describe('the functions of a scenario', () => {
  it('get the route of a request and the times of the earlier ones', async () => {
    const { scenario, intercepted, written, moments } = createWitness()
    const { ask, emulator, clock, createTask } = createTestApi({ scenario, duration })
    const { id } = await createTask()
    await createTask()
    await ask(`/videos/${id}`)
    clock.advance(1_500)
    const { video_url } = await (await ask(`/videos/${id}`)).json()
    clock.advance(1)
    for (let count = 0; count < 2; count++) await ask(`/videos/${id}/content`)
    clock.advance(500)
    await emulator.fetch(video_url)

    const create = { route: 'create', elapsed: 0, duration, polls: [] }
    const poll = { route: 'retrieve', duration }
    const polls = [0, 1_500]
    const requests = [
      { ...create, earlier: [] },
      { ...create, earlier: [0] },
      { ...poll, elapsed: 0, earlier: [], polls: [] },
      { ...poll, elapsed: 1_500, earlier: [0], polls: [0] },
    ]
    expect(written).toEqual(requests)
    expect(intercepted).toEqual([
      ...requests,
      { route: 'content', elapsed: 1_501, duration, earlier: [], polls },
      { route: 'content', elapsed: 1_501, duration, earlier: [1_501], polls },
      { route: 'file', elapsed: 2_001, duration, earlier: [], polls },
    ])
    expect(moments.slice(2)).toEqual([
      { elapsed: 0, duration, polls: [] },
      { elapsed: 1_500, duration, polls: [0] },
      ...[1_501, 1_501, 2_001].map((elapsed) => ({ elapsed, duration, polls })),
    ])
  })

  it('get the time of the create where the clock goes back before it', async () => {
    const { scenario, intercepted, moments } = createWitness()
    const { ask, emulator, clock } = createTestApi({ duration })
    const { id } = emulator.addTask({ scenario })
    clock.advance(-60_000)
    await ask(`/videos/${id}`)
    expect([intercepted.at(-1)?.elapsed, moments.at(-1)?.elapsed]).toEqual([0, 0])
  })

  it('get a task of a list as if it was polled, and count no poll for it', async () => {
    const { scenario, intercepted, written } = createWitness()
    const { ask, emulator, clock } = createTestApi({ gateway: 'litellm', duration })
    const { id } = emulator.addTask({ scenario })
    await ask(`/videos/${id}`)
    await ask('/videos')
    clock.advance(2_000)
    const { data } = await (await ask('/videos')).json()
    expect(data).toMatchObject([{ status: 'completed' }])
    await ask(`/videos/${id}`)
    const poll = { route: 'retrieve', duration }
    const first = { ...poll, elapsed: 0, earlier: [], polls: [] }
    const last = { ...poll, elapsed: 2_000, earlier: [0], polls: [0] }
    expect(intercepted).toEqual([first, last])
    expect(written).toEqual([first, { ...first, earlier: [0], polls: [0] }, last, last])
    clock.advance(-60_000)
    await ask('/videos')
    expect(written.at(-1)?.elapsed).toBe(0)
  })

  it('may say how a task ends, which its state says otherwise', async () => {
    const { scenario } = createWitness()
    const { emulator } = createTestApi({ duration })
    emulator.addTask({ scenario })
    emulator.addTask({ scenario: { ...scenario, ending: { status: 'failed', progress: 3 } } })
    emulator.addTask({ scenario: {} })
    expect(emulator.tasks.map(({ ending }) => ending)).toEqual([
      { status: 'completed' },
      { status: 'failed', progress: 3 },
      { status: 'completed', url: 'fresh' },
    ])
  })
})
