import { describe, expect, it } from 'vitest'
import { createTestApi } from '../support/createTestApi.js'

describe('emulator.addTask', () => {
  it.each([
    [{ status: 'queued' }, { status: 'queued', progress: 0 }],
    [
      { status: 'in_progress', progress: 45 },
      { status: 'in_progress', progress: 45 },
    ],
    [
      { status: 'failed', progress: 62, error: { message: 'No' } },
      { progress: 62, error: { message: 'No' } },
    ],
    [{ status: 'error' }, { status: 'error', progress: 50 }],
    [{ status: 'completed' }, { status: 'completed', progress: 100, video_url: expect.any(String) }],
  ] as const)('freezes a task in the state %o at any time', async (state, expected) => {
    const { clock, emulator, retrieve } = createTestApi()
    const added = emulator.addTask({ id: 't', state })
    expect(added).toMatchObject(expected)
    clock.advance(60_000)
    expect(await retrieve('t')).toEqual(added)
  })

  it('adds a failed task without an error object if the state has none', () => {
    expect(createTestApi().emulator.addTask({ state: { status: 'failed' } })).not.toHaveProperty('error')
  })

  it('adds a completed task without a URL, whose content route works', async () => {
    const { ask, emulator } = createTestApi()
    const task = emulator.addTask({ id: 't', state: { status: 'completed', url: 'none' } })
    expect(task.completed_at).toBeTypeOf('number')
    expect(task).not.toHaveProperty('video_url')
    expect((await ask('/videos/t/content')).status).toBe(200)
  })

  it('adds a completed task whose URL has expired', async () => {
    const { emulator, retrieve } = createTestApi()
    emulator.addTask({ id: 't', state: { status: 'completed', url: 'expired' } })
    const { video_url = '', created_at } = await retrieve('t')
    expect(new URL(video_url).searchParams.get('Expires')).toBe(`${created_at}`)
    const response = await emulator.fetch(video_url)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Request has expired')
  })

  it('computes the state of a task from its age', () => {
    const { clock, emulator } = createTestApi({ duration: 20_000 })
    const running = emulator.addTask({ age: 12_000 })
    expect(running).toMatchObject({ status: 'in_progress', created_at: clock.now() / 1000 - 12 })
    expect(emulator.addTask({ age: 20_000 }).status).toBe('completed')
    expect(emulator.addTask({ age: 5000, state: { status: 'completed' } })).toMatchObject({
      created_at: clock.now() / 1000 - 5,
      completed_at: clock.now() / 1000,
    })
  })

  it('accepts id, model and fields that overwrite those of the response', async () => {
    const { emulator, retrieve } = createTestApi()
    emulator.addTask({ id: 't', model: 'wan2.7', fields: { size: '1280x720', video_url: 'javascript:0' } })
    expect(await retrieve('t')).toMatchObject({
      id: 't',
      model: 'wan2.7',
      size: '1280x720',
      video_url: 'javascript:0',
    })
  })

  it('replaces a task with the same id, and reset removes all tasks and requests', async () => {
    const { ask, emulator, retrieve } = createTestApi()
    emulator.addTask({ id: 't', state: { status: 'queued' } })
    emulator.addTask({ id: 't', state: { status: 'completed' } })
    expect((await retrieve('t')).status).toBe('completed')
    emulator.reset()
    expect(emulator.requests).toEqual([])
    expect((await ask('/videos/t')).status).toBe(400)
  })
})
