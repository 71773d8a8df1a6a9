import { expect, it, vi } from 'vitest'
// Private: the parts of a client and of the components that load later.
import { loadOnce } from '../../src/core/loadOnce.js'
import { errorOf } from '../support/errorOf.js'

it('a part is loaded at its first use, and once for all of them', async () => {
  const load = vi.fn(async () => ({ part: 1 }))
  const get = loadOnce(load)
  expect(load).not.toHaveBeenCalled()
  const parts = await Promise.all([get(), get()])
  expect(await get()).toBe(parts[0])
  expect(parts[1]).toBe(parts[0])
  expect(load).toHaveBeenCalledTimes(1)
})

it('a part that did not load is a failure of the network, and is loaded again', async () => {
  const cause = new TypeError('Failed to fetch')
  const load = vi.fn(async () => 'part').mockRejectedValueOnce(cause)
  const get = loadOnce(load)
  const first = errorOf(get)
  expect(await errorOf(get)).toBe(await first)
  expect(await first).toMatchObject({
    ...{ name: 'VideoNetworkError', code: 'network_error', retryable: true, cause },
    message: 'A part of the app did not load: Failed to fetch',
  })
  expect(await get()).toBe('part')
  expect(load).toHaveBeenCalledTimes(2)
})
