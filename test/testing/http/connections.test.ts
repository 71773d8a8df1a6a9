import { createRequestListener } from '@remix-run/node-fetch-server'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { createVideoClient } from 'react-video-task/client'
import { videoTaskHandlers, type VideoEmulator } from 'react-video-task/testing'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
// No entry point exports the server of the program.
import { baseUrlOf, serveEmulator, stopServer } from '../../../src/testing/cli/emulatorServer.js'
import { serveNode } from '../../server/support/serve.js'
import { errorOf } from '../../support/errorOf.js'
import { createTestApi, KEY } from '../support/createTestApi.js'

afterEach(() => vi.useRealTimers())

const headers = { authorization: `Bearer ${KEY}` }

/** The ways to reach an emulator; each returns a function that requests a path. */
const accesses: Record<string, (emulator: VideoEmulator) => Promise<(path: string) => Promise<Response>>> = {
  fetch: async (emulator) => (path) => emulator.fetch(`https://api.test/v1${path}`, { headers }),
  'the program': async (emulator) => {
    const host = '127.0.0.1'
    const server = await serveEmulator(emulator, { port: 0, host })
    onTestFinished(() => stopServer(server))
    return (path) => fetch(`${baseUrlOf(server, host)}${path}`, { headers })
  },
  'a server adapter': async (emulator) => {
    const base = await serveNode(
      createRequestListener((request) => emulator.handle(request), { onError: () => undefined }),
    )
    return (path) => fetch(`${base}/v1${path}`, { headers })
  },
  MSW: async (emulator) => {
    const server = setupServer(...videoTaskHandlers(http, emulator))
    server.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => server.close())
    return (path) => fetch(`https://api.test/v1${path}`, { headers })
  },
}

describe.each(Object.entries(accesses))('an emulator reached through %s', (_, open) => {
  it('fails two requests without a response for the fault reset', async () => {
    const { emulator } = createTestApi()
    emulator.addTask({ id: 't', scenario: 'poll-reset' })
    const ask = await open(emulator)
    for (let count = 0; count < 2; count++)
      expect(await errorOf(() => ask('/videos/t'))).toBeInstanceOf(TypeError)
    expect(await (await ask('/videos/t')).json()).toMatchObject({ id: 't' })
    expect(emulator.requests.map(({ status }) => status)).toEqual([undefined, undefined, 200])
  })

  it('breaks a response halfway for the fault cut, with the Content-Length of the whole', async () => {
    const { emulator } = createTestApi()
    emulator.addTask({ id: 't', state: { status: 'completed' }, scenario: 'content-cut' })
    const response = await (await open(emulator))('/videos/t/content')
    expect(response.status).toBe(200)
    const size = Number(response.headers.get('content-length'))
    expect(size).toBeGreaterThan(10_000)
    let seen = 0
    const error = await errorOf(async () => {
      const reader = response.body?.getReader()
      for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read())
        seen += chunk.value.length
    })
    expect(error).toBeInstanceOf(Error)
    expect(seen).toBeGreaterThan(0)
    expect(seen).toBeLessThan(size)
  })
})

describe('a create with the fault reset', () => {
  it('still creates the task', async () => {
    const { create, emulator } = createTestApi()
    const error = await errorOf(() => create({ model: 'wan2.6', prompt: 'A lake [create-reset]' }))
    expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } })
    expect(emulator.tasks).toMatchObject([{ prompt: 'A lake [create-reset]' }])
    expect(emulator.requests[0]?.taskId).toBe(emulator.tasks[0]?.id)
  })
})

describe('an emulator on a real clock', () => {
  it('delays the response by five seconds for the fault slow', async () => {
    vi.useFakeTimers({ now: 1_779_938_152_000 })
    const { ask, emulator } = createTestApi({ now: undefined })
    emulator.addTask({ id: 't', scenario: 'poll-slow' })
    let answered = false
    const asked = ask('/videos/t').finally(() => (answered = true))
    await vi.advanceTimersByTimeAsync(4999)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await (await asked).json()).status).toBe('in_progress')
  })

  it('sends the body in ten chunks over 1.8 s for the fault drip', async () => {
    vi.useFakeTimers({ now: 1_779_938_152_000 })
    const { ask, emulator } = createTestApi({ now: undefined })
    emulator.addTask({ id: 't', scenario: 'poll-drip' })
    const reader = (await ask('/videos/t')).body?.getReader()
    const arrivals: number[] = []
    const read = (async () => {
      while (!(await reader?.read())?.done) arrivals.push(Date.now() - 1_779_938_152_000)
    })()
    await vi.advanceTimersByTimeAsync(3000)
    await read
    expect(arrivals).toEqual([0, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800])
  })

  it('sends no response until the caller times out for the fault hang, and answers the next request', async () => {
    vi.useFakeTimers()
    const { emulator } = createTestApi()
    emulator.addTask({ id: 't', scenario: 'poll-hang' })
    const client = createVideoClient({ baseURL: 'https://api.test/v1', apiKey: KEY, fetch: emulator.fetch })
    const asked = errorOf(() => client.retrieve('t'))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await asked).toMatchObject({ name: 'VideoNetworkError', code: 'timeout' })
    expect((await client.retrieve('t')).id).toBe('t')
  })
})
