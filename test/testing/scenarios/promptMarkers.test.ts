import { describe, expect, it } from 'vitest'
import { promptMarkers, type Scenario } from 'react-video-task/testing'
import { createTestApi } from '../support/createTestApi.js'

/** The task at every tenth of its duration, and a day later. */
async function statesOf(prompt: string) {
  const { clock, createTask, retrieve } = createTestApi({ duration: 20_000 })
  const { id } = await createTask({ prompt })
  const states = []
  for (let tenth = 0; tenth <= 10; tenth++) {
    states.push(await retrieve(id))
    clock.advance(2000)
  }
  clock.advance(86_400_000)
  return { states, last: await retrieve(id) }
}

describe('a prompt', () => {
  it('with [fail] makes the task fail halfway with the error of content moderation', async () => {
    const { states, last } = await statesOf('A [fail] lake')
    expect(states[4]?.status).toBe('in_progress')
    expect(states[5]).toMatchObject({
      status: 'failed',
      progress: 39,
      error: { code: 'DataInspectionFailed', message: 'Output data may contain inappropriate content.' },
    })
    expect(last).toEqual(states[5])
    expect(last).not.toHaveProperty('completed_at')
  })

  it('with [error] makes the task end halfway with the status error', async () => {
    const { states, last } = await statesOf('[ERROR]')
    expect(states[4]?.status).toBe('in_progress')
    expect(states[5]).toMatchObject({ status: 'error', error: { code: 'InternalError' } })
    expect(last.status).toBe('error')
  })

  it('with [stuck] keeps the task at 50 %', async () => {
    const { states, last } = await statesOf('[stuck]')
    expect(states[0]?.status).toBe('queued')
    expect(states[3]?.progress).toBeLessThan(50)
    expect(states[10]).toMatchObject({ status: 'in_progress', progress: 50 })
    expect(last).toEqual(states[10])
  })

  it('with [refuse] gets 400 from the content policy, and no task is created', async () => {
    const { create, emulator } = createTestApi()
    const response = await create({ model: 'wan2.6', prompt: 'x [refuse]' })
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'content_policy_violation', param: 'prompt' })
    expect(emulator.requests[0]?.taskId).toBeUndefined()
  })

  it('without a marker succeeds, whatever else is in brackets', async () => {
    expect((await statesOf('A lake [wide shot]')).last.status).toBe('completed')
  })

  it('has the markers that promptMarkers lists', () => {
    expect(promptMarkers.map(({ marker }) => marker)).toEqual(['[fail]', '[error]', '[stuck]', '[refuse]'])
  })
})

describe('the scenario of a seeded task', () => {
  it('overrides the marker in the prompt', async () => {
    const { emulator, clock, retrieve } = createTestApi()
    const { id } = emulator.addTask({ prompt: '[fail]', scenario: 'succeed' })
    clock.advance(20_000)
    expect((await retrieve(id)).status).toBe('completed')
  })

  it('can be a function of the time', async () => {
    const { emulator, clock, retrieve } = createTestApi({ duration: 1000 })
    const backwards: Scenario = {
      stateAt: ({ elapsed, duration }) => ({
        status: 'in_progress',
        progress: 100 - (elapsed / duration) * 100,
      }),
    }
    const { id } = emulator.addTask({ scenario: backwards })
    clock.advance(250)
    expect((await retrieve(id)).progress).toBe(75)
    clock.advance(500)
    expect((await retrieve(id)).progress).toBe(25)
  })
})
