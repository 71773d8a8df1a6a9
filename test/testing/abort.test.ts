import { afterEach, describe, expect, it, vi } from 'vitest'
import { BASE, createVendor } from './support/createVendor.js'

afterEach(() => {
  vi.useRealTimers()
})

describe('an abort', () => {
  it('before the request rejects with its reason, and nothing was asked', async () => {
    const { ask, emulator } = createVendor()
    await expect(ask('/videos/t', { signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    )
    expect(emulator.requests).toEqual([])
  })

  it('under way rejects at once, makes no task and leaves the log without a status', async () => {
    vi.useFakeTimers()
    const { create, emulator, ask } = createVendor({ latency: 1000 })
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

  it('rejects at once even while a body is being read that never ends', async () => {
    const { ask } = createVendor()
    const controller = new AbortController()
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const upload = { method: 'POST', body: new ReadableStream(), duplex: 'half' as const, headers }
    const asked = ask('/videos', { ...upload, signal: controller.signal })
    await Promise.resolve()
    controller.abort(new Error('gone'))
    await expect(asked).rejects.toThrow('gone')
  })

  it('works through a Request as well', async () => {
    const { emulator } = createVendor()
    const request = new Request(`${BASE}/videos/t`, { signal: AbortSignal.abort(new Error('gone')) })
    await expect(emulator.fetch(request)).rejects.toThrow('gone')
  })
})

describe('latency', () => {
  it('holds every answer back', async () => {
    vi.useFakeTimers()
    const { ask } = createVendor({ latency: 1000 })
    let answered = false
    const asked = ask('/videos/t').finally(() => (answered = true))
    await vi.advanceTimersByTimeAsync(999)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await asked).status).toBe(400)
  })
})
