import { afterEach, describe, expect, it, vi } from 'vitest'
import { createVideoTaskRegistry, type VideoTaskRegistryOptions } from 'react-video-task/client'

afterEach(() => void vi.unstubAllGlobals())

const HOUR = 3_600_000

/** A storage two pages may share, and a clock. */
function machine() {
  const texts = new Map<string, string>()
  const world = {
    texts,
    time: 1_000_000_000,
    storage: {
      getItem: (key: string): string | null => texts.get(key) ?? null,
      setItem: (key: string, text: string): void => void texts.set(key, text),
      removeItem: (key: string): void => void texts.delete(key),
    },
    /** A page load: its registry, some time later. */
    load: (options: VideoTaskRegistryOptions = {}) => {
      world.time += 1000
      return createVideoTaskRegistry({ storage: world.storage, now: () => world.time, ...options })
    },
    add: (registry: ReturnType<typeof createVideoTaskRegistry>, ...ids: string[]) => {
      for (const id of ids) {
        world.time += 1
        registry.add(id)
      }
    },
  }
  return world
}

/** The `storage` events of other tabs, which Node does not have. */
function otherTabs() {
  const target = new EventTarget()
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target))
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target))
  return (key: string | null) => target.dispatchEvent(Object.assign(new Event('storage'), { key }))
}

it('a reload loses nothing: the next page lists what this one made, newest first', () => {
  const world = machine()
  world.add(world.load(), 'a', 'b', 'c')
  const next = world.load()
  expect(next.pending()).toEqual(['c', 'b', 'a'])
  expect(next.list()[0]).toEqual({ id: 'c', added: world.time - 1000, notifiedStatus: 'queued' })
})

it('one that ended stays on the list of this page, and is not on that of the next', () => {
  const world = machine()
  const page = world.load()
  world.add(page, 'a', 'b')
  world.time += HOUR
  page.settle('a')
  expect(page.pending()).toEqual(['b', 'a'])
  expect(world.load().pending()).toEqual(['b'])
})

it('one that was made here long ago and never ended stays until the age limit', () => {
  const world = machine()
  const page = world.load({ maxAge: 10 * HOUR })
  world.add(page, 'a')
  world.time += 9 * HOUR
  page.add('b')
  expect(page.pending()).toEqual(['b', 'a'])
  world.time += HOUR
  expect(page.pending()).toEqual(['b'])
  expect(world.load({ maxAge: 10 * HOUR }).pending()).toEqual(['b'])
})

it('one made while the clock was a year ahead grows old all the same', () => {
  const world = machine()
  world.time += 365 * 24 * HOUR
  world.add(world.load(), 'a')
  world.time -= 365 * 24 * HOUR
  world.load().add('b')
  expect(world.load().pending()).toHaveLength(2)
  world.time += 25 * HOUR
  expect(world.load().pending()).toEqual([])
})

it('of too many, those that have ended go first, and then the oldest', () => {
  const world = machine()
  const page = world.load({ maxEntries: 2 })
  world.add(page, 'a', 'b')
  page.settle('b')
  world.add(page, 'c')
  expect(page.list().map(({ id }) => id)).toEqual(['c', 'a'])
  world.add(page, 'd')
  expect(page.list().map(({ id }) => id)).toEqual(['d', 'c'])
  page.remove('d')
  world.add(page, 'e')
  expect(page.list().map(({ id }) => id)).toEqual(['e', 'c'])
})

it('keeps its arrays while nothing changes, so that React renders nothing', () => {
  const world = machine()
  const page = world.load()
  expect(page.pending()).toBe(page.pending())
  world.add(page, 'a')
  const [list, pending] = [page.list(), page.pending()]
  expect(page.list()).toBe(list)
  expect(page.pending()).toBe(pending)
  page.markNotified('a', 'in_progress')
  expect(page.list()).not.toBe(list)
  expect(page.pending()).toBe(pending)
})

it('remembers how far listeners were told, never going back, and passes over what was not made here', () => {
  const world = machine()
  const page = world.load()
  world.add(page, 'a')
  page.markNotified('a', 'completed')
  page.markNotified('a', 'in_progress')
  page.markNotified('a', 'failed')
  page.markNotified('other', 'completed')
  page.settle('other')
  page.remove('other')
  expect(world.load().list()).toEqual([expect.objectContaining({ id: 'a', notifiedStatus: 'completed' })])
})

it('users who share a browser share no list, and clearing one leaves the other', () => {
  const world = machine()
  const page = world.load()
  page.add('a', 'ann')
  page.add('b', 'bob')
  page.add('c')
  page.clear('ann')
  expect([page.pending('ann'), page.pending('bob'), page.pending()]).toEqual([[], ['b'], ['c']])
  expect([...world.texts.keys()]).toEqual(['react-video-task:tasks:bob', 'react-video-task:tasks:'])
})

it('tells its subscribers of each change until they leave', () => {
  const page = machine().load()
  const listener = vi.fn()
  const leave = page.subscribe(listener)
  page.add('a')
  page.settle('a')
  page.settle('a')
  page.remove('a')
  page.clear()
  expect(listener).toHaveBeenCalledTimes(4)
  leave()
  page.add('b')
  expect(listener).toHaveBeenCalledTimes(4)
})

describe('a storage that fails', () => {
  it('full: the page keeps its ids, and stores them as soon as there is room', () => {
    const world = machine()
    const page = world.load()
    world.add(page, 'a')
    const { setItem } = world.storage
    world.storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    world.add(page, 'b')
    page.markNotified('a', 'in_progress')
    expect(page.pending()).toEqual(['b', 'a'])
    expect(page.list()[1]?.notifiedStatus).toBe('in_progress')
    world.storage.setItem = setItem
    world.add(page, 'c')
    expect(world.load().pending()).toEqual(['c', 'b', 'a'])
    expect(world.load().list()[2]?.notifiedStatus).toBe('in_progress')
  })

  const refuse = () => {
    throw new DOMException('no', 'SecurityError')
  }
  it.each<[string, VideoTaskRegistryOptions['storage']]>([
    ['forbidden', { getItem: refuse, setItem: refuse, removeItem: refuse }],
    ['keeping nothing', { getItem: () => null, setItem: () => {}, removeItem: () => {} }],
    ['none', null],
  ])('%s: the page still has its list', (_, storage) => {
    const page = createVideoTaskRegistry({ storage })
    page.add('a')
    page.add('b')
    page.remove('a')
    page.markNotified('b', 'completed')
    page.settle('b')
    expect(page.pending()).toEqual(['b'])
    page.clear()
    expect(page.pending()).toEqual([])
  })

  it('none: one that grows too old takes no other with it', () => {
    const world = machine()
    const page = world.load({ storage: null, maxAge: 2 * HOUR })
    world.add(page, 'a')
    world.time += HOUR
    world.add(page, 'b')
    world.time += HOUR
    expect(page.pending()).toEqual(['b'])
  })

  it('a localStorage that throws when mentioned, or is not there, is none', () => {
    vi.stubGlobal('localStorage', undefined)
    const server = createVideoTaskRegistry()
    server.add('a')
    expect(server.pending()).toEqual(['a'])
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: refuse })
    const page = createVideoTaskRegistry()
    page.add('a')
    expect(page.pending()).toEqual(['a'])
  })

  it.each([
    '',
    '{',
    'null',
    '7',
    '{"id":"a"}',
    '["a",null,[]]',
    '[{"id":"","added":1,"told":"queued"},{"id":7,"added":1,"told":"queued"}]',
    '[{"id":"x","added":"now","told":"queued"},{"id":"x","added":1e9,"told":"melted"}]',
    '[{"id":"x","added":1e9,"told":"toString"},{"id":"x","added":1e999,"told":"queued"}]',
    '[{"id":"x","added":1e9,"told":"queued","ended":"then"},{"id":"x","added":1e9,"told":"queued","removed":null}]',
    '[{"id":"x","told":"queued"},{"id":"x","added":1e9}]',
  ])('junk in it, %j, is passed over and written over', (junk) => {
    const world = machine()
    world.texts.set('react-video-task:tasks:', junk)
    const page = world.load()
    expect(page.pending()).toEqual([])
    world.add(page, 'a')
    expect(world.load().pending()).toEqual(['a'])
  })

  it('junk beside a good record costs only itself', () => {
    const world = machine()
    world.add(world.load(), 'a')
    const name = 'react-video-task:tasks:'
    world.texts.set(name, `[7,${world.texts.get(name)?.slice(1) ?? ''}`)
    expect(world.load().pending()).toEqual(['a'])
  })
})

describe('two tabs on one storage', () => {
  it('neither loses what the other wrote', () => {
    const world = machine()
    const [first, second] = [world.load(), world.load()]
    world.add(first, 'a')
    world.add(second, 'b')
    world.add(first, 'c')
    second.settle('a')
    first.markNotified('a', 'completed')
    for (const tab of [first, second]) {
      expect(tab.pending()).toEqual(['c', 'b', 'a'])
      expect(tab.list()[2]).toMatchObject({ notifiedStatus: 'completed', ended: world.time })
    }
  })

  it('each hears of the other, and only while it listens', () => {
    const stored = otherTabs()
    const world = machine()
    const [first, second] = [world.load(), world.load()]
    const listener = vi.fn()
    const leave = first.subscribe(listener)
    first.subscribe(() => {})()
    expect(first.pending()).toEqual([])
    world.add(second, 'b')
    stored('react-video-task:tasks:')
    expect(listener).toHaveBeenCalledTimes(1)
    expect(first.pending()).toEqual(['b'])
    stored('of another library')
    expect(listener).toHaveBeenCalledTimes(1)
    leave()
    stored('react-video-task:tasks:')
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('what a tab overwrote that had read too early is written again, once', () => {
    const stored = otherTabs()
    const world = machine()
    const [first, second] = [world.load(), world.load()]
    first.subscribe(() => {})
    second.subscribe(() => {})
    const name = 'react-video-task:tasks:'
    world.add(first, 'a')
    const early = world.texts.get(name) ?? ''
    world.add(first, 'b')
    // The second tab's write, made from what it read before `b` was there.
    world.texts.set(name, early)
    world.add(second, 'c')
    const write = vi.spyOn(world.storage, 'setItem')
    for (let round = 0; round < 3; round++) stored(name)
    expect(write).toHaveBeenCalledTimes(1)
    expect(world.load().pending()).toEqual(['c', 'b', 'a'])
  })

  it('tabs with different limits do not write against each other for ever', () => {
    const stored = otherTabs()
    const world = machine()
    const [small, large] = [world.load({ maxEntries: 1 }), world.load()]
    small.subscribe(() => {})
    large.subscribe(() => {})
    world.add(large, 'a', 'b')
    world.add(small, 'c')
    const write = vi.spyOn(world.storage, 'setItem')
    for (let round = 0; round < 5; round++) stored('react-video-task:tasks:')
    expect(write.mock.calls.length).toBeLessThanOrEqual(1)
  })

  it('what one dismissed or cleared, the other does not bring back', () => {
    const stored = otherTabs()
    const world = machine()
    const [first, second] = [world.load(), world.load()]
    first.subscribe(() => {})
    world.add(first, 'a', 'b')
    second.remove('a')
    world.add(first, 'c')
    expect(first.pending()).toEqual(['c', 'b'])
    second.clear()
    stored('react-video-task:tasks:')
    expect(first.pending()).toEqual([])
    world.add(first, 'd')
    expect(second.pending()).toEqual(['d'])
  })
})
