import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createVideoClient, VideoApiError } from 'react-video-task'
// Private: here the answers and their times are exact, which those of a page are not.
import { queueOf } from '../../src/query/requestQueue.js'
import { errorOf } from '../support/errorOf.js'

beforeEach(() => {
  vi.useFakeTimers()
  // Without jitter, a wait is as long as the answer says.
  vi.spyOn(Math, 'random').mockReturnValue(0)
})

const client = createVideoClient({ baseURL: 'https://api.example/v1' })

/** A page whose requests take 100 ms. */
function createPage() {
  const queryClient = new QueryClient()
  const { signal } = new AbortController()
  const run = (answer: () => void) => {
    const send = async () => {
      const started = Date.now()
      await new Promise((resolve) => setTimeout(resolve, 100))
      answer()
      return started
    }
    return queueOf(queryClient).run(send, { client, signal })
  }
  return {
    /** Sends requests of one moment, each of which succeeds. @returns when each started, in ms from now */
    startsOf: async (count: number) => {
      const now = Date.now()
      const starts = Promise.all(Array.from({ length: count }, () => run(() => {})))
      await vi.advanceTimersByTimeAsync(100_000)
      return (await starts).map((time) => time - now)
    },
    /** Sends requests of one moment, each of which is asked to wait for a second, and waits for it. */
    reachLimit: async (count: number, status = 429) => {
      const limit = () => {
        throw new VideoApiError({ status, retryAfter: 1_000 })
      }
      const failed = Array.from({ length: count }, () => errorOf(() => run(limit)))
      await vi.advanceTimersByTimeAsync(1_100)
      await Promise.all(failed)
    },
  }
}

describe('the pace of a key after a limit', () => {
  it.each([
    ['is 4 a second after one', [1], 250],
    ['is 4 a second after one that several requests of a moment have reached', [3], 250],
    ['is half of it after each further one', [1, 1], 500],
    ['is one in 8 s after the sixth', Array(6).fill(1), 8_000],
    ['is one in 16 s after the seventh', Array(7).fill(1), 16_000],
    ['is never slower', Array(9).fill(1), 16_000],
  ])('%s', async (_, limits: number[], pace) => {
    const page = createPage()
    for (const count of limits) await page.reachLimit(count)
    // The first one goes alone, and the pace begins with its answer.
    expect(await page.startsOf(4)).toEqual([0, 100 + pace, 100 + 2 * pace, 100 + 3 * pace])
  })

  it.each([
    ['holds after a 503, which speaks of the API as a whole', 503, [0, 350]],
    ['does not after a 500, which speaks of one task', 500, [0, 0]],
  ])('%s', async (_, status, starts) => {
    const page = createPage()
    await page.reachLimit(1, status)
    expect(await page.startsOf(2)).toEqual(starts)
  })

  it('is forgotten after ten minutes without a request', async () => {
    const page = createPage()
    await page.reachLimit(1)
    await vi.advanceTimersByTimeAsync(600_001)
    expect(await page.startsOf(1)).toEqual([0])
    expect(await page.startsOf(3)).toEqual([0, 0, 0])
    await page.reachLimit(1)
    expect(await page.startsOf(2)).toEqual([0, 350])
  })
})
