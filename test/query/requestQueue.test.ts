import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { enqueueRequest } from '../../src/query/requestQueue.js'
import { errorOf } from '../support/errorOf.js'

beforeEach(() => void vi.useFakeTimers())

/** A page whose requests take 100 ms, and what it has in flight. */
function createPage() {
  const queryClient = new QueryClient()
  const page = { started: new Array<number>(), running: 0, most: 0, run }
  function run(name: number, { signal = new AbortController().signal, max = 4, fails = false } = {}) {
    const request = async () => {
      page.started.push(name)
      page.running += 1
      page.most = Math.max(page.most, page.running)
      await new Promise((resolve) => setTimeout(resolve, 100))
      page.running -= 1
      if (fails) throw new Error(`${name} failed`)
      return name
    }
    return enqueueRequest(queryClient, request, { signal, max })
  }
  return page
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('requests of one page', () => {
  it('a thousand at once go four by four, in their order, and all get their answer', async () => {
    const page = createPage()
    const answers = Promise.all(upTo(1_000).map((name) => page.run(name)))
    await vi.advanceTimersByTimeAsync(0)
    expect(page.started).toEqual([0, 1, 2, 3])
    await vi.advanceTimersByTimeAsync(25_000)
    expect(await answers).toEqual(upTo(1_000))
    expect(page.started).toEqual(upTo(1_000))
    expect(page.most).toBe(4)
  })

  it('one that is aborted while it waits leaves at once, with the reason, and never starts', async () => {
    const page = createPage()
    const controller = new AbortController()
    const others = upTo(4).map((name) => page.run(name))
    const left = errorOf(() => page.run(4, { signal: controller.signal }))
    const last = page.run(5)
    controller.abort(new Error('unmounted'))
    expect(await left).toEqual(new Error('unmounted'))
    await vi.advanceTimersByTimeAsync(200)
    expect(await Promise.all([...others, last])).toEqual([0, 1, 2, 3, 5])
    expect(page.started).not.toContain(4)
  })

  it('one that is aborted before does not even wait', async () => {
    const page = createPage()
    const reason = new Error('gone')
    expect(await errorOf(() => page.run(1, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(page.started).toEqual([])
  })

  it('an abort in mid-request is the request’s own matter: its place stays taken until it ends', async () => {
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

  it('failures and throws free their place', async () => {
    const page = createPage()
    const failed = upTo(8).map((name) => errorOf(() => page.run(name, { fails: true })))
    const last = page.run(8)
    await vi.advanceTimersByTimeAsync(300)
    expect(await Promise.all(failed)).toHaveLength(8)
    expect(await last).toBe(8)

    const queryClient = new QueryClient()
    const { signal } = new AbortController()
    const thrower = () => {
      throw new Error('at once')
    }
    for (let i = 0; i < 5; i++) await errorOf(() => enqueueRequest(queryClient, thrower, { signal, max: 1 }))
    expect(await enqueueRequest(queryClient, async () => 'ok', { signal, max: 1 })).toBe('ok')
  })

  it('each keeps its own limit, and none is overtaken', async () => {
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
    expect(page.most).toBe(2)
  })

  it('who was held up by one that left goes on at once', async () => {
    const page = createPage()
    const controller = new AbortController()
    void page.run(0, { max: 2 })
    const left = errorOf(() => page.run(1, { max: 1, signal: controller.signal }))
    void page.run(2, { max: 2 })
    await vi.advanceTimersByTimeAsync(0)
    expect(page.started).toEqual([0])
    controller.abort()
    await left
    expect(page.started).toEqual([0, 2])
  })

  it.each([0, -1, Number.NaN])('a limit of %s is one at a time, since none would be never', async (max) => {
    const page = createPage()
    const answers = Promise.all([page.run(0, { max }), page.run(1, { max })])
    await vi.advanceTimersByTimeAsync(200)
    expect(await answers).toEqual([0, 1])
    expect(page.most).toBe(1)
  })

  it('pages do not wait for each other', async () => {
    const [one, other] = [createPage(), createPage()]
    void one.run(0, { max: 1 })
    void other.run(0, { max: 1 })
    await vi.advanceTimersByTimeAsync(0)
    expect([one.running, other.running]).toEqual([1, 1])
  })
})
