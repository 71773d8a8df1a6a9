import { createServer } from 'node:http'
import { createRequestListener } from '@remix-run/node-fetch-server'
import { http } from 'msw'
import { setupServer } from 'msw/node'
import { createVideoClient } from 'react-video-task/client'
import { videoTaskHandlers, type VideoEmulator } from 'react-video-task/testing'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
// No entry point exports the listener of the program.
import { createEmulatorListener } from '../../src/testing/cli/emulatorServer.js'
import { errorOf } from '../support/errorOf.js'
import { createVendor, KEY } from './support/createVendor.js'

afterEach(() => vi.useRealTimers())

const headers = { authorization: `Bearer ${KEY}` }

async function listen(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server has no address')
  return `http://127.0.0.1:${address.port}/v1`
}

/** Every way an emulator is reached: how a test asks through it. */
const doors: Record<string, (emulator: VideoEmulator) => Promise<(path: string) => Promise<Response>>> = {
  fetch: async (emulator) => (path) => emulator.fetch(`https://api.test/v1${path}`, { headers }),
  'the bin': async (emulator) => {
    const base = await listen(createEmulatorListener(emulator))
    return (path) => fetch(`${base}${path}`, { headers })
  },
  'a server adapter': async (emulator) => {
    const base = await listen(
      createRequestListener((request) => emulator.handle(request), { onError: () => undefined }),
    )
    return (path) => fetch(`${base}${path}`, { headers })
  },
  MSW: async (emulator) => {
    const server = setupServer(...videoTaskHandlers(http, emulator))
    server.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => server.close())
    return (path) => fetch(`https://api.test/v1${path}`, { headers })
  },
}

describe.each(Object.entries(doors))('through %s', (_, open) => {
  it('a connection that is reset fails the request before any answer, twice', async () => {
    const { emulator } = createVendor()
    emulator.addTask({ id: 't', scenario: 'poll-reset' })
    const ask = await open(emulator)
    for (let count = 0; count < 2; count++)
      expect(await errorOf(() => ask('/videos/t'))).toBeInstanceOf(TypeError)
    expect(await (await ask('/videos/t')).json()).toMatchObject({ id: 't' })
    expect(emulator.requests.map(({ status }) => status)).toEqual([undefined, undefined, 200])
  })

  it('an answer that is cut breaks off in its middle, though its length was told', async () => {
    const { emulator } = createVendor()
    emulator.addTask({ id: 't', state: { status: 'completed' }, scenario: 'content-cut' })
    const response = await (await open(emulator))('/videos/t/content')
    expect(response.status).toBe(200)
    const size = Number(response.headers.get('content-length'))
    expect(size).toBeGreaterThan(10_000)
    let seen = 0
    const error = await errorOf(async () => {
      const reader = response.body?.getReader()
      for (let piece = await reader?.read(); piece?.value; piece = await reader?.read())
        seen += piece.value.length
    })
    expect(error).toBeInstanceOf(Error)
    expect(seen).toBeGreaterThan(0)
    expect(seen).toBeLessThan(size)
  })
})

describe('a create whose answer is lost', () => {
  it('has made its task all the same', async () => {
    const { create, emulator } = createVendor()
    const error = await errorOf(() => create({ model: 'wan2.6', prompt: 'A lake [create-reset]' }))
    expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } })
    expect(emulator.tasks).toMatchObject([{ prompt: 'A lake [create-reset]' }])
    expect(emulator.requests[0]?.taskId).toBe(emulator.tasks[0]?.id)
  })
})

describe('on a real clock', () => {
  it('a slow answer takes five seconds', async () => {
    vi.useFakeTimers({ now: 1_779_938_152_000 })
    const { ask, emulator } = createVendor({ now: undefined })
    emulator.addTask({ id: 't', scenario: 'poll-slow' })
    let answered = false
    const asked = ask('/videos/t').finally(() => (answered = true))
    await vi.advanceTimersByTimeAsync(4999)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await (await asked).json()).status).toBe('in_progress')
  })

  it('a body that drips comes in ten pieces over 1.8 s', async () => {
    vi.useFakeTimers({ now: 1_779_938_152_000 })
    const { ask, emulator } = createVendor({ now: undefined })
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

  it('an answer that never comes ends when the caller gives up, and the next one comes', async () => {
    vi.useFakeTimers()
    const { emulator } = createVendor()
    emulator.addTask({ id: 't', scenario: 'poll-hang' })
    const client = createVideoClient({ baseURL: 'https://api.test/v1', apiKey: KEY, fetch: emulator.fetch })
    const asked = errorOf(() => client.retrieve('t'))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await asked).toMatchObject({ name: 'VideoNetworkError', code: 'timeout' })
    expect((await client.retrieve('t')).id).toBe('t')
  })
})
