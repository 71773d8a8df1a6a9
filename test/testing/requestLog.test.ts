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

  it('redacts each header that carries credentials, and no other, where any key is accepted', async () => {
    const { ask, emulator } = createTestApi({ apiKey: false, auth: { header: 'X-Mine' } })
    const secrets = [
      ...['authorization', 'proxy-authorization', 'cookie', 'x-api-key', 'api-key', 'x-mine'],
      ...['x-litellm-api-key', 'x-goog-api-key', 'ocp-apim-subscription-key', 'x-fal-key'],
      ...['x-auth-token', 'x-amz-security-token', 'x-client-secret', 'x-password'],
    ]
    const others = ['x-other', 'idempotency-key', 'x-author', 'x-key-id', 'sec-websocket-key']
    const headers = Object.fromEntries([...secrets, ...others].map((name) => [name, 'secret']))
    await ask('/videos/t', { headers })
    expect(emulator.requests[0]?.headers).toEqual({
      ...Object.fromEntries(secrets.map((name) => [name, '[redacted]'])),
      ...Object.fromEntries(others.map((name) => [name, 'secret'])),
    })
  })

  it('redacts a key in the query as it is and as it stands in the URL, and nothing for an empty one', async () => {
    const { ask, emulator } = createTestApi({ apiKey: false, auth: { query: 'key' } })
    emulator.addTask({ id: 'a/b' })
    await ask('/videos/a%2Fb?key=a%2Fb', { headers: { referer: 'https://a.test/?a/b' } })
    await ask('/videos/t?key=')
    expect(emulator.requests).toMatchObject([
      {
        url: 'https://api.cometapi.com/v1/videos/[redacted]?key=[redacted]',
        path: '/v1/videos/[redacted]',
        taskId: '[redacted]',
        headers: { referer: 'https://a.test/?[redacted]' },
        status: 200,
      },
      { url: 'https://api.cometapi.com/v1/videos/t?key=', path: '/v1/videos/t', taskId: 't', status: 400 },
    ])
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

  it('logs a value that is too long as its length, and no field beyond the room of one create', async () => {
    const { create, emulator } = createTestApi()
    await create({ model: 'wan2.6', prompt: 'x'.repeat(60_000), ['n'.repeat(60_000)]: 'y', seconds: '5' })
    expect(emulator.requests[0]).toMatchObject({ status: 400 })
    expect(emulator.requests[0]?.params).toEqual({ model: 'wan2.6', prompt: '60000 characters' })
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`f${index}`, 'x'.repeat(1000)]),
    )
    await create(many)
    expect(JSON.stringify(emulator.requests[1]?.params).length).toBeLessThan(52_000)
  })

  it('logs the fields of one create up to 50,000 characters, their names among them', async () => {
    const { create, emulator } = createTestApi()
    const whole = { model: 'wan2.6', prompt: 'x'.repeat(50_000 - 'modelwan2.6prompt'.length) }
    await create({ ...whole, seconds: '5' })
    expect(emulator.requests[0]?.params).toEqual(whole)
  })

  it('keeps the latest 1,000 requests, and counts those that it dropped', async () => {
    const { ask, emulator } = createTestApi()
    for (let index = 0; index < 1003; index++) await ask(`/videos/${index}`)
    expect(emulator.requests).toHaveLength(1000)
    expect(emulator.requests[0]?.taskId).toBe('3')
    expect(emulator.droppedRequests).toBe(3)
    emulator.reset()
    expect(emulator.requests).toEqual([])
    expect(emulator.droppedRequests).toBe(0)
  })

  it('keeps as many requests as maxLoggedRequests says', async () => {
    const { ask, emulator } = createTestApi({ maxLoggedRequests: 2 })
    const { requests } = emulator
    for (const id of ['a', 'b', 'c']) await ask(`/videos/${id}`)
    expect(requests.map(({ taskId }) => taskId)).toEqual(['b', 'c'])
    expect(requests).toBe(emulator.requests)
    expect(() => createTestApi({ maxLoggedRequests: 0 })).toThrow(
      new RangeError('maxLoggedRequests must be 1 or more, got 0'),
    )
  })
})
