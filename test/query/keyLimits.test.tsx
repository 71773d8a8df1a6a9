import { focusManager, QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createVideoClient,
  createVideoTaskOptions,
  type VideoClient,
  videoTaskOptions,
} from 'react-video-task'
import { errorOf } from '../support/errorOf.js'

afterEach(() => {
  focusManager.setFocused(undefined)
})

/** An API that allows a key some requests a second, and after one too many asks it to wait. */
function createLimitedApi({ perSecond = 5, retryAfter = 30, latency = 50, status = 429 } = {}) {
  vi.useFakeTimers()
  const api = { recent: new Array<number>(), blockedUntil: 0, requests: 0, requestsInWaits: 0, fetch: answer }
  async function answer(input: string | URL | Request) {
    api.requests += 1
    await new Promise((resolve) => setTimeout(resolve, latency))
    const now = Date.now()
    api.recent = [...api.recent.filter((time) => now - time < 1_000), now]
    if (now < api.blockedUntil) api.requestsInWaits += 1
    else if (api.recent.length > perSecond) api.blockedUntil = now + retryAfter * 1_000
    if (now < api.blockedUntil) {
      const headers = { 'retry-after': String(Math.ceil((api.blockedUntil - now) / 1_000)) }
      return Response.json({ error: { message: 'Slow down.' } }, { status, headers })
    }
    const id = String(input).split('/').at(-1)
    return Response.json({ id, object: 'video', status: 'in_progress', progress: 40 })
  }
  return api
}

function createPage(fetch: typeof globalThis.fetch, client = clientOf(fetch)) {
  const queryClient = new QueryClient()
  const watch = (id: string) => {
    const observer = new QueryObserver(queryClient, videoTaskOptions(client, id))
    observer.subscribe(() => {})
    return observer
  }
  return { queryClient, client, watch }
}

const clientOf = (fetch: typeof globalThis.fetch): VideoClient =>
  createVideoClient({ baseURL: 'https://api.example/v1', fetch })

describe('a key that is asked to wait', () => {
  it.each([429, 503])('60 tasks recover from a %d with few requests in the wait', async (status) => {
    const api = createLimitedApi({ status })
    const { watch } = createPage(api.fetch)
    const observers = Array.from({ length: 60 }, (_, index) => watch(`task_${index}`))
    const isKnown = () => observers.every((observer) => observer.getCurrentResult().data)
    let seconds = 0
    for (; seconds < 120 && !isKnown(); seconds++) await vi.advanceTimersByTimeAsync(1_000)
    await vi.advanceTimersByTimeAsync((120 - seconds) * 1_000)
    expect(observers.filter((observer) => observer.getCurrentResult().error)).toEqual([])
    // The figures in docs/polling.md, in virtual time. Jitter adds up to 3 s to the wait.
    expect(api.requestsInWaits).toBe(3)
    expect(seconds).toBeGreaterThan(43)
    expect(seconds).toBeLessThan(52)
  })

  it('one request is sent alone when the wait is over, and the others wait for its answer', async () => {
    const api = createLimitedApi({ perSecond: 0, latency: 2_000 })
    const { watch } = createPage(api.fetch)
    watch('first')
    await vi.advanceTimersByTimeAsync(3_000)
    for (let index = 0; index < 10; index++) watch(`task_${index}`)
    await vi.advanceTimersByTimeAsync(26_000)
    expect(api.requests).toBe(1)
    // The wait and its jitter are over; the answer takes two seconds.
    await vi.advanceTimersByTimeAsync(6_500)
    expect(api.requests).toBe(2)
    await vi.advanceTimersByTimeAsync(25_000)
    expect(api.requests).toBe(2)
  })

  it("a create's 429 holds the polls of its client, and no others", async () => {
    const api = createLimitedApi({ perSecond: 0 })
    const { queryClient, client, watch } = createPage(api.fetch)
    const { mutationFn } = createVideoTaskOptions(client, queryClient)
    const context = { client: queryClient, meta: undefined }
    const failed = errorOf(() => mutationFn?.({ model: 'wan2.6', prompt: 'A fox' }, context))
    await vi.advanceTimersByTimeAsync(100)
    expect(await failed).toMatchObject({ status: 429 })
    const polled = vi.fn<typeof fetch>(async () => Response.json({ id: 'b', status: 'queued' }))
    const other = new QueryObserver(queryClient, videoTaskOptions(clientOf(polled), 'b', { scope: 'other' }))
    other.subscribe(() => {})
    watch('a')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(api.requests).toBe(1)
    expect(polled).toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(api.requests).toBe(2)
  })

  it('a limit of more than ten minutes ago slows no request down', async () => {
    const api = createLimitedApi({ perSecond: 0, retryAfter: 1 })
    const { queryClient, watch } = createPage(api.fetch)
    const first = watch('first')
    await vi.advanceTimersByTimeAsync(100)
    first.destroy()
    queryClient.clear()
    await vi.advanceTimersByTimeAsync(610_000)
    const before = api.requests
    for (const id of ['a', 'b', 'c']) watch(id)
    await vi.advanceTimersByTimeAsync(10)
    expect(api.requests).toBe(before + 3)
  })

  it('a task that is no longer watched leaves the held queue without a request', async () => {
    const api = createLimitedApi({ perSecond: 0 })
    const { queryClient, watch } = createPage(api.fetch)
    const first = watch('first')
    await vi.advanceTimersByTimeAsync(1_000)
    watch('second').destroy()
    first.destroy()
    queryClient.clear()
    await vi.advanceTimersByTimeAsync(360_000)
    expect(api.requests).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a page that becomes visible', () => {
  it.each([
    ['healthy', 200],
    ['failing', 500],
  ])('thirty flips of the tab in 30 s cost at most 6 requests of a %s API', async (_, status) => {
    vi.useFakeTimers()
    const answer = vi.fn<typeof fetch>(async () => Response.json({ id: 'a', status: 'queued' }, { status }))
    createPage(answer).watch('a')
    await vi.advanceTimersByTimeAsync(100)
    for (let flip = 0; flip < 30; flip++) {
      focusManager.setFocused(false)
      await vi.advanceTimersByTimeAsync(500)
      focusManager.setFocused(true)
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(answer.mock.calls.length).toBeLessThanOrEqual(6)
  })
})
