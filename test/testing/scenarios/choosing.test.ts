import { describe, expect, it } from 'vitest'
import { emulatorScenarios, type ScenarioName } from 'react-video-task/testing'
import { createVendor } from '../support/createVendor.js'

const header = (names: string) => ({ headers: { 'x-emulator-scenario': names } })

async function statusOf(vendor: ReturnType<typeof createVendor>, id: string, init?: RequestInit) {
  const response = await vendor.ask(`/videos/${id}`, init)
  return response.ok ? (await response.json()).status : response.status
}

describe('a scenario is chosen', () => {
  it('for all tasks by the emulator, and for one by its seed, its prompt or a header', async () => {
    const vendor = createVendor({ scenario: 'fail', duration: 0 })
    const [plain, seeded, prompted] = [
      vendor.emulator.addTask(),
      vendor.emulator.addTask({ scenario: 'succeed' }),
      vendor.emulator.addTask({ prompt: 'A lake [error]' }),
    ]
    expect([plain.status, seeded.status, prompted.status]).toEqual(['failed', 'completed', 'error'])
    expect((await vendor.createTask()).status).toBe('failed')
    expect((await vendor.createTask({ prompt: '[error]' })).status).toBe('error')
  })

  it('by the header of a create for the task, by that of another request for its answer alone', async () => {
    const vendor = createVendor({ duration: 0 })
    const body = new FormData()
    body.set('model', 'wan2.6')
    body.set('prompt', 'A lake [error]')
    const { id } = await (await vendor.ask('/videos', { method: 'POST', body, ...header('fail') })).json()
    expect(await statusOf(vendor, id)).toBe('failed')
    expect(await statusOf(vendor, id, header('uppercase, succeed'))).toBe('SUCCESS')
    expect(await statusOf(vendor, id, header('poll-401'))).toBe(401)
    expect(await statusOf(vendor, id)).toBe('failed')
  })

  it('by several names in a prompt, which add up', async () => {
    const vendor = createVendor({ duration: 0 })
    const { id } = vendor.emulator.addTask({ prompt: 'A [Uppercase] lake [poll-503] [fail] [wide shot]' })
    expect([await statusOf(vendor, id), await statusOf(vendor, id), await statusOf(vendor, id)]).toEqual([
      503,
      503,
      'FAILED',
    ])
  })

  it('and the rest of it stays where the state is frozen', async () => {
    const vendor = createVendor()
    vendor.emulator.addTask({ id: 't', scenario: 'uppercase', state: { status: 'in_progress', progress: 3 } })
    expect(await statusOf(vendor, 't')).toBe('IN_PROGRESS')
  })

  it('by a name that exists, or the request is refused', async () => {
    const vendor = createVendor()
    vendor.emulator.addTask({ id: 't' })
    const response = await vendor.ask('/videos/t', header('wrapped, nonsense'))
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({
      code: 'unknown_scenario',
      message: expect.stringContaining("Unknown scenario 'nonsense'"),
    })
    const nonsense: ScenarioName = JSON.parse('"nonsense"')
    expect(() => createVendor({ scenario: nonsense })).toThrow(/Unknown scenario 'nonsense'/)
  })
})

describe('every scenario', () => {
  it('has a name of its own and says what it does', () => {
    const names = emulatorScenarios.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(emulatorScenarios.filter(({ description }) => description.length < 3)).toEqual([])
  })

  // Those that say nothing would keep this test waiting; they have their own.
  const answering = emulatorScenarios.filter(({ name }) => !/hang|slow|drip|reset|cut$/.test(name))
  it.each(answering)('$name answers create, poll and download in the time of one turn', async ({ name }) => {
    const { create, ask, emulator } = createVendor({ scenario: name, duration: 0 })
    const created = await create({ model: 'wan2.6', prompt: 'A lake' })
    expect(created.status).toBeGreaterThanOrEqual(200)
    const { id } = emulator.tasks[0] ?? emulator.addTask()
    expect((await ask(`/videos/${id}`)).status).toBeLessThan(600)
    expect((await ask(`/videos/${id}/content`)).status).toBeLessThan(600)
  })
})
