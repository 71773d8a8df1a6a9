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

/** Whether a promise has settled. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending')
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending
}

describe('an emulator with a virtual clock', () => {
  it('changes the time and the state of tasks only in advance', async () => {
    const { emulator, client } = createVirtual()
    const { id } = await client.create({ model: 'wan2.6', prompt: 'A lake' })
    expect((await client.retrieve(id)).status).toBe('queued')
    await emulator.advance(10_000)
    expect(emulator.now()).toBe(START + 10_000)
    expect((await client.retrieve(id)).status).toBe('in_progress')
    await emulator.advance(10_000)
    expect((await client.retrieve(id)).status).toBe('completed')
  })

  it('delivers a delayed response when advance reaches its time', async () => {
    const { emulator, client } = createVirtual()
    const { id } = emulator.addTask({ scenario: 'poll-slow' })
    const asked = client.retrieve(id)
    await emulator.advance(4999)
    expect(await isSettled(asked)).toBe(false)
    await emulator.advance(1)
    expect((await asked).status).toBe('in_progress')
  })

  it('measures latency and delay from the arrival of the request', async () => {
    const { emulator, client } = createVirtual({ latency: 1000 })
    const { id } = emulator.addTask({ scenario: 'poll-slow' })
    const asked = client.retrieve(id)
    await emulator.advance(4999)
    expect(await isSettled(asked)).toBe(false)
    await emulator.advance(1)
    expect((await asked).id).toBe(id)
  })

  it('streams a dripped body chunk by chunk, and all due chunks after a jump', async () => {
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
    for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read())
      seen += chunk.value.length
    await jumped
    expect(seen).toBe(size)
  })

  it('rejects a delayed request when the caller aborts it', async () => {
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

  it('rejects a negative time in advance', async () => {
    await expect(createVirtual().emulator.advance(-1)).rejects.toThrow(RangeError)
  })
})

describe('an emulator with a real clock', () => {
  it('rejects advance with a hint at the virtual clock', async () => {
    await expect(createVideoEmulator().advance(1)).rejects.toThrow(
      "createVideoEmulator({ clock: 'virtual' })",
    )
  })

  it('throws for an unknown clock', () => {
    const clock: 'real' = JSON.parse('"wall"')
    expect(() => createVideoEmulator({ clock })).toThrow("clock must be 'real' or 'virtual', got 'wall'")
  })
})
