import { describe, expect, it } from 'vitest'
import { createVendor, KEY } from './support/createVendor.js'

describe('a seeded task', () => {
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
  ] as const)('frozen as %o stays so whatever the clock says', async (state, expected) => {
    const { clock, emulator, retrieve } = createVendor()
    const added = emulator.addTask({ id: 't', state })
    expect(added).toMatchObject(expected)
    clock.advance(60_000)
    expect(await retrieve('t')).toEqual(added)
  })

  it('fails without an error object when none is given', () => {
    expect(createVendor().emulator.addTask({ state: { status: 'failed' } })).not.toHaveProperty('error')
  })

  it('completes without a URL when asked to, and its content plays all the same', async () => {
    const { ask, emulator } = createVendor()
    const task = emulator.addTask({ id: 't', state: { status: 'completed', url: 'none' } })
    expect(task.completed_at).toBeTypeOf('number')
    expect(task).not.toHaveProperty('video_url')
    expect((await ask('/videos/t/content')).status).toBe(200)
  })

  it('keeps giving a URL that has expired when asked to', async () => {
    const { emulator, retrieve } = createVendor()
    emulator.addTask({ id: 't', state: { status: 'completed', url: 'expired' } })
    const { video_url = '' } = await retrieve('t')
    const response = await emulator.fetch(video_url)
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Request has expired')
  })

  it('of some age is that far on its way', () => {
    const { clock, emulator } = createVendor({ duration: 20_000 })
    const running = emulator.addTask({ age: 12_000 })
    expect(running).toMatchObject({ status: 'in_progress', created_at: clock.now() / 1000 - 12 })
    expect(emulator.addTask({ age: 20_000 }).status).toBe('completed')
    expect(emulator.addTask({ age: 5000, state: { status: 'completed' } })).toMatchObject({
      created_at: clock.now() / 1000 - 5,
      completed_at: clock.now() / 1000,
    })
  })

  it('takes id, model, prompt and size, and lays extra fields over the answer', async () => {
    const { emulator, retrieve } = createVendor()
    emulator.addTask({ id: 't', model: 'wan2.7', fields: { size: '1280x720', video_url: 'javascript:0' } })
    expect(await retrieve('t')).toMatchObject({
      id: 't',
      model: 'wan2.7',
      size: '1280x720',
      video_url: 'javascript:0',
    })
  })

  it('replaces one with the same id, and reset forgets them all', async () => {
    const { ask, emulator, retrieve } = createVendor()
    emulator.addTask({ id: 't', state: { status: 'queued' } })
    emulator.addTask({ id: 't', state: { status: 'completed' } })
    expect((await retrieve('t')).status).toBe('completed')
    emulator.reset()
    expect(emulator.requests).toEqual([])
    expect((await ask('/videos/t')).status).toBe(400)
  })
})

describe('the log of requests', () => {
  it('tells what was asked, when, about which task and how it was answered, and never the key', async () => {
    const { ask, clock, createTask, emulator } = createVendor()
    const { id } = await createTask()
    clock.advance(1000)
    await ask(`/videos/${id}`, { headers: { 'accept-language': 'de' } })
    await ask('/videos/nobody/content')
    await ask('/models')
    const at = clock.now()
    expect(emulator.requests).toEqual([
      expect.objectContaining({
        ...{ method: 'POST', route: 'create', taskId: id, status: 200, at: at - 1000 },
        params: { model: 'wan2.6', prompt: 'A quiet lake at dawn' },
      }),
      {
        method: 'GET',
        url: `https://api.cometapi.com/v1/videos/${id}`,
        path: `/v1/videos/${id}`,
        route: 'retrieve',
        headers: { authorization: '[redacted]', 'accept-language': 'de' },
        taskId: id,
        status: 200,
        at,
      },
      expect.objectContaining({ route: 'content', taskId: 'nobody', status: 400 }),
      expect.objectContaining({ route: 'unknown', status: 404 }),
    ])
    expect(JSON.stringify(emulator.requests)).not.toContain('sk-')
  })

  it('holds the key nowhere, wherever it was put', async () => {
    const { ask, emulator } = createVendor()
    await ask(`/videos/t?key=${KEY}`, { headers: { cookie: `k=${KEY}`, 'x-api-key': KEY, 'x-other': KEY } })
    await ask(`/videos/${KEY}`)
    expect(emulator.requests[0]?.headers).toMatchObject({ cookie: '[redacted]', 'x-other': '[redacted]' })
    expect(JSON.stringify(emulator.requests)).not.toContain(KEY)
  })

  it('tells the fields of a create that was refused, and a file by its name and size', async () => {
    const { create, emulator } = createVendor()
    const image = new File(['1234'], 'first.png', { type: 'image/png' })
    await create({ model: 'wan2.6', prompt: 'x', seconds: '7', image })
    expect(emulator.requests[0]).toMatchObject({
      status: 400,
      params: { model: 'wan2.6', prompt: 'x', seconds: '7', image: 'first.png, 4 bytes' },
    })
  })
})
