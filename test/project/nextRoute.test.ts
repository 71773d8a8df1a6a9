import type { VideoProxy } from 'react-video-task/server'
import { createVideoEmulator } from 'react-video-task/testing'
import { afterEach, expect, it, vi } from 'vitest'
import { serve } from '../support/serve.js'

/** The route of the block `video-studio-next`, loaded in an environment. */
async function loadRoute(environment: 'development' | 'production', variables: Record<string, string> = {}) {
  const emulator = createVideoEmulator({ apiKey: 'sk-emulator' })
  vi.stubEnv('NODE_ENV', environment)
  vi.stubEnv('COMETAPI_KEY', 'sk-emulator')
  vi.stubEnv('COMETAPI_BASE_URL', `${await serve((request) => emulator.handle(request))}/v1`)
  vi.stubEnv('VIDEO_ID_SECRET', '')
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  // A copy of its own, which reads these variables.
  const path = `../../registry/next/route.ts?${environment}${Object.keys(variables).join()}`
  const { POST }: { POST: VideoProxy } = await import(path)
  const body = new FormData()
  body.set('model', 'wan2.6')
  body.set('prompt', 'a fox in the snow')
  const create = (host = 'localhost') =>
    POST(
      new Request(`http://${host}:3000/api/v1/videos`, {
        method: 'POST',
        headers: { host: `${host}:3000` },
        body,
      }),
    )
  return { emulator, create }
}

afterEach(() => vi.unstubAllEnvs())

it('creates a video in development, with a signed id, without further settings', async () => {
  const { emulator, create } = await loadRoute('development')
  const answer = await create()
  expect(answer.status).toBe(200)
  expect(Object(await answer.json()).id).not.toBe(emulator.tasks[0]?.id)
})

it('refuses in development a host that is not this computer', async () => {
  const { emulator, create } = await loadRoute('development')
  expect((await create('rebound.example')).status).toBe(421)
  expect(emulator.requests).toEqual([])
})

it('refuses every create in production with 401 until the app checks its session', async () => {
  const { emulator, create } = await loadRoute('production', { VIDEO_ID_SECRET: 'x'.repeat(32) })
  expect((await create()).status).toBe(401)
  expect(emulator.requests).toEqual([])
})

it('throws in production without a secret of its own', async () => {
  const { create } = await loadRoute('production')
  expect(create).toThrow(/`secret` must have at least 32/)
})
