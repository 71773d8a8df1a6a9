import { describe, expect, it } from 'vitest'
import { promptMarkers, type Scenario } from 'react-video-task/testing'
import { createVendor } from '../support/createVendor.js'

/** The states a task goes through, at every tenth of its time and long after. */
async function story(prompt: string) {
  const { clock, createTask, retrieve } = createVendor({ duration: 20_000 })
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
  it('with [fail] makes the task fail half way with a reason from moderation', async () => {
    const { states, last } = await story('A [fail] lake')
    expect(states[4]?.status).toBe('in_progress')
    expect(states[5]).toMatchObject({
      status: 'failed',
      progress: 39,
      error: { code: 'DataInspectionFailed', message: 'Output data may contain inappropriate content.' },
    })
    expect(last).toEqual(states[5])
    expect(last).not.toHaveProperty('completed_at')
  })

  it('with [error] makes the task end with the status error', async () => {
    const { states, last } = await story('[ERROR]')
    expect(states[4]?.status).toBe('in_progress')
    expect(states[5]).toMatchObject({ status: 'error', error: { code: 'InternalError' } })
    expect(last.status).toBe('error')
  })

  it('with [stuck] leaves the task at 50 for ever', async () => {
    const { states, last } = await story('[stuck]')
    expect(states[0]?.status).toBe('queued')
    expect(states[3]?.progress).toBeLessThan(50)
    expect(states[10]).toMatchObject({ status: 'in_progress', progress: 50 })
    expect(last).toEqual(states[10])
  })

  it('with [refuse] is refused by the content policy, and no task is made', async () => {
    const { create, emulator } = createVendor()
    const response = await create({ model: 'wan2.6', prompt: 'x [refuse]' })
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'content_policy_violation', param: 'prompt' })
    expect(emulator.requests[0]?.taskId).toBeUndefined()
  })

  it('without a marker succeeds, brackets or not', async () => {
    expect((await story('A lake [wide shot]')).last.status).toBe('completed')
  })

  it('is told its markers by the list that the demo shows', () => {
    expect(promptMarkers.map(({ marker }) => marker)).toEqual(['[fail]', '[error]', '[stuck]', '[refuse]'])
  })
})

describe('a seeded scenario', () => {
  it('goes by its name, whatever the prompt says', async () => {
    const { emulator, clock, retrieve } = createVendor()
    const { id } = emulator.addTask({ prompt: '[fail]', scenario: 'succeed' })
    clock.advance(20_000)
    expect((await retrieve(id)).status).toBe('completed')
  })

  it('can be a function of the moment', async () => {
    const { emulator, clock, retrieve } = createVendor({ duration: 1000 })
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
