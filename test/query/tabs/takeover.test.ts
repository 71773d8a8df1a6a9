import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTabbedApp } from './support/createTabbedApp.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const
const never = () => new Promise<Response>(() => {})

afterEach(() => vi.useRealTimers())

/** Opens a tab that polls a running task and another one that follows it. */
async function openTwoTabs(pollInterval?: number) {
  const app = createTabbedApp()
  const { id } = app.emulator.addTask(running)
  const [first, second] = [app.openTab({ pollInterval }), app.openTab({ pollInterval })]
  first.watch(id)
  await app.advance(1_000)
  second.watch(id)
  await app.advance(1_000)
  return { ...app, id, first, second }
}

describe('a leader that is silent', () => {
  it('counts as frozen after two polls without its answer, where polls are 100 s apart', async () => {
    const { id, first, second, openTab, advance } = await openTwoTabs(100_000)
    first.freeze()
    first.answer = never
    await advance(290_000)
    expect(second.requestedIds).toEqual([])
    await advance(20_000)
    expect(second.requestedIds).toEqual([id])
    second.freeze()
    second.answer = never
    const third = openTab({ pollInterval: 100_000 })
    third.watch(id)
    await advance(150_000)
    expect(third.requestedIds).toEqual([id])
    expect(third.tabs.isLeader(id)).toBe(false)
  })

  it('is not frozen while it answers, however long the polls of a tab take', async () => {
    const { second, advance } = await openTwoTabs(100_000)
    await advance(2_000_000)
    expect(second.requestedIds).toEqual([])
  })
})

describe('a hidden leader', () => {
  it('loses the lock within a quarter of a second, at a random time', async () => {
    const stolenAfter = async (random: number) => {
      vi.spyOn(Math, 'random').mockReturnValue(random)
      const { first, second, advance } = await openTwoTabs()
      const start = Date.now()
      first.hide()
      while (second.requestedIds.length === 0) await advance(1)
      return Date.now() - start
    }
    const early = await stolenAfter(0.4)
    expect((await stolenAfter(0.8)) - early).toBe(100)
  })

  it('keeps the lock if it is shown again before another tab polls', async () => {
    const { first, second, advance } = await openTwoTabs()
    for (let round = 0; round < 6; round++) {
      first.hide()
      await advance(10)
      first.show()
      await advance(9_990)
    }
    expect(second.requestedIds).toEqual([])
  })

  it('queues for the lock again each time that it is stolen', async () => {
    const { id, first, second, advance, browser } = await openTwoTabs()
    first.hide()
    await advance(11_000)
    second.hide()
    first.show()
    await advance(11_000)
    expect(first.tabs.isLeader(id)).toBe(true)
    expect(browser.queuedRequests()).toBe(1)
    const before = second.requestedIds.length
    first.close()
    await advance(11_000)
    expect(second.requestedIds.length).toBeGreaterThan(before)
  })
})

it('two tasks that end at the same moment have ended in the other tab, where the leader closes right then', async () => {
  const { emulator, openTab, advance } = createTabbedApp()
  const ids = [emulator.addTask(running).id, emulator.addTask(running).id]
  const [first, second] = [openTab(), openTab()]
  for (const tab of [first, second]) {
    for (const id of ids) tab.watch(id)
    await advance(1_000)
  }
  for (const id of ids) emulator.addTask({ id, state: { status: 'completed' } })
  while (first.task(ids[0] ?? '')?.status !== 'completed') await advance(1)
  first.close()
  await advance(10)
  expect(ids.map((id) => second.task(id)?.status)).toEqual(['completed', 'completed'])
  expect(second.requestedIds).toEqual([])
})

describe('a page that the browser suspends', () => {
  it('aborts its pending request, whose answer comes too late', async () => {
    const { id, first, second, advance } = await openTwoTabs()
    let answer: (response: Response) => void = () => {}
    first.answer = () => new Promise((resolve) => (answer = resolve))
    await advance(4_500)
    expect(first.requestedIds).toHaveLength(2)
    first.suspend()
    await advance(100)
    answer(Response.json({ id, status: 'completed', progress: 100 }))
    await advance(6_000)
    expect(first.task(id)?.status).toBe('in_progress')
    expect(second.tabs.isLeader(id)).toBe(true)
  })

  it('before its first answer sends the next request a second later, if it still runs', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.answer = never
    tab.watch(id)
    await advance(500)
    tab.suspend()
    tab.answer = undefined
    await advance(999)
    expect(tab.requestedIds).toEqual([id])
    expect(browser.lockNames()).toEqual([])
    await advance(1)
    expect(tab.requestedIds).toEqual([id, id])
    await advance(200)
    expect(tab.task(id)?.status).toBe('in_progress')
  })
})

describe('before the first answer', () => {
  it('the tab that asks the API is the leader, and one that waits for it is not', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [first, second, idle] = [openTab(), openTab(), openTab()]
    for (const tab of [first, second]) {
      tab.answer = never
      tab.watch(id)
    }
    await advance(100)
    expect([first, second, idle].map((tab) => tab.tabs.isLeader(id))).toEqual([true, false, true])
  })
})
