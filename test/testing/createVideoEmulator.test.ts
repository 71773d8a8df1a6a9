import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { BASE, createTestApi } from './support/createTestApi.js'

describe('createVideoEmulator', () => {
  it('answers a create with a queued task that has the documented fields only', async () => {
    const { create } = createTestApi()
    const response = await create({ model: 'wan2.6', prompt: 'A lake' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual({
      id: expect.stringMatching(/^task_\w{24}$/),
      model: 'wan2.6',
      object: 'video',
      status: 'queued',
      progress: 0,
      created_at: 1_779_938_152,
    })
  })

  it('moves a task from queued through coarse integer progress to completed, where it stays', async () => {
    const { clock, createTask, retrieve } = createTestApi({ duration: 20_000 })
    const { id } = await createTask()
    const seen: string[] = []
    for (let second = 0; second < 25; second++) {
      const { status, progress } = await retrieve(id)
      seen.push(`${status} ${progress}`)
      clock.advance(1000)
    }
    expect(seen.slice(0, 3)).toEqual(Array(3).fill('queued 0'))
    expect([...new Set(seen)]).toEqual([
      'queued 0',
      'in_progress 8',
      'in_progress 16',
      'in_progress 27',
      'in_progress 39',
      'in_progress 50',
      'in_progress 62',
      'in_progress 73',
      'in_progress 84',
      'in_progress 92',
      'completed 100',
    ])
    expect(seen[19]).toBe('in_progress 92')
    expect(seen[20]).toBe('completed 100')
  })

  it('returns completed_at and video_url for a completed task only', async () => {
    const { clock, createTask, retrieve } = createTestApi({ duration: 20_000 })
    const { id } = await createTask()
    clock.advance(19_999)
    const running = await retrieve(id)
    expect(running).not.toHaveProperty('completed_at')
    expect(running).not.toHaveProperty('video_url')
    clock.advance(1)
    const done = await retrieve(id)
    expect(done.completed_at).toBe(done.created_at + 20)
    expect(done.video_url).toMatch(/^https:\/\/api\.cometapi\.com\/files\/task_/)
  })

  it('completes a task after the option duration', async () => {
    const { clock, createTask, retrieve } = createTestApi({ duration: 500 })
    const { id } = await createTask()
    clock.advance(499)
    expect((await retrieve(id)).status).toBe('in_progress')
    clock.advance(1)
    expect((await retrieve(id)).status).toBe('completed')
  })

  it('follows fake timers, even if they are installed after it was created', async () => {
    const { createTask, retrieve } = createTestApi({ now: undefined })
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { id } = await createTask()
    vi.setSystemTime(Date.now() + 20_000)
    expect((await retrieve(id)).status).toBe('completed')
  })

  it('completes tasks at once with duration 0', async () => {
    const { createTask } = createTestApi({ duration: 0 })
    expect((await createTask()).status).toBe('completed')
  })

  it('answers under any prefix and origin, and signs URLs for the origin of the request', async () => {
    const { clock, createTask, emulator } = createTestApi({ apiKey: false })
    const { id } = await createTask()
    clock.advance(20_000)
    const response = await emulator.fetch(`http://127.0.0.1:9/deep/proxy/v1/videos/${id}`)
    expect((await response.json()).video_url).toMatch(/^http:\/\/127\.0\.0\.1:9\/files\//)
  })

  it('keeps tasks of one emulator and of two emulators separate', async () => {
    const [one, other] = [createTestApi(), createTestApi()]
    const first = await one.createTask()
    const second = await one.createTask({ model: 'wan2.7', seconds: '2' })
    expect(second.id).not.toBe(first.id)
    expect((await one.retrieve(second.id)).model).toBe('wan2.7')
    expect((await other.ask(`/videos/${first.id}`)).status).toBe(400)
  })

  it('returns a bound fetch that accepts a Request and a URL', async () => {
    const { emulator } = createTestApi({ apiKey: false })
    const { fetch } = emulator
    emulator.addTask({ id: 't' })
    expect((await fetch(new Request(`${BASE}/videos/t`))).status).toBe(200)
    expect((await fetch(new URL(`${BASE}/videos/t`))).status).toBe(200)
  })

  it.each([{ duration: -1 }, { duration: Number.NaN }, { urlLifetime: 0 }, { latency: -5 }])(
    'throws a RangeError for the invalid time %o',
    (options) => {
      expect(() => createTestApi(options)).toThrow(RangeError)
    },
  )
})
