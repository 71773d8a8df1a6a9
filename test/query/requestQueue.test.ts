import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createVideoClient } from 'react-video-task'
import { queueOf } from '../../src/query/requestQueue.js'
import { errorOf } from '../support/errorOf.js'

beforeEach(() => void vi.useFakeTimers())

const client = createVideoClient({ baseURL: 'https://api.example/v1' })

/** Creates a page whose requests take 100 ms, and records which have started and how many run at once. */
function createPage() {
  const queryClient = new QueryClient()
  const page = { started: new Array<number>(), running: 0, maxRunning: 0, run }
  function run(name: number, { signal = new AbortController().signal, max = 4, fails = false } = {}) {
    const request = async () => {
      page.started.push(name)
      page.running += 1
      page.maxRunning = Math.max(page.maxRunning, page.running)
      await new Promise((resolve) => setTimeout(resolve, 100))
      page.running -= 1
      if (fails) throw new Error(`${name} failed`)
      return name
    }
    return queueOf(queryClient).run(request, { client, signal, max })
  }
  return page
}
const numbersBelow = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('the request queue of a page', () => {
  it('runs a thousand requests four at a time, in order, and resolves all of them', async () => {
    const page = createPage()
    const answers = Promise.all(numbersBelow(1_000).map((name) => page.run(name)))
    await vi.advanceTimersByTimeAsync(0)
    expect(page.started).toEqual([0, 1, 2, 3])
    await vi.advanceTimersByTimeAsync(25_000)
    expect(await answers).toEqual(numbersBelow(1_000))
    expect(page.started).toEqual(numbersBelow(1_000))
    expect(page.maxRunning).toBe(4)
  })

  it('rejects a queued request at once with its abort reason, and never starts it', async () => {
    const page = createPage()
    const controller = new AbortController()
    const others = numbersBelow(4).map((name) => page.run(name))
    const aborted = errorOf(() => page.run(4, { signal: controller.signal }))
    const last = page.run(5)
    controller.abort(new Error('unmounted'))
    expect(await aborted).toEqual(new Error('unmounted'))
    await vi.advanceTimersByTimeAsync(200)
    expect(await Promise.all([...others, last])).toEqual([0, 1, 2, 3, 5])
    expect(page.started).not.toContain(4)
  })

  it('rejects a request whose signal is already aborted without queueing it', async () => {
    const page = createPage()
    const reason = new Error('gone')
    expect(await errorOf(() => page.run(1, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(page.started).toEqual([])
  })

  it('keeps the slot of an aborted running request until it settles', async () => {
    const page = createPage()
    const controller = new AbortController()
    const first = page.run(0, { signal: controller.signal, max: 1 })
    const second = page.run(1, { max: 1 })
    controller.abort()
    await vi.advanceTimersByTimeAsync(50)
    expect(page.started).toEqual([0])
    await vi.advanceTimersByTimeAsync(200)
    expect(await Promise.all([first, second])).toEqual([0, 1])
  })

  it('frees the slot of a request that rejects or throws', async () => {
    const page = createPage()
    const failed = numbersBelow(8).map((name) => errorOf(() => page.run(name, { fails: true })))
    const last = page.run(8)
    await vi.advanceTimersByTimeAsync(300)
    expect(await Promise.all(failed)).toHaveLength(8)
    expect(await last).toBe(8)

    const queryClient = new QueryClient()
    const { signal } = new AbortController()
    const throwing = () => {
      throw new Error('thrown synchronously')
    }
    for (let i = 0; i < 5; i++)
      await errorOf(() => queueOf(queryClient).run(throwing, { client, signal, max: 1 }))
    expect(await queueOf(queryClient).run(async () => 'ok', { client, signal, max: 1 })).toBe('ok')
  })

  it('the request queue applies the limit of each request and starts them in order', async () => {
    const page = createPage()
    const answers = Promise.all([
      page.run(0, { max: 2 }),
      page.run(1, { max: 2 }),
      page.run(2, { max: 1 }),
      page.run(3, { max: 4 }),
    ])
    await vi.advanceTimersByTimeAsync(150)
    expect(page.started).toEqual([0, 1, 2, 3])
    await vi.advanceTimersByTimeAsync(300)
    expect(await answers).toEqual([0, 1, 2, 3])
    expect(page.maxRunning).toBe(2)
  })

  it('starts the next request when an aborted one with a lower limit leaves the queue', async () => {
    const page = createPage()
    const controller = new AbortController()
    void page.run(0, { max: 2 })
    const aborted = errorOf(() => page.run(1, { max: 1, signal: controller.signal }))
    void page.run(2, { max: 2 })
    await vi.advanceTimersByTimeAsync(0)
    expect(page.started).toEqual([0])
    controller.abort()
    await aborted
    expect(page.started).toEqual([0, 2])
  })

  it.each([0, -1, Number.NaN])(
    'the request queue treats a limit of %s as one request at a time',
    async (max) => {
      const page = createPage()
      const answers = Promise.all([page.run(0, { max }), page.run(1, { max })])
      await vi.advanceTimersByTimeAsync(200)
      expect(await answers).toEqual([0, 1])
      expect(page.maxRunning).toBe(1)
    },
  )

  it('queues the requests of each QueryClient separately', async () => {
    const [first, second] = [createPage(), createPage()]
    void first.run(0, { max: 1 })
    void second.run(0, { max: 1 })
    await vi.advanceTimersByTimeAsync(0)
    expect([first.running, second.running]).toEqual([1, 1])
  })
})
