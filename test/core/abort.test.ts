import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
// Private: client, proxy and stores are tested with their timeouts; here is what the helper leaves behind.
import { abortablePromise, raceTimeout, withTimeout } from '../../src/core/abort.js'
import { errorOf } from '../support/errorOf.js'

const never = new Promise<never>(() => {})
const timeoutError = () => new Error('too slow')

/** A signal, and how many listeners it has. */
function countListeners() {
  const controller = new AbortController()
  const { signal } = controller
  return { controller, signal, count: () => getEventListeners(signal, 'abort').length }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('raceTimeout', () => {
  it.each([
    ['resolves', () => Promise.resolve('done')],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('leaves no timer and no listener when the work %s', async (_, work) => {
    const { signal, count } = countListeners()
    await Promise.allSettled([raceTimeout(work(), { signal, timeout: 1_000, onTimeout: timeoutError })])
    expect(vi.getTimerCount()).toBe(0)
    expect(count()).toBe(0)
  })

  it('leaves no timer and no listener after an abort of work that never settles', async () => {
    const { controller, signal, count } = countListeners()
    const error = errorOf(() => raceTimeout(never, { signal, timeout: 1_000, onTimeout: timeoutError }))
    controller.abort(new Error('left'))
    expect(await error).toBe(signal.reason)
    expect(vi.getTimerCount()).toBe(0)
    expect(count()).toBe(0)
  })

  it('rejects with the error of onTimeout and leaves no listener after a timeout', async () => {
    const { signal, count } = countListeners()
    const error = errorOf(() => raceTimeout(never, { signal, timeout: 1_000, onTimeout: timeoutError }))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await error).toMatchObject({ message: 'too slow' })
    expect(count()).toBe(0)
  })

  it('rejects at once for a signal that has aborted before', async () => {
    const signal = AbortSignal.abort(new Error('left'))
    expect(await errorOf(() => raceTimeout(never, { signal }))).toBe(signal.reason)
  })

  it.each([undefined, Infinity, Number.NaN, 2 ** 31])('has no limit for a timeout of %s', async (timeout) => {
    const work = raceTimeout(new Promise((resolve) => setTimeout(resolve, 5_000, 'done')), { timeout })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await work).toBe('done')
  })
})

it('the longest limit is one that a timer can hold', async () => {
  for (const wait of [
    () => raceTimeout(never, { timeout: 2 ** 31 - 1, onTimeout: timeoutError }),
    () => withTimeout(() => never, { ...countListeners(), timeout: 2 ** 31 - 1, timeoutError }),
  ]) {
    const error = errorOf(wait)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(2 ** 31 - 1)
    expect(await error).toMatchObject({ message: 'too slow' })
  }
})

describe('withTimeout', () => {
  it('aborts the signal of the run with the same error that it rejects with', async () => {
    let seen: AbortSignal | undefined
    const run = (signal: AbortSignal) => {
      seen = signal
      return never
    }
    const error = errorOf(() => withTimeout(run, { timeout: 1_000, timeoutError }))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await error).toMatchObject({ message: 'too slow' })
    expect(seen?.reason).toBe(await error)
  })

  it('does not start the run for a signal that has aborted before', async () => {
    const signal = AbortSignal.abort(new Error('left'))
    const run = vi.fn(async () => 'done')
    expect(await errorOf(() => withTimeout(run, { signal, timeoutError }))).toBe(signal.reason)
    expect(run).not.toHaveBeenCalled()
  })

  it.each([
    ['resolves', async () => 'done'],
    ['rejects', async () => Promise.reject(new Error('broken'))],
  ])('with a time limit leaves no timer and no listener when the run %s', async (_, run) => {
    const { signal, count } = countListeners()
    await Promise.allSettled([withTimeout(run, { signal, timeout: 1_000, timeoutError })])
    expect(vi.getTimerCount()).toBe(0)
    expect(count()).toBe(0)
  })

  it('with a time limit aborts the signal of the run with the reason of the caller', async () => {
    const controller = new AbortController()
    let seen: AbortSignal | undefined
    const run = (signal: AbortSignal) => {
      seen = signal
      return never
    }
    const error = errorOf(() => withTimeout(run, { signal: controller.signal, timeout: 1_000, timeoutError }))
    controller.abort(new Error('left'))
    expect(await error).toBe(controller.signal.reason)
    expect(seen?.reason).toBe(controller.signal.reason)
  })

  it('without a time limit keeps the signal of the run tied to the caller, for a body that is read later', async () => {
    const controller = new AbortController()
    const seen = await withTimeout(async (signal) => signal, { signal: controller.signal, timeoutError })
    expect(seen.aborted).toBe(false)
    controller.abort(new Error('left'))
    expect(seen.reason).toBe(controller.signal.reason)
  })
})

describe('abortablePromise', () => {
  it('leaves no listener once it has ended, and takes nothing back', async () => {
    const { signal, count } = countListeners()
    const takeBack = vi.fn()
    await abortablePromise(signal, (end) => {
      setTimeout(end)
      void vi.advanceTimersByTimeAsync(0)
      return takeBack
    })
    expect(count()).toBe(0)
    expect(takeBack).not.toHaveBeenCalled()
  })

  it('takes the wait back and rejects with the reason of a signal that aborts before', async () => {
    const { controller, signal, count } = countListeners()
    const takeBack = vi.fn()
    const error = errorOf(() => abortablePromise(signal, () => takeBack))
    controller.abort(new Error('left'))
    expect(await error).toBe(signal.reason)
    expect(takeBack).toHaveBeenCalledTimes(1)
    expect(count()).toBe(0)
  })
})
