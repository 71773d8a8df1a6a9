import { expect, it, vi } from 'vitest'
// Private: the registry, the events and the clock of the components are built on it.
import { createListeners } from '../../src/core/listeners.js'

it('starts with the first listener and stops with the last, each time', () => {
  const stop = vi.fn()
  const start = vi.fn(() => stop)
  const { subscribe } = createListeners(start)
  for (const times of [1, 2]) {
    const ends = [subscribe(() => {}), subscribe(() => {})]
    expect(start).toHaveBeenCalledTimes(times)
    ends[0]?.()
    expect(stop).toHaveBeenCalledTimes(times - 1)
    ends[1]?.()
    ends[1]?.()
    expect(stop).toHaveBeenCalledTimes(times)
  }
})

it('keeps a listener that was added twice until both are removed', () => {
  const { subscribe, current } = createListeners()
  const listener = () => {}
  const ends = [subscribe(listener), subscribe(listener)]
  expect(current()).toEqual([listener, listener])
  ends[0]?.()
  ends[0]?.()
  expect(current()).toEqual([listener])
})

it('gives a list that later changes do not alter', () => {
  const { subscribe, current } = createListeners<string>()
  const end = subscribe('a')
  const before = current()
  subscribe('b')
  end()
  expect(before).toEqual(['a'])
  expect(current()).toEqual(['b'])
})
