import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BASE, createTestApi } from './support/createTestApi.js'

afterEach(() => {
  vi.useRealTimers()
})

describe('the emulator and an AbortSignal', () => {
  it('rejects with the reason of a signal that is already aborted, and logs no request', async () => {
    const { ask, emulator } = createTestApi()
    await expect(ask('/videos/t', { signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    )
    expect(emulator.requests).toEqual([])
  })

  it('rejects at once when a create is aborted, makes no task and logs no status', async () => {
    vi.useFakeTimers()
    const { create, emulator, ask } = createTestApi({ latency: 1000 })
    const controller = new AbortController()
    const reason = new Error('changed my mind')
    const asked = ask('/videos', { method: 'POST', body: new FormData(), signal: controller.signal })
    controller.abort(reason)
    await expect(asked).rejects.toBe(reason)
    await vi.advanceTimersByTimeAsync(5000)
    expect(emulator.requests).toMatchObject([{ route: 'create', status: undefined }])
    expect(emulator.requests[0]?.taskId).toBeUndefined()
    const later = create({ model: 'wan2.6', prompt: 'x' })
    await vi.advanceTimersByTimeAsync(1000)
    expect((await later).status).toBe(200)
  })

  it('rejects at once when aborted while it reads a request body that never ends', async () => {
    const { ask } = createTestApi()
    const controller = new AbortController()
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const upload = { method: 'POST', body: new ReadableStream(), duplex: 'half' as const, headers }
    const asked = ask('/videos', { ...upload, signal: controller.signal })
    await Promise.resolve()
    controller.abort(new Error('gone'))
    await expect(asked).rejects.toThrow('gone')
  })

  it('leaves no listener on a signal once its answer is read', async () => {
    const { ask } = createTestApi()
    const { signal } = new AbortController()
    const response = await ask('/videos/t', { signal })
    expect(await response.json()).toHaveProperty('error')
    await vi.waitFor(() => expect(getEventListeners(signal, 'abort')).toEqual([]))
  })

  it.each(['real', 'virtual'] as const)(
    'leaves no listener on a signal after the waits of a delayed and dripped answer (%s clock)',
    async (clock) => {
      vi.useFakeTimers()
      const { ask, emulator } = createTestApi({ latency: 1_000, clock })
      const { id } = emulator.addTask({ scenario: 'content-drip', state: { status: 'completed' } })
      const advance = (ms: number) =>
        clock === 'virtual' ? emulator.advance(ms) : vi.advanceTimersByTimeAsync(ms)
      const { signal } = new AbortController()
      for (const read of ['to the end', 'not'] as const) {
        const asked = ask(`/videos/${id}/content`, { signal })
        await advance(1_000)
        const { body } = await asked
        expect(getEventListeners(signal, 'abort')).not.toEqual([])
        const bytes = read === 'not' ? body?.cancel() : new Response(body).arrayBuffer()
        await advance(10_000)
        await bytes
        expect(getEventListeners(signal, 'abort')).toEqual([])
      }
    },
  )

  it('respects the signal of a Request', async () => {
    const { emulator } = createTestApi()
    const request = new Request(`${BASE}/videos/t`, { signal: AbortSignal.abort(new Error('gone')) })
    await expect(emulator.fetch(request)).rejects.toThrow('gone')
  })
})

describe('the option latency', () => {
  it('delays every response', async () => {
    vi.useFakeTimers()
    const { ask } = createTestApi({ latency: 1000 })
    let answered = false
    const asked = ask('/videos/t').finally(() => (answered = true))
    await vi.advanceTimersByTimeAsync(999)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await asked).status).toBe(400)
  })
})
