import { MutationObserver, QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTabbedApp } from './support/createTabbedApp.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const

afterEach(() => vi.useRealTimers())

/** Creates an app with tasks that run. */
function createApp() {
  const app = createTabbedApp()
  const [id, other] = [app.emulator.addTask(running).id, app.emulator.addTask(running).id]
  return { ...app, id, other }
}

describe('the connection of a tab', () => {
  it("uses the browser's own locks and channels", async () => {
    const { id, openTab, advance, browser } = createApp()
    const { locks, BroadcastChannel } = browser.openTab()
    vi.stubGlobal('navigator', { locks })
    vi.stubGlobal('BroadcastChannel', BroadcastChannel)
    const first = openTab({ parts: { locks: undefined, BroadcastChannel: undefined } })
    const second = openTab()
    for (const tab of [first, second]) {
      tab.watch(id)
      await advance(1_000)
    }
    await advance(20_000)
    expect(first.requestedIds.length).toBeGreaterThan(3)
    expect(second.requestedIds).toEqual([])
    expect(second.task(id)).toEqual(first.task(id))
    expect(browser.lockNames()).toHaveLength(1)
  })

  it('stays open while it is connected or watches any task', async () => {
    const { id, other, openTab, advance, browser } = createApp()
    const tab = openTab()
    tab.disconnect()
    await advance(1)
    const stops = [tab.watch(id), tab.watch(other)]
    await advance(1_000)
    expect(browser.lockNames()).toHaveLength(2)
    stops[0]?.()
    await advance(1)
    expect([browser.openChannels(), browser.lockNames().length]).toEqual([1, 1])
    const disconnect = tab.tabs.connect(tab.queryClient)
    stops[1]?.()
    await advance(1)
    expect([browser.openChannels(), browser.lockNames().length]).toEqual([1, 0])
    disconnect()
    disconnect()
    await advance(1)
    expect(browser.openChannels()).toBe(0)
  })

  it('ends once each caller has disconnected, however often one does', async () => {
    const { openTab, advance, browser } = createApp()
    const tab = openTab()
    const disconnect = tab.tabs.connect(tab.queryClient)
    disconnect()
    disconnect()
    await advance(1)
    expect(browser.openChannels()).toBe(1)
    tab.disconnect()
    await advance(1)
    expect(browser.openChannels()).toBe(0)
  })

  it('that closes during a poll leaves no lock behind, and the task arrives', async () => {
    const { id, openTab, advance, browser } = createApp()
    const tab = openTab()
    tab.watch(id)
    await advance(100)
    expect(browser.lockNames()).toHaveLength(1)
    tab.disconnect()
    await advance(500)
    expect(tab.task(id)?.status).toBe('in_progress')
    expect(browser.lockNames()).toEqual([])
    expect(browser.openChannels()).toBe(0)
  })

  it('leaves no listener in the caches, and a delete afterwards breaks nothing', async () => {
    const { id, openTab, advance, browser } = createApp()
    const tab = openTab()
    const queryClient = new QueryClient()
    const caches = [queryClient.getQueryCache(), queryClient.getMutationCache()]
    const disconnect = tab.tabs.connect(queryClient)
    expect(caches.map((cache) => cache.hasListeners())).toEqual([true, true])
    disconnect()
    await advance(1)
    expect(caches.map((cache) => cache.hasListeners())).toEqual([false, false])
    tab.disconnect()
    await advance(1)
    tab.hide()
    tab.show()
    tab.suspend()
    tab.answer = () => Response.json({ id, deleted: true })
    const removed = tab.remove(id)
    await advance(1_000)
    await removed
    tab.answer = undefined
    tab.watch(id)
    await advance(1_000)
    expect(browser.lockNames()).toHaveLength(1)
  })

  it('releases the lock of a task whose watch is disabled', async () => {
    const { id, openTab, advance, browser } = createApp()
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    second.watch(id)
    await advance(1_000)
    const observer = first.queryClient.getQueryCache().getAll()[0]?.observers[0]
    if (!observer) throw new Error('nothing watches')
    observer.setOptions({ ...observer.options, enabled: false })
    await advance(6_000)
    expect(browser.queuedRequests()).toBe(0)
    expect(second.requestedIds.length).toBeGreaterThan(0)
  })

  it('forgets who has sent the events of a task that is removed from the cache', async () => {
    const { id, openTab, advance } = createApp()
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await advance(1_000)
    const stop = second.watch(id)
    await advance(6_000)
    expect(second.tabs.isLeader(id)).toBe(false)
    stop()
    second.queryClient.clear()
    expect(second.tabs.isLeader(id)).toBe(true)
  })

  it('of a scope or an app that does not watch a task says nothing of the others in its page', async () => {
    const { id, openTab, advance } = createApp()
    const [leader, page] = [openTab({ scope: 'ann' }), openTab({ scope: 'ann' })]
    openTab({ besides: page, scope: 'bob' })
    const app = openTab({ name: 'another app', scope: 'ann', parts: { page: page.page } })
    leader.watch(id)
    await advance(1_000)
    page.watch(id)
    await advance(6_000)
    expect(page.tabs.isLeader(id, 'ann')).toBe(false)
    expect(page.tabs.isLeader(id, 'bob')).toBe(true)
    expect(app.tabs.isLeader(id, 'ann')).toBe(true)
  })

  it('ignores a mutation that is no delete of a task, whatever it returns', async () => {
    const { id, openTab, advance } = createApp()
    const [first, second] = [openTab(), openTab()]
    for (const tab of [first, second]) tab.watch(id)
    await advance(1_000)
    const mutationFn = async () => ({ id, deleted: true })
    for (const mutationKey of [undefined, ['remove']])
      await new MutationObserver(first.queryClient, { mutationFn, mutationKey }).mutate()
    const before = first.requestedIds.length
    await advance(20_000)
    expect(first.requestedIds.length).toBeGreaterThan(before + 2)
    expect(second.task(id)).toEqual(first.task(id))
    expect(second.requestedIds).toEqual([])
  })
})
