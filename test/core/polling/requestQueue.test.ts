import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type NextPoll, VideoApiError, type VideoClient } from 'react-video-task/client'
// Private: the queries of a page and the watches of a server each send through a queue of their own.
import { createRequestQueue } from '../../../src/core/polling/requestQueue.js'

const START = 1_000_000_000_000

beforeEach(() => {
  vi.useFakeTimers({ now: START })
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const createClient = (): VideoClient => ({
  create: () => expect.fail('created'),
  retrieve: () => expect.fail('asked'),
  contentUrl: (id) => id,
})

/** A queue, and when it has started each request. */
function setup(holds = true) {
  const queue = createRequestQueue(holds)
  const client = createClient()
  const starts: number[] = []
  const { signal } = new AbortController()
  const ask = (
    answer?: Error | Promise<void>,
    { max, by = client }: { max?: number; by?: VideoClient } = {},
  ) =>
    queue
      .run(
        async () => {
          starts.push(Date.now() - START)
          if (answer instanceof Error) throw answer
          await answer
        },
        { client: by, signal, max },
      )
      .catch(() => undefined)
  return { queue, client, starts, ask }
}

const limit = (retryAfter = 10_000) => new VideoApiError({ status: 429, retryAfter })
const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('a key that is asked to wait sends one request then, and four a second once that is answered', async () => {
  const { starts, ask } = setup()
  await ask(limit())
  void ask()
  const never = new Promise<void>(() => {})
  for (let count = 0; count < 3; count++) void ask(never)
  expect(vi.getTimerCount()).toBe(1)
  await later(9_999)
  expect(starts).toEqual([0])
  await later(10_000)
  expect(starts).toEqual([0, 10_000, 10_250, 10_500, 10_750])
  expect(vi.getTimerCount()).toBe(0)
})

it('sends half as many after each further limit, and one in 16 s at least', async () => {
  const { queue, client, ask } = setup()
  const paces: (number | undefined)[] = []
  for (let count = 0; count < 8; count++) {
    void ask(limit())
    await later(20_000)
    paces.push(queue.limits.get(client)?.pace)
  }
  expect(paces).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000])
})

it('counts the limits of requests from before as one', async () => {
  const { queue, client, ask } = setup()
  await Promise.all([ask(limit()), ask(limit()), ask(limit())])
  expect(queue.limits.get(client)).toEqual({ next: performance.now() + 10_000, pace: 250, isProbing: true })
})

it('waits no longer where the clock is set back in the wait, or after it', async () => {
  const { starts, ask } = setup()
  const setBack = () => void vi.setSystemTime(Date.now() - 3_600_000)
  await ask(limit())
  void ask()
  setBack()
  await later(10_000)
  expect(starts).toHaveLength(2)
  void ask()
  await later(250)
  setBack()
  void ask()
  await later(250)
  expect(starts).toHaveLength(4)
})

it.each([
  [600_000, true],
  [600_001, false],
])('a limit of %d ms ago is known: %s', async (ms, isKnown) => {
  const { queue, client, ask } = setup()
  await ask(limit())
  await later(10_000 + ms)
  let end = () => {}
  const asked = ask(new Promise<void>((resolve) => (end = resolve)))
  await later(0)
  expect(queue.limits.has(client)).toBe(isKnown)
  end()
  await asked
})

it('holds no other client, and none for an error that is not about the key', async () => {
  const { starts, ask } = setup()
  await ask(limit())
  await ask(undefined, { by: createClient() })
  expect(starts).toEqual([0, 0])
  const other = setup()
  await other.ask(new VideoApiError({ status: 500, retryAfter: 10_000 }))
  await other.ask()
  expect(other.starts).toEqual([0, 0])
  const open = setup(false)
  await open.ask(limit())
  await open.ask()
  expect(open.starts).toEqual([0, 0])
})

it.each([
  [undefined, undefined, 4],
  [2, undefined, 2],
  [1, undefined, 1],
  [0, undefined, 1],
  [2, 3, 6],
])('of a limit of %s and %s tasks in a request %d are sent at once', async (max, size, count) => {
  const { starts, ask } = setup()
  const by = { ...createClient(), ...(size && { batch: { size, align: (next: NextPoll) => next } }) }
  let end = () => {}
  const answer = new Promise<void>((resolve) => (end = resolve))
  const all = Array.from({ length: 10 }, () => ask(answer, { max, by }))
  await later(0)
  expect(starts).toHaveLength(count)
  end()
  await Promise.all(all)
  expect(starts).toHaveLength(10)
})
