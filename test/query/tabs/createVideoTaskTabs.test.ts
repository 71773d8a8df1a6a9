import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTabbedApp } from './support/createTabbedApp.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const
afterEach(() => vi.restoreAllMocks())

/** Makes the random delays of the tabs differ in every run: two equal ones would make two tabs act at once. */
function spaceRandomDelays() {
  let turn = 0
  vi.spyOn(Math, 'random').mockImplementation(() => (turn++ % 10) / 10)
}
const unavailable = () => Response.json({ error: { message: 'busy' } }, { status: 503 })

describe('shared polling', () => {
  it('one tab polls, every tab gets the task, and only the polling tab is the leader', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask({})
    const [first, ...others] = [openTab(), openTab(), openTab()]
    for (const tab of [first, ...others]) {
      tab.watch(id)
      await advance(1_000)
    }
    await advance(11_000)
    for (const tab of others) expect(tab.task(id)).toEqual(first.task(id))
    expect(first.task(id)?.status).toBe('in_progress')
    await advance(60_000)
    for (const tab of others) {
      expect(tab.task(id)?.status).toBe('completed')
      expect(tab.requestedIds).toEqual([])
      expect(tab.notifiedStatuses).toEqual([])
    }
    expect(first.notifiedStatuses).toEqual(['in_progress', 'completed'])
    expect(first.requestedIds.length).toBeGreaterThan(3)
    expect(browser.lockNames()).toEqual([])
  })

  it('three tabs together send as many requests as one tab alone', async () => {
    const app = createTabbedApp()
    const alone = app.openTab({ name: 'another app' })
    const { id } = app.emulator.addTask({})
    alone.watch(id)
    const tabs = [app.openTab(), app.openTab(), app.openTab()]
    for (const tab of tabs) tab.watch(id)
    await app.advance(120_000)
    expect(tabs.map((tab) => tab.requestedIds.length).reduce((a, b) => a + b)).toBeLessThanOrEqual(
      alone.requestedIds.length + 1,
    )
  })

  it("an unchanged poll by another tab keeps this tab's task object", async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    await advance(1_000)
    const task = second.task(id)
    await advance(60_000)
    expect(task).toBeDefined()
    expect(second.task(id)).toBe(task)
  })

  it('a tab opened later gets the task from the other tabs without a request', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(3_000)
    second.watch(id)
    await advance(10)
    expect(second.task(id)).toEqual(first.task(id))
    expect(second.requestedIds).toEqual([])
  })

  it('tabs with another scope or another app name poll a task on their own', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tabs = [openTab({ scope: 'ann' }), openTab({ scope: 'bob' }), openTab({ name: 'x', scope: 'ann' })]
    for (const tab of tabs) tab.watch(id)
    await advance(20_000)
    for (const tab of tabs) expect(tab.requestedIds.length).toBeGreaterThan(2)
  })
})

describe('takeover from a tab that stops', () => {
  it('another tab takes over polling when the leader closes or crashes', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask({})
    const tabs = [openTab(), openTab(), openTab()] as const
    for (const tab of tabs) tab.watch(id)
    await advance(6_000)
    tabs[0].close()
    await advance(8_000)
    tabs[1].close()
    await advance(30_000)
    expect(tabs[2].task(id)?.status).toBe('completed')
    expect(tabs[2].notifiedStatuses.at(-1)).toBe('completed')
  })

  it('a leader about to be frozen hands its lock to another tab and does not take it back', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    await advance(1_000)
    first.suspend()
    await advance(10)
    expect(second.tabs.isLeader(id)).toBe(false)
    await advance(6_000)
    expect(second.tabs.isLeader(id)).toBe(true)
    expect(second.requestedIds.length).toBeGreaterThan(0)
  })

  it('exactly one tab takes over 80 to 100 s after the leader freezes without an event', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, ...others] = [openTab(), openTab(), openTab(), openTab()]
    spaceRandomDelays()
    for (const tab of [first, ...others]) tab.watch(id)
    await advance(10_000)
    first.freeze()
    first.answer = () => new Promise(() => {})
    await advance(80_000)
    for (const tab of others) expect(tab.requestedIds).toEqual([])
    await advance(20_000)
    const polling = others.filter((tab) => tab.requestedIds.length > 0)
    expect(polling).toHaveLength(1)
    await advance(600_000)
    expect(others.filter((tab) => tab.requestedIds.length > 0).length).toBe(1)
    expect(polling[0]?.requestedIds.length).toBeGreaterThan(100)
  })

  it("a tab without data sends its own request after 1 s when the leader's request hangs", async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.answer = () => new Promise(() => {})
    first.watch(id)
    await advance(100)
    second.watch(id)
    await advance(900)
    expect(second.requestedIds).toEqual([])
    await advance(400)
    expect(second.task(id)?.status).toBe('in_progress')
    expect(first.task(id)).toEqual(second.task(id))
  })

  it('only the lock holder is the leader for a status that another tab retrieved', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask({})
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    first.answer = unavailable
    await advance(22_000)
    expect(first.error(id)).toMatchObject({ status: 503 })
    second.watch(id)
    await advance(1_300)
    expect(second.requestedIds).toHaveLength(1)
    expect(second.task(id)?.status).toBe('completed')
    expect(first.task(id)?.status).toBe('completed')
    expect(first.notifiedStatuses).toEqual(['completed'])
    expect(second.notifiedStatuses).toEqual([])
  })
})

describe('choice of the leader', () => {
  it('a visible tab takes over polling from a hidden leader, and loses it again when they switch', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    second.hide()
    second.watch(id)
    await advance(11_000)
    expect(second.requestedIds).toEqual([])
    first.hide()
    second.show()
    await advance(6_000)
    const before = first.requestedIds.length
    expect(second.requestedIds.length).toBeGreaterThan(0)
    await advance(20_000)
    expect(first.requestedIds.length).toBe(before)
    expect(second.tabs.isLeader(id)).toBe(true)
    expect(first.tabs.isLeader(id)).toBe(false)
    second.hide()
    first.show()
    await advance(10_000)
    expect(first.tabs.isLeader(id)).toBe(true)
  })

  it('a tab whose lock was stolen queues for it again', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    first.hide()
    await advance(12_000)
    expect(second.tabs.isLeader(id)).toBe(true)
    const before = first.requestedIds.length
    second.close()
    await advance(6_000)
    expect(first.requestedIds.length).toBeGreaterThan(before)
  })

  it('only one of several visible tabs takes over from a hidden leader', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, ...others] = [openTab(), openTab(), openTab(), openTab()]
    spaceRandomDelays()
    for (const tab of [first, ...others]) tab.watch(id)
    await advance(11_000)
    first.hide()
    await advance(30_000)
    expect(others.filter((tab) => tab.requestedIds.length > 0)).toHaveLength(1)
  })

  it('a hidden tab does not take over from a hidden leader', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    for (const tab of [first, second]) {
      tab.hide()
      tab.watch(id)
    }
    await advance(60_000)
    expect(second.requestedIds).toEqual([])
  })

  it('stealing the lock aborts the pending request of the former leader', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.hide()
    second.watch(id)
    await advance(1_000)
    let answer: (response: Response) => void = () => {}
    first.answer = () => new Promise((resolve) => (answer = resolve))
    await advance(4_500)
    first.hide()
    second.show()
    await advance(6_000)
    expect(second.tabs.isLeader(id)).toBe(true)
    const task = second.task(id)
    answer(Response.json({ id, status: 'completed', progress: 100 }))
    await advance(10)
    expect(first.task(id)).toEqual(task)
  })

  it('a leader that stops watching a task releases its lock to another tab', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    const stop = first.watch(id)
    second.watch(id)
    await advance(1_000)
    stop()
    await advance(10_000)
    expect(second.requestedIds.length).toBeGreaterThan(0)
    const requests = first.requestedIds.length
    await advance(10_000)
    expect(first.requestedIds.length).toBe(requests)
  })
})

describe('failed polls', () => {
  it('a failed poll stays in its own tab; the other tabs keep their data and send their own request within two minutes', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    await advance(1_000)
    first.answer = second.answer = unavailable
    await advance(30_000)
    expect(first.error(id)).toMatchObject({ status: 503 })
    expect(second.error(id)).toBeNull()
    expect(second.task(id)?.status).toBe('in_progress')
    expect(second.requestedIds).toEqual([])
    await advance(90_000)
    expect(second.error(id)).toMatchObject({ status: 503 })
    expect(first.error(id)).toMatchObject({ status: 503 })
    first.answer = undefined
    await advance(130_000)
    expect(first.error(id)).toBeNull()
    expect(second.error(id)).toBeNull()
  })

  it('a former leader that polls after a failure is not the leader for the status it retrieves', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask({})
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    await advance(1_000)
    first.answer = second.answer = unavailable
    await advance(4_000)
    expect(first.error(id)).toMatchObject({ status: 503 })
    first.hide()
    await advance(10_000)
    expect(second.error(id)).toMatchObject({ status: 503 })
    first.answer = undefined
    await advance(60_000)
    expect(first.notifiedStatuses).toEqual([])
    expect(second.notifiedStatuses).toEqual(['completed'])
  })

  it('tabs that share polling send no more requests during an outage than separate tabs', async () => {
    const app = createTabbedApp()
    const { id } = app.emulator.addTask(running)
    const tabs = [app.openTab(), app.openTab(), app.openTab()]
    const alone = app.openTab({ name: 'another app' })
    for (const tab of [...tabs, alone]) tab.watch(id)
    await app.advance(6_000)
    for (const tab of [...tabs, alone]) {
      tab.answer = unavailable
      tab.requestedIds.length = 0
    }
    await app.advance(900_000)
    const requests = tabs.map((tab) => tab.requestedIds.length).reduce((a, b) => a + b)
    expect(requests).toBeLessThanOrEqual(tabs.length * alone.requestedIds.length)
  })

  it('a tab that gets a 401 passes the lock on and still receives the task from the other tabs', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask({})
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    await advance(1_000)
    first.answer = () => Response.json({ error: { message: 'signed out' } }, { status: 401 })
    await advance(3_500)
    expect(first.error(id)).toMatchObject({ status: 401 })
    await advance(40_000)
    expect(second.task(id)?.status).toBe('completed')
    expect(first.task(id)?.status).toBe('completed')
    expect(second.notifiedStatuses.at(-1)).toBe('completed')
  })

  it('every tab respects the Retry-After that one tab got', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    await advance(1_000)
    first.answer = () =>
      Response.json({ error: { message: 'slow down' } }, { status: 429, headers: { 'retry-after': '300' } })
    await advance(300_000)
    expect(first.requestedIds).toHaveLength(2)
    expect(second.requestedIds).toEqual([])
    first.answer = undefined
    await advance(60_000)
    expect(first.requestedIds.length).toBeGreaterThan(4)
    expect(second.requestedIds).toEqual([])
  })

  it('an invalid task id fails with invalid_id and takes no lock', async () => {
    const { openTab, advance, browser } = createTabbedApp()
    const tab = openTab()
    tab.watch('')
    await advance(100)
    expect(tab.error('')).toMatchObject({ code: 'invalid_id' })
    expect(browser.lockNames()).toEqual([])
  })
})

describe('cleanup', () => {
  it('the channel closes and the lock is released after the last watch and the last connection end', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    const disconnect = tab.tabs.connect(tab.queryClient)
    const stop = tab.watch(id)
    tab.disconnect()
    await advance(1_000)
    disconnect()
    disconnect()
    expect(browser.openChannels()).toBe(1)
    expect(browser.lockNames()).toHaveLength(1)
    stop()
    await advance(1)
    expect(browser.openChannels()).toBe(0)
    expect(browser.lockNames()).toEqual([])
    tab.watch(id)
    await advance(6_000)
    expect(browser.lockNames()).toHaveLength(1)
  })

  it('a prefetch releases its lock', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    const answer = tab.prefetch(id)
    await advance(1_000)
    await answer
    expect(tab.task(id)?.status).toBe('in_progress')
    expect(browser.lockNames()).toEqual([])
  })

  it('removing a task from the cache releases its lock, and an immediate second mount polls without a delay', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)()
    tab.watch(id)
    await advance(500)
    expect(tab.task(id)?.status).toBe('in_progress')
    expect(browser.lockNames()).toHaveLength(1)
    tab.queryClient.clear()
    await advance(1)
    expect(browser.lockNames()).toEqual([])
  })

  it('a tab that stops watching leaves the lock queue', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    const stop = second.watch(id)
    await advance(1_000)
    expect(browser.queuedRequests()).toBe(1)
    stop()
    await advance(1)
    expect(browser.queuedRequests()).toBe(0)
  })
})

describe('fallback to polling in each tab', () => {
  const throwSecurityError = (): never => {
    throw new DOMException('Not here', 'SecurityError')
  }
  class ThrowingChannel {
    constructor() {
      throwSecurityError()
    }
    postMessage() {}
    addEventListener() {}
    close() {}
  }
  it.each([
    ['Web Locks and channels are missing', { locks: undefined, BroadcastChannel: undefined }],
    ['a lock request rejects', { locks: { request: async () => throwSecurityError() } }],
    ['a lock request throws', { locks: { request: throwSecurityError } }],
    ['the channel constructor throws', { BroadcastChannel: ThrowingChannel }],
  ])('each tab polls on its own when %s', async (_, parts) => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tabs = [openTab({ parts }), openTab({ parts })]
    for (const tab of tabs) tab.watch(id)
    await advance(20_000)
    for (const tab of tabs) {
      expect(tab.requestedIds.length).toBeGreaterThan(3)
      expect(tab.tabs.isLeader(id)).toBe(true)
      expect(tab.error(id)).toBeNull()
    }
  })

  it('a tab polls without an error when its task cannot be cloned into a message', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.transform = (task) => ({ ...task, render: () => {} })
    tab.watch(id)
    await advance(20_000)
    expect(tab.requestedIds.length).toBeGreaterThan(3)
    expect(tab.error(id)).toBeNull()
  })
})

describe('messages from other tabs', () => {
  const observed = { first_seen: 1, highest_progress: 1, last_change: 1, watched_from: 1 }
  const task = { object: 'video', status: 'in_progress', progress: 70, observed }
  it.each([
    ['undefined', undefined],
    ['a string', 'hello'],
    ['an object of another shape', { type: 'answer' }],
    ['a task without status', { from: 'x', hidden: false, task: { model: 'x' } }],
    ['a task with an unknown status', { from: 'x', hidden: false, task: { ...task, status: 'done' } }],
    [
      'a task with an invalid observation',
      { from: 'x', hidden: false, task: { ...task, observed: { first_seen: 'now' } } },
    ],
  ])('ignores a channel message with %s', async (_, message) => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)
    await advance(1_000)
    const before = tab.task(id)
    const isTask = typeof message === 'object' && 'task' in message
    browser.broadcast(isTask ? { ...message, id, task: { id, ...message.task } } : message)
    await advance(10)
    expect(tab.task(id)).toBe(before)
  })

  it('applies a valid task from a channel message', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)
    await advance(1_000)
    browser.broadcast({ from: 'x', hidden: false, id, task: { id, ...task } })
    await advance(10)
    expect(tab.task(id)?.progress).toBe(70)
    expect(tab.tabs.isLeader(id)).toBe(true)
    browser.broadcast({ from: 'x', hidden: false, id, leads: true, task: { id, ...task } })
    expect(tab.tabs.isLeader(id)).toBe(false)
  })

  it('stores a task from a channel message with its time, and keeps a completed status', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)
    await advance(1_000)
    const message = { from: 'x', hidden: false, id, leads: true, at: 1_234 }
    browser.broadcast({ ...message, task: { ...task, id } })
    await advance(1)
    expect(tab.task(id)).toEqual({ ...task, id })
    expect(tab.updatedAt(id)).toBe(1_234)
    browser.broadcast({ ...message, task: { ...task, id, status: 'completed' } })
    await advance(1)
    browser.broadcast({ ...message, task: { ...task, id } })
    await advance(1)
    expect(tab.task(id)?.status).toBe('completed')
  })

  it('ignores a channel message about a task it does not watch', async () => {
    const { openTab, advance, browser } = createTabbedApp()
    const tab = openTab()
    browser.broadcast({ from: 'x', hidden: false, id: 'a', leads: true, at: 1, task: { ...task, id: 'a' } })
    await advance(1)
    expect(tab.queryClient.getQueryCache().getAll()).toEqual([])
  })
})
