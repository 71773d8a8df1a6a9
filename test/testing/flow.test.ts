import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { BASE, createVendor } from './support/createVendor.js'

describe('the emulator on an injected clock', () => {
  it('answers a create with a queued task of the documented fields and no others', async () => {
    const { create } = createVendor()
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

  it('queues, progresses in coarse integer steps, completes, and stays completed', async () => {
    const { clock, createTask, retrieve } = createVendor({ duration: 20_000 })
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

  it('tells when it completed, and where the video is, only once it has completed', async () => {
    const { clock, createTask, retrieve } = createVendor({ duration: 20_000 })
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

  it('takes as long as its duration says', async () => {
    const { clock, createTask, retrieve } = createVendor({ duration: 500 })
    const { id } = await createTask()
    clock.advance(499)
    expect((await retrieve(id)).status).toBe('in_progress')
    clock.advance(1)
    expect((await retrieve(id)).status).toBe('completed')
  })

  it('follows fake timers, even those installed after it was made', async () => {
    const { createTask, retrieve } = createVendor({ now: undefined })
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { id } = await createTask()
    vi.setSystemTime(Date.now() + 20_000)
    expect((await retrieve(id)).status).toBe('completed')
  })

  it('is instant with a duration of 0', async () => {
    const { createTask } = createVendor({ duration: 0 })
    expect((await createTask()).status).toBe('completed')
  })

  it('answers under any prefix, on any origin, and signs URLs for the origin that asked', async () => {
    const { clock, createTask, emulator } = createVendor({ apiKey: false })
    const { id } = await createTask()
    clock.advance(20_000)
    const response = await emulator.fetch(`http://127.0.0.1:9/deep/proxy/v1/videos/${id}`)
    expect((await response.json()).video_url).toMatch(/^http:\/\/127\.0\.0\.1:9\/files\//)
  })

  it('keeps two tasks and two emulators apart', async () => {
    const [one, other] = [createVendor(), createVendor()]
    const first = await one.createTask()
    const second = await one.createTask({ model: 'wan2.7', seconds: '2' })
    expect(second.id).not.toBe(first.id)
    expect((await one.retrieve(second.id)).model).toBe('wan2.7')
    expect((await other.ask(`/videos/${first.id}`)).status).toBe(400)
  })

  it('is a bound function and takes a Request as well as a URL', async () => {
    const { emulator } = createVendor({ apiKey: false })
    const { fetch } = emulator
    emulator.addTask({ id: 't' })
    expect((await fetch(new Request(`${BASE}/videos/t`))).status).toBe(200)
    expect((await fetch(new URL(`${BASE}/videos/t`))).status).toBe(200)
  })

  it.each([{ duration: -1 }, { duration: Number.NaN }, { urlLifetime: 0 }, { latency: -5 }])(
    'refuses a time that cannot be one: %o',
    (options) => {
      expect(() => createVendor(options)).toThrow(RangeError)
    },
  )
})
