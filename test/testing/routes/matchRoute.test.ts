import { describe, expect, it } from 'vitest'
import { BASE, createTestApi, KEY } from '../support/createTestApi.js'
import { serve } from '../../support/serve.js'

const ids = [
  'a'.repeat(200),
  'dGFzaw==',
  'cgt:2026/11',
  'what?',
  'a#b',
  '100%',
  'two words',
  '🎬',
  '%2F',
  '..x',
]

describe('the routes of the emulator', () => {
  it.each(ids)('find the task %j by its encoded id over HTTP', async (id) => {
    const { emulator } = createTestApi()
    emulator.addTask({ id })
    const origin = await serve(emulator.fetch)
    const headers = { authorization: `Bearer ${KEY}` }
    const response = await fetch(`${origin}/v1/videos/${encodeURIComponent(id)}`, { headers })
    expect(await response.json()).toMatchObject({ id })
    expect(emulator.requests).toMatchObject([{ route: 'retrieve', taskId: id, status: 200 }])
  })

  it.each(['/videos/unknown', '/videos/unknown/content'])(
    'answer 400 task_not_exist for %s',
    async (path) => {
      const response = await createTestApi().ask(path)
      expect(response.status).toBe(400)
      expect((await response.json()).error).toMatchObject({ code: 'task_not_exist', param: 'task_id' })
    },
  )

  it('answer 400 invalid_request for an id with invalid percent-encoding', async () => {
    const response = await createTestApi().ask('/videos/%E0%A4')
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({ code: 'invalid_request' })
  })

  it.each(['/', '/models', '/videos/', '/videos/a/b', '/videos/a/content/b', '/Videos'])(
    'answer 404 JSON for %s, with or without a key',
    async (path) => {
      const response = await createTestApi().emulator.fetch(`${BASE}${path}`)
      expect(response.status).toBe(404)
      expect((await response.json()).error.message).toContain('(request id: ')
    },
  )

  it.each([
    ['GET', '/videos', 'POST'],
    ['DELETE', '/videos/t', 'GET'],
    ['HEAD', '/videos/t', 'GET'],
    ['POST', '/videos/t/content', 'GET, HEAD'],
    ['PUT', '/../files/t.mp4', 'GET, HEAD'],
  ])('answer 405 for %s %s with Allow: %s', async (method, path, allow) => {
    const response = await createTestApi().ask(path, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allow)
  })

  it('send x-request-id with every response, equal to the id in an error message', async () => {
    const { ask, emulator } = createTestApi()
    emulator.addTask({ id: 't', state: { status: 'completed' } })
    const ok = await ask('/videos/t')
    const content = await ask('/videos/t/content')
    const failed = await ask('/videos/unknown')
    const ids = [ok, content, failed].map((response) => response.headers.get('x-request-id'))
    expect(new Set(ids).size).toBe(3)
    expect((await failed.json()).error.message).toContain(`(request id: ${ids[2]})`)
  })
})
