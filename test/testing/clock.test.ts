import { describe, expect, it } from 'vitest'
import { createVideoClient } from 'react-video-task/client'
import { createVideoEmulator } from 'react-video-task/testing'

const START = 1_779_938_152_000

function createVirtual(options: Parameters<typeof createVideoEmulator>[0] = {}) {
  const emulator = createVideoEmulator({ clock: 'virtual', now: () => START, ...options })
  const client = createVideoClient({
    baseURL: 'https://api.test/v1',
    apiKey: 'sk-emulator',
    fetch: emulator.fetch,
    timeout: 2 ** 31 - 1,
  })
  return { emulator, client }
}

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending
}

describe('a virtual clock', () => {
  it('stands still until it is moved, and a task with it', async () => {
    const { emulator, client } = createVirtual()
    const { id } = await client.create({ model: 'wan2.6', prompt: 'A lake' })
    expect((await client.retrieve(id)).status).toBe('queued')
    await emulator.advance(10_000)
    expect(emulator.now()).toBe(START + 10_000)
    expect((await client.retrieve(id)).status).toBe('in_progress')
    await emulator.advance(10_000)
    expect((await client.retrieve(id)).status).toBe('completed')
  })

  it('holds slow answers back until their time has come', async () => {
    const { emulator, client } = createVirtual()
    const { id } = emulator.addTask({ scenario: 'poll-slow' })
    const asked = client.retrieve(id)
    await emulator.advance(4999)
    expect(await isSettled(asked)).toBe(false)
    await emulator.advance(1)
    expect((await asked).status).toBe('in_progress')
  })

  it('counts latency and a delay from the same moment', async () => {
    const { emulator, client } = createVirtual({ latency: 1000 })
    const { id } = emulator.addTask({ scenario: 'poll-slow' })
    const asked = client.retrieve(id)
    await emulator.advance(4999)
    expect(await isSettled(asked)).toBe(false)
    await emulator.advance(1)
    expect((await asked).id).toBe(id)
  })

  it('brings a dripping body piece by piece, and all that is due when it jumps', async () => {
    const { emulator } = createVirtual({ apiKey: false })
    const { id } = emulator.addTask({ scenario: 'content-drip', state: { status: 'completed' } })
    const response = await emulator.fetch(`https://api.test/v1/videos/${id}/content`)
    const size = Number(response.headers.get('content-length'))
    const reader = response.body?.getReader()
    let seen = (await reader?.read())?.value?.length ?? 0
    expect(seen).toBe(Math.ceil(size / 10))
    const second = reader?.read()
    await emulator.advance(199)
    expect(await isSettled(second ?? Promise.resolve())).toBe(false)
    await emulator.advance(1)
    seen += (await second)?.value?.length ?? 0
    const jumped = emulator.advance(60_000)
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read())
      seen += piece.value.length
    await jumped
    expect(seen).toBe(size)
  })

  it('lets a caller leave who waits on it', async () => {
    const { emulator, client } = createVirtual()
    const { id } = emulator.addTask({ scenario: 'poll-slow' })
    const controller = new AbortController()
    const asked = client.retrieve(id, { signal: controller.signal })
    await emulator.advance(1)
    controller.abort(new Error('gone'))
    await expect(asked).rejects.toThrow('gone')
    await emulator.advance(10_000)
    expect(emulator.requests).toMatchObject([{ status: undefined }])
  })

  it('goes forward only', async () => {
    await expect(createVirtual().emulator.advance(-1)).rejects.toThrow(RangeError)
  })
})

describe('a real clock', () => {
  it('cannot be moved, and says which one can', async () => {
    await expect(createVideoEmulator().advance(1)).rejects.toThrow(
      "createVideoEmulator({ clock: 'virtual' })",
    )
  })

  it('is one of two', () => {
    const clock: 'real' = JSON.parse('"wall"')
    expect(() => createVideoEmulator({ clock })).toThrow("clock must be 'real' or 'virtual', got 'wall'")
  })
})
