import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createVideoTaskRegistry,
  type VideoTaskFailure,
  type VideoTaskRegistryOptions,
} from 'react-video-task/client'
import { createBrowser, otherTabs } from './support/createBrowser.js'

afterEach(() => void vi.unstubAllGlobals())

const HOUR = 3_600_000

it('lists the tasks created before a reload, newest first', () => {
  const browser = createBrowser()
  browser.add(browser.openPage(), 'a', 'b', 'c')
  const next = browser.openPage()
  expect(next.pending()).toEqual(['c', 'b', 'a'])
  expect(next.list()[0]).toEqual({ id: 'c', added: browser.time - 1000, notifiedStatus: 'queued' })
})

it('keeps a task that ended pending on this page, not on the next', () => {
  const browser = createBrowser()
  const page = browser.openPage()
  browser.add(page, 'a', 'b')
  browser.time += HOUR
  page.settle('a')
  expect(page.pending()).toEqual(['b', 'a'])
  expect(browser.openPage().pending()).toEqual(['b'])
})

it('keeps a task that ended pending on this page, though the clock was set back', () => {
  const browser = createBrowser()
  const page = browser.openPage()
  browser.time -= HOUR
  browser.add(page, 'a')
  page.settle('a')
  expect(page.pending()).toEqual(['a'])
})

it('keeps the first end of each task, whichever ended before it', () => {
  const browser = createBrowser()
  const page = browser.openPage()
  browser.add(page, 'a', 'b')
  browser.time += HOUR
  page.settle('b')
  browser.time += HOUR
  page.settle('a')
  const ends = page.list().map(({ id, ended }) => [id, ended])
  expect(ends).toEqual([
    ['b', browser.time - HOUR],
    ['a', browser.time],
  ])
  browser.time += HOUR
  page.settle('b')
  page.settle('a')
  expect(page.list().map(({ id, ended }) => [id, ended])).toEqual(ends)
  expect(browser.openPage().pending()).toEqual([])
})

it('keeps a task that never ended until the age limit', () => {
  const browser = createBrowser()
  const page = browser.openPage({ maxAge: 10 * HOUR })
  browser.add(page, 'a')
  browser.time += 9 * HOUR
  page.add('b')
  expect(page.pending()).toEqual(['b', 'a'])
  browser.time += HOUR
  expect(page.pending()).toEqual(['b'])
  expect(page.list()).toMatchObject([{ id: 'b' }])
  expect(browser.openPage({ maxAge: 10 * HOUR }).pending()).toEqual(['b'])
})

it('expires a task that was created while the clock was a year ahead', () => {
  const browser = createBrowser()
  browser.time += 365 * 24 * HOUR
  browser.add(browser.openPage(), 'a')
  browser.time -= 365 * 24 * HOUR
  browser.openPage().add('b')
  expect(browser.openPage().pending()).toHaveLength(2)
  browser.time += 25 * HOUR
  expect(browser.openPage().pending()).toEqual([])
})

it('removes ended tasks first, then the oldest, above the limit of entries', () => {
  const browser = createBrowser()
  const page = browser.openPage({ maxEntries: 2 })
  browser.add(page, 'a', 'b')
  page.settle('b')
  browser.add(page, 'c')
  expect(page.list().map(({ id }) => id)).toEqual(['c', 'a'])
  browser.add(page, 'd')
  expect(page.list().map(({ id }) => id)).toEqual(['d', 'c'])
  page.remove('d')
  browser.add(page, 'e')
  expect(page.list().map(({ id }) => id)).toEqual(['e', 'c'])
})

it('returns the same arrays while nothing changes', () => {
  const browser = createBrowser()
  const page = browser.openPage()
  expect(page.pending()).toBe(page.pending())
  browser.add(page, 'a')
  const [list, pending] = [page.list(), page.pending()]
  expect(page.list()).toBe(list)
  expect(page.pending()).toBe(pending)
  page.markNotified('a', 'in_progress')
  expect(page.list()).not.toBe(list)
  expect(page.pending()).toBe(pending)
})

it('keeps the latest notified status and ignores ids that were not added', () => {
  const browser = createBrowser()
  const page = browser.openPage()
  browser.add(page, 'a')
  page.markNotified('a', 'completed')
  page.markNotified('a', 'in_progress')
  page.markNotified('a', 'failed')
  page.markNotified('other', 'completed')
  page.settle('other')
  page.remove('other')
  expect(browser.openPage().list()).toEqual([
    expect.objectContaining({ id: 'a', notifiedStatus: 'completed' }),
  ])
})

it('separates scopes, and clears only the given one', () => {
  const browser = createBrowser()
  const page = browser.openPage()
  page.add('a', 'ann')
  page.add('b', 'bob')
  page.add('c')
  page.clear('ann')
  expect([page.pending('ann'), page.pending('bob'), page.pending()]).toEqual([[], ['b'], ['c']])
  expect([...browser.texts.keys()]).toEqual(['react-video-task:tasks:bob', 'react-video-task:tasks:'])
})

it('calls a subscriber at each change until it unsubscribes', () => {
  const page = createBrowser().openPage()
  const listener = vi.fn()
  const unsubscribe = page.subscribe(listener)
  page.add('a')
  page.settle('a')
  page.settle('a')
  page.remove('a')
  page.clear()
  expect(listener).toHaveBeenCalledTimes(4)
  unsubscribe()
  page.add('b')
  expect(listener).toHaveBeenCalledTimes(4)
})

describe('with a failing storage', () => {
  it('keeps ids in memory while the storage is full and stores them when there is room', () => {
    const browser = createBrowser()
    const page = browser.openPage()
    browser.add(page, 'a')
    const { setItem } = browser.storage
    browser.storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    browser.add(page, 'b')
    page.markNotified('a', 'in_progress')
    expect(page.pending()).toEqual(['b', 'a'])
    expect(page.list()[1]?.notifiedStatus).toBe('in_progress')
    browser.storage.setItem = setItem
    browser.add(page, 'c')
    expect(browser.openPage().pending()).toEqual(['c', 'b', 'a'])
    expect(browser.openPage().list()[2]?.notifiedStatus).toBe('in_progress')
  })

  const refuse = () => {
    throw new DOMException('no', 'SecurityError')
  }
  it.each<[string, VideoTaskRegistryOptions['storage']]>([
    ['that is forbidden', { getItem: refuse, setItem: refuse, removeItem: refuse }],
    ['that keeps nothing', { getItem: () => null, setItem: () => {}, removeItem: () => {} }],
    ['of null', null],
  ])('keeps its list in memory with a storage %s', (_, storage) => {
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

  it('keeps its list while a storage cannot be read for a moment', () => {
    const browser = createBrowser()
    const page = browser.openPage()
    browser.add(page, 'a')
    const { getItem } = browser.storage
    browser.storage.getItem = refuse
    expect(page.pending()).toEqual(['a'])
    browser.storage.getItem = getItem
    expect(page.pending()).toEqual(['a'])
  })

  it('expires only tasks past the age limit without a storage', () => {
    const browser = createBrowser()
    const page = browser.openPage({ storage: null, maxAge: 2 * HOUR })
    browser.add(page, 'a')
    browser.time += HOUR
    browser.add(page, 'b')
    browser.time += HOUR
    expect(page.pending()).toEqual(['b'])
  })

  it('keeps its list in memory when localStorage is missing or throws on access', () => {
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
    '[{"id":"","added":1,"notifiedStatus":"queued"},{"id":7,"added":1,"notifiedStatus":"queued"}]',
    '[{"id":"x","added":"now","notifiedStatus":"queued"},{"id":"x","added":1e9,"notifiedStatus":"melted"}]',
    '[{"id":"x","added":1e9,"notifiedStatus":"toString"},{"id":"x","added":1e999,"notifiedStatus":"queued"}]',
    '[{"id":"x","added":1e9,"notifiedStatus":"queued","ended":"then"},{"id":"x","added":1e9,"notifiedStatus":"queued","removed":null}]',
    '[{"id":"x","notifiedStatus":"queued"},{"id":"x","added":1e9}]',
  ])('ignores and overwrites an invalid stored text: %j', (stored) => {
    const browser = createBrowser()
    browser.texts.set('react-video-task:tasks:', stored)
    const page = browser.openPage()
    expect(page.pending()).toEqual([])
    browser.add(page, 'a')
    expect(browser.openPage().pending()).toEqual(['a'])
  })

  it('ignores an invalid record and keeps the valid ones beside it', () => {
    const browser = createBrowser()
    browser.add(browser.openPage(), 'a')
    const name = 'react-video-task:tasks:'
    browser.texts.set(name, `[7,${browser.texts.get(name)?.slice(1) ?? ''}`)
    expect(browser.openPage().pending()).toEqual(['a'])
  })
})

describe('with two tabs on one storage', () => {
  it('keeps what both tabs have written', () => {
    const browser = createBrowser()
    const [first, second] = [browser.openPage(), browser.openPage()]
    browser.add(first, 'a')
    browser.add(second, 'b')
    browser.add(first, 'c')
    second.settle('a')
    first.markNotified('a', 'completed')
    for (const tab of [first, second]) {
      expect(tab.pending()).toEqual(['c', 'b', 'a'])
      expect(tab.list()[2]).toMatchObject({ notifiedStatus: 'completed', ended: browser.time })
    }
  })

  it('calls a subscriber when another tab writes, until it unsubscribes', () => {
    const dispatchStorage = otherTabs()
    const browser = createBrowser()
    const [first, second] = [browser.openPage(), browser.openPage()]
    const listener = vi.fn()
    const unsubscribe = first.subscribe(listener)
    first.subscribe(() => {})()
    expect(first.pending()).toEqual([])
    browser.add(second, 'b')
    dispatchStorage('react-video-task:tasks:')
    expect(listener).toHaveBeenCalledTimes(1)
    expect(first.pending()).toEqual(['b'])
    dispatchStorage('of another library')
    expect(listener).toHaveBeenCalledTimes(1)
    unsubscribe()
    dispatchStorage('react-video-task:tasks:')
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('writes records again, once, that another tab has overwritten', () => {
    const dispatchStorage = otherTabs()
    const browser = createBrowser()
    const [first, second] = [browser.openPage(), browser.openPage()]
    first.subscribe(() => {})
    second.subscribe(() => {})
    const name = 'react-video-task:tasks:'
    browser.add(first, 'a')
    const early = browser.texts.get(name) ?? ''
    browser.add(first, 'b')
    // The second tab's write, made from what it read before `b` was there.
    browser.texts.set(name, early)
    browser.add(second, 'c')
    const write = vi.spyOn(browser.storage, 'setItem')
    for (let round = 0; round < 3; round++) dispatchStorage(name)
    expect(write).toHaveBeenCalledTimes(1)
    expect(browser.openPage().pending()).toEqual(['c', 'b', 'a'])
  })

  it('does not rewrite endlessly when tabs have different limits', () => {
    const dispatchStorage = otherTabs()
    const browser = createBrowser()
    const [small, large] = [browser.openPage({ maxEntries: 1 }), browser.openPage()]
    small.subscribe(() => {})
    large.subscribe(() => {})
    browser.add(large, 'a', 'b')
    browser.add(small, 'c')
    const write = vi.spyOn(browser.storage, 'setItem')
    for (let round = 0; round < 5; round++) dispatchStorage('react-video-task:tasks:')
    expect(write.mock.calls.length).toBeLessThanOrEqual(1)
  })

  it('does not restore what another tab removed or cleared', () => {
    const dispatchStorage = otherTabs()
    const browser = createBrowser()
    const [first, second] = [browser.openPage(), browser.openPage()]
    first.subscribe(() => {})
    browser.add(first, 'a', 'b')
    second.remove('a')
    browser.add(first, 'c')
    expect(first.pending()).toEqual(['c', 'b'])
    second.clear()
    dispatchStorage('react-video-task:tasks:')
    expect(first.pending()).toEqual([])
    browser.add(first, 'd')
    expect(second.pending()).toEqual(['d'])
  })

  it('does not restore a task of a history that another tab removed days after it was added', () => {
    const dispatchStorage = otherTabs()
    const browser = createBrowser()
    const open = () => browser.openPage({ keepHistory: true, keepParams: true })
    const [first, second] = [open(), open()]
    first.subscribe(() => {})
    second.subscribe(() => {})
    first.add('a', undefined, { prompt: 'A fox' })
    expect(second.list()).toHaveLength(1)
    browser.time += 100 * HOUR
    first.remove('a')
    dispatchStorage('react-video-task:tasks:')
    for (const page of [first, second, open()]) expect(page.list()).toEqual([])
    expect([...browser.texts.values()].join()).not.toContain('fox')
    const list = second.list()
    expect(second.list()).toBe(list)
    browser.time += 24 * HOUR
    second.add('b')
    expect([...browser.texts.values()].join()).not.toContain('"a"')
  })

  it('does not restore what another tab cleared before it added more, while this one was frozen', () => {
    const dispatchStorage = otherTabs()
    const browser = createBrowser()
    const open = () => browser.openPage({ keepParams: true })
    const [first, second, frozen] = [open(), open(), open()]
    first.subscribe(() => {})
    second.subscribe(() => {})
    first.add('a', undefined, { prompt: 'A fox' })
    for (const page of [second, frozen]) expect(page.list()).toHaveLength(1)
    browser.time += 1
    first.clear()
    dispatchStorage('react-video-task:tasks:')
    expect(browser.texts.size).toBe(0)
    // The tab that has cleared may be closed by now.
    browser.add(second, 'b')
    browser.add(frozen, 'c')
    for (const page of [first, second, frozen, open()]) expect(page.pending()).toEqual(['c', 'b'])
    expect([...browser.texts.values()].join()).not.toContain('fox')
  })
})

describe('keepHistory', () => {
  const ended = {
    id: 'a',
    object: 'video',
    status: 'completed',
    progress: 100,
    model: 'wan2.6',
    video_url: 'https://a.test/v.mp4',
    prompt: 'A fox',
    observed: { first_seen: 1, highest_progress: 100, last_change: 1, watched_from: 1 },
  } as const

  it('keeps each task until it is removed, while it is pending for the age limit only', () => {
    const browser = createBrowser()
    const page = browser.openPage({ keepHistory: true })
    browser.add(page, 'a', 'b')
    page.settle('a', undefined, ended)
    browser.time += 100 * HOUR
    expect(page.list().map(({ id }) => id)).toEqual(['b', 'a'])
    expect(page.list()).toBe(page.list())
    expect(page.pending()).toEqual([])
    const next = browser.openPage({ keepHistory: true })
    expect(next.list().map(({ id }) => id)).toEqual(['b', 'a'])
    next.remove('a')
    expect(browser.openPage({ keepHistory: true }).list()).toMatchObject([{ id: 'b' }])
    expect(browser.openPage().list()).toEqual([])
  })

  it('keeps the documented fields of an ended task, and its prompt only with keepParams', () => {
    const browser = createBrowser()
    const page = browser.openPage({ keepHistory: true })
    page.add('a', undefined, { prompt: 'A fox' })
    page.settle('a')
    page.settle('a', undefined, ended)
    const { prompt, observed, ...kept } = ended
    expect([prompt, observed]).toBeDefined()
    expect(browser.openPage({ keepHistory: true }).list()[0]?.task).toEqual(kept)
    expect([...browser.texts.values()].join()).not.toContain('fox')
    const other = browser.openPage({ keepHistory: true, keepParams: true })
    other.settle('a', undefined, ended)
    expect(other.list()[0]?.task).toEqual({ ...kept, prompt: 'A fox' })
  })

  const failed = { id: 'a', object: 'video', status: 'failed', progress: 0 } as const

  it('keeps why a task failed, and the id of the request apart', () => {
    const keptError = (error: VideoTaskFailure) => {
      const browser = createBrowser()
      const page = browser.openPage({ keepHistory: true })
      page.add('a')
      page.settle('a', undefined, { ...failed, error })
      const [record] = browser.openPage({ keepHistory: true }).list()
      return record?.task && 'error' in record.task ? record.task.error : undefined
    }
    const message = 'Refused. (request id: r9)'
    expect(keptError({ message, code: 'moderation' })).toEqual({
      ...{ message: 'Refused.', code: 'moderation', request_id: 'r9' },
    })
    expect(keptError({ request_id: 'r8', message })).toEqual({ message: 'Refused.', request_id: 'r8' })
    expect(keptError({ message: 'Refused.', param: 'r (request id: r9)' })).toBeUndefined()
  })

  it('keeps no task whose video is in it alone', () => {
    const { video_url, ...inTask } = ended
    const browser = createBrowser()
    const page = browser.openPage({ keepHistory: true })
    page.add('a')
    page.settle('a', undefined, { ...inTask, video_data: 'data:video/mp4;base64,AAAA' })
    expect(video_url).toBeDefined()
    expect(browser.openPage({ keepHistory: true }).list()).toEqual([
      expect.objectContaining({ id: 'a', task: undefined }),
    ])
  })

  it.each([
    ['an empty field', { message: 'Refused.', param: null }, { message: 'Refused.' }],
    ['no reason', undefined, undefined],
    ['a text for a reason', 'Refused.', undefined],
    ['a reason without a message', { code: 'c' }, undefined],
    ['a message that is no text', { message: 7 }, undefined],
    ['a message of JSON', { message: '{"code":1}' }, undefined],
    ['a message of success', { message: 'Success' }, undefined],
    ['a code that is a number', { message: 'Refused.', code: 7 }, undefined],
    ['a further field', { message: 'Refused.', detail: 'd' }, undefined],
  ])('reads a stored failure with %s', (_, error, kept) => {
    const browser = createBrowser()
    const record = { id: 'a', added: browser.time, notifiedStatus: 'failed', ended: 1 }
    const text = JSON.stringify([{ ...record, task: { ...failed, error } }])
    browser.texts.set('react-video-task:tasks:', text)
    const [read] = browser.openPage({ keepHistory: true }).list()
    expect(read?.task).toEqual(kept && { ...failed, error: kept })
  })

  it('keeps nothing of a task without keepHistory', () => {
    const browser = createBrowser()
    const page = browser.openPage()
    page.add('a', undefined, { prompt: 'A fox' })
    page.settle('a', undefined, ended)
    expect([...browser.texts.values()].join()).not.toMatch(/fox|v\.mp4/)
  })

  it.each([
    ['a script', { ...ended, video_url: 'javascript:alert(1)' }],
    ['no object', 7],
    ['another status', { ...ended, status: 'SUCCESS' }],
  ])('reads no task whose stored text has %s', (_, task) => {
    const browser = createBrowser()
    browser.texts.set(
      'react-video-task:tasks:',
      JSON.stringify([
        { id: 'a', added: browser.time, notifiedStatus: 'queued', ended: 1, task, params: [] },
      ]),
    )
    const [record] = browser.openPage({ keepHistory: true }).list()
    expect(record).toMatchObject({ id: 'a', ended: 1 })
    expect(JSON.stringify(record)).not.toContain('javascript:')
  })
})

it('keepParams keeps files as name, type and size, and everything else as it was sent', () => {
  const browser = createBrowser()
  const page = browser.openPage({ keepParams: true })
  page.add('a', undefined, {
    ...{ prompt: 'A fox', seconds: 4, seed: 2n ** 60n, mask: 'data:image/png;base64,iVBORw0KGgo=' },
    first_frame: 'data:image/png;base64,iVBORw0KGgo',
    input_reference: [new File(['bytes'], 'fox.png', { type: 'image/png' }), 'https://a.test/fox.png'],
  })
  expect(browser.openPage().list()[0]?.params).toEqual({
    ...{ prompt: 'A fox', seconds: 4, seed: String(2n ** 60n) },
    mask: { name: '', type: 'image/png', size: 9 },
    first_frame: { name: '', type: 'image/png', size: 8 },
    input_reference: [{ name: 'fox.png', type: 'image/png', size: 5 }, 'https://a.test/fox.png'],
  })
})
