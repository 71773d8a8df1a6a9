import { createMemoryStore } from 'react-video-task/server'
import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => void vi.useRealTimers())

const MINUTE = 60_000

describe('the memory store', () => {
  it('has 10,000 entries by default, and drops the oldest tenth for one more', async () => {
    const { set, get } = createMemoryStore()
    for (let entry = 0; entry < 10_000; entry++) await set(`key${entry}`, 'value', MINUTE)
    expect(await get('key9999')).toBe('value')
    await set('one more', 'value', MINUTE)
    const kept = ['key0', 'key999', 'key1000', 'key9999', 'one more'].map(async (key) => await get(key))
    expect(await Promise.all(kept)).toEqual([undefined, undefined, 'value', 'value', 'value'])
  })

  it('drops nothing for an entry that it has already, also when it is full', async () => {
    const { set, get } = createMemoryStore({ maxEntries: 2 })
    await set('a', '1', MINUTE)
    await set('b', '1', MINUTE)
    await set('b', '2', MINUTE)
    expect([await get('a'), await get('b')]).toEqual(['1', '2'])
  })

  it('counts an entry that is set again as used', async () => {
    const { set, get } = createMemoryStore({ maxEntries: 2 })
    for (const key of ['a', 'b', 'a', 'c']) await set(key, '1', MINUTE)
    expect([await get('a'), await get('b'), await get('c')]).toEqual(['1', undefined, '1'])
  })

  it('adds an entry where there is none, or none any more', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { add, get } = createMemoryStore()
    expect([await add?.('a', '1', MINUTE), await add?.('a', '2', MINUTE), await get('a')]).toEqual([
      ...[true, false, '1'],
    ])
    vi.setSystemTime(Date.now() + MINUTE - 1)
    expect(await add?.('a', '2', MINUTE)).toBe(false)
    vi.setSystemTime(Date.now() + 1)
    expect([await get('a'), await add?.('a', '3', MINUTE), await get('a')]).toEqual([undefined, true, '3'])
  })
})
