import { describe, expect, it } from 'vitest'
import { emulatorScenarios, type ScenarioName } from 'react-video-task/testing'
import { createTestApi, formOf } from '../support/createTestApi.js'

const header = (names: string) => ({ headers: { 'x-emulator-scenario': names } })

async function statusOf(api: ReturnType<typeof createTestApi>, id: string, init?: RequestInit) {
  const response = await api.ask(`/videos/${id}`, init)
  return response.ok ? (await response.json()).status : response.status
}

describe('the scenario of a task', () => {
  it('is the one of the seed or the prompt, else the default of the emulator', async () => {
    const api = createTestApi({ scenario: 'fail', duration: 0 })
    const [plain, seeded, prompted] = [
      api.emulator.addTask(),
      api.emulator.addTask({ scenario: 'succeed' }),
      api.emulator.addTask({ prompt: 'A lake [error]' }),
    ]
    expect([plain.status, seeded.status, prompted.status]).toEqual(['failed', 'completed', 'error'])
    expect((await api.createTask()).status).toBe('failed')
    expect((await api.createTask({ prompt: '[error]' })).status).toBe('error')
  })

  it('is selected by the header of a create; the header of another request applies to its response only', async () => {
    const api = createTestApi({ duration: 0 })
    const body = formOf({ model: 'wan2.6', prompt: 'A lake [error]' })
    const { id } = await (await api.ask('/videos', { method: 'POST', body, ...header('fail') })).json()
    expect(await statusOf(api, id)).toBe('failed')
    expect(await statusOf(api, id, header('uppercase, succeed'))).toBe('SUCCESS')
    expect(await statusOf(api, id, header('poll-401'))).toBe(401)
    expect(await statusOf(api, id)).toBe('failed')
  })

  it('combines several names in a prompt', async () => {
    const api = createTestApi({ duration: 0 })
    const { id } = api.emulator.addTask({ prompt: 'A [Uppercase] lake [poll-503] [fail] [wide shot]' })
    expect([await statusOf(api, id), await statusOf(api, id), await statusOf(api, id)]).toEqual([
      503,
      503,
      'FAILED',
    ])
  })

  it('keeps its dialect if the state is frozen', async () => {
    const api = createTestApi()
    api.emulator.addTask({ id: 't', scenario: 'uppercase', state: { status: 'in_progress', progress: 3 } })
    expect(await statusOf(api, 't')).toBe('IN_PROGRESS')
  })

  it('must have a known name, else the request gets 400 unknown_scenario', async () => {
    const api = createTestApi()
    api.emulator.addTask({ id: 't' })
    const response = await api.ask('/videos/t', header('wrapped, nonsense'))
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({
      code: 'unknown_scenario',
      message: expect.stringContaining("Unknown scenario 'nonsense'"),
    })
    const nonsense: ScenarioName = JSON.parse('"nonsense"')
    expect(() => createTestApi({ scenario: nonsense })).toThrow(/Unknown scenario 'nonsense'/)
  })
})

describe('emulatorScenarios', () => {
  it('has unique names and a description for each', () => {
    const names = emulatorScenarios.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(emulatorScenarios.filter(({ description }) => description.length < 3)).toEqual([])
  })

  // Scenarios that delay or break the response have tests of their own.
  const answering = emulatorScenarios.filter(({ name }) => !/hang|slow|drip|reset|cut$/.test(name))
  it.each(answering)(
    'contains $name, which answers create, poll and download without a delay',
    async ({ name }) => {
      const { create, ask, emulator } = createTestApi({ scenario: name, duration: 0 })
      const created = await create({ model: 'wan2.6', prompt: 'A lake' })
      expect(created.status).toBeGreaterThanOrEqual(200)
      const { id } = emulator.tasks[0] ?? emulator.addTask()
      expect((await ask(`/videos/${id}`)).status).toBeLessThan(600)
      expect((await ask(`/videos/${id}/content`)).status).toBeLessThan(600)
    },
  )
})
