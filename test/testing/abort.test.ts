import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BASE, createTestApi, formOf } from './support/createTestApi.js'

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

  it('leaves no timer of an answer that was aborted while it waited', async () => {
    vi.useFakeTimers()
    const { ask } = createTestApi({ latency: 1_000 })
    const controller = new AbortController()
    const asked = ask('/videos/t', { signal: controller.signal })
    expect(vi.getTimerCount()).toBe(1)
    controller.abort(new Error('gone'))
    await expect(asked).rejects.toThrow('gone')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('starts no wait of an answer whose request was aborted while it was read', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const { ask } = createTestApi({ scenario: [{ on: 'create', answer: { delay: 1_000 } }] })
    const body = formOf({ model: 'wan2.6', prompt: 'A lake' })
    const controller = new AbortController()
    const asked = ask('/videos', { method: 'POST', body, signal: controller.signal })
    controller.abort(new Error('gone'))
    await expect(asked).rejects.toThrow('gone')
    // A create that is sent later is read later.
    const later = ask('/videos', { method: 'POST', body })
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await later).status).toBe(200)
  })

  it.each(['real', 'virtual'] as const)('breaks a dripped body with the reason (%s clock)', async (clock) => {
    vi.useFakeTimers()
    const { ask, emulator } = createTestApi({ clock })
    const { id } = emulator.addTask({ scenario: 'content-drip', state: { status: 'completed' } })
    const controller = new AbortController()
    const { body } = await ask(`/videos/${id}/content`, { signal: controller.signal })
    const reader = body?.getReader()
    const first = reader?.read()
    await vi.advanceTimersByTimeAsync(0)
    expect((await first)?.value?.length).toBeGreaterThan(0)
    const next = reader?.read()
    controller.abort(new Error('gone'))
    await expect(next).rejects.toThrow('gone')
    expect(emulator.requests).toMatchObject([{ status: 200, aborted: true }])
  })

  it('logs no status of an answer that was aborted on its way, and such a create makes no task', async () => {
    const { ask, create, emulator } = createTestApi()
    emulator.addTask({ id: 't' })
    const body = formOf({ model: 'wan2.6', prompt: 'A lake' })
    for (const [path, init] of [
      ['/videos/t', {}],
      ['/videos', { method: 'POST', body }],
    ] as const) {
      const controller = new AbortController()
      const asked = ask(path, { ...init, signal: controller.signal })
      controller.abort(new Error('gone'))
      await expect(asked).rejects.toThrow('gone')
    }
    // A create that is answered after them: theirs would have made its task by now.
    expect((await create({ model: 'wan2.6', prompt: 'A fox' })).status).toBe(200)
    expect(emulator.requests.map(({ status }) => status)).toEqual([undefined, undefined, 200])
    expect(emulator.tasks.map(({ prompt }) => prompt)).toEqual(['A quiet lake at dawn', 'A fox'])
  })

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

  it('may be 1 ms, as the delay of an answer may', async () => {
    vi.useFakeTimers()
    const { ask } = createTestApi({ latency: 1 })
    const { ask: askDelayed, emulator } = createTestApi()
    emulator.addTask({ id: 't', scenario: [{ answer: { delay: 1 } }] })
    let answered = 0
    const asked = [ask('/videos/t'), askDelayed('/videos/t')].map((answer) =>
      answer.finally(() => answered++),
    )
    await vi.advanceTimersByTimeAsync(0)
    expect(answered).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([400, 200])
  })
})
