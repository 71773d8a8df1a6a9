import { describe, expect, it } from 'vitest'
import { createTestApi, KEY } from './support/createTestApi.js'

describe('emulator.requests', () => {
  it('logs method, URL, route, headers, task, status and time of each request, without the key', async () => {
    const { ask, clock, createTask, emulator } = createTestApi()
    const { id } = await createTask()
    clock.advance(1000)
    await ask(`/videos/${id}`, { headers: { 'accept-language': 'de' } })
    await ask('/videos/unknown/content')
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
      expect.objectContaining({ route: 'content', taskId: 'unknown', status: 400 }),
      expect.objectContaining({ route: 'unknown', status: 404 }),
    ])
    expect(JSON.stringify(emulator.requests)).not.toContain('sk-')
  })

  it('redacts the key in URL, headers and path', async () => {
    const { ask, emulator } = createTestApi()
    await ask(`/videos/t?key=${KEY}`, { headers: { cookie: `k=${KEY}`, 'x-api-key': KEY, 'x-other': KEY } })
    await ask(`/videos/${KEY}`)
    expect(emulator.requests[0]?.headers).toMatchObject({ cookie: '[redacted]', 'x-other': '[redacted]' })
    expect(JSON.stringify(emulator.requests)).not.toContain(KEY)
  })

  it('logs the fields of a rejected create, a file as its name and size', async () => {
    const { create, emulator } = createTestApi()
    const image = new File(['1234'], 'first.png', { type: 'image/png' })
    await create({ model: 'wan2.6', prompt: 'x', seconds: '7', image })
    expect(emulator.requests[0]).toMatchObject({
      status: 400,
      params: { model: 'wan2.6', prompt: 'x', seconds: '7', image: 'first.png, 4 bytes' },
    })
  })
})
