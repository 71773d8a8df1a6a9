import { afterEach, describe, expect, it, vi } from 'vitest'
import { tabWorld } from './support/tabWorld.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const
afterEach(() => vi.restoreAllMocks())

/** Tabs that would act at the same moment are spread by chance; now and then two of them would still coincide. */
function spreadEvenly() {
  let turn = 0
  vi.spyOn(Math, 'random').mockImplementation(() => (turn++ % 10) / 10)
}
const unavailable = () => Response.json({ error: { message: 'busy' } }, { status: 503 })

describe('several tabs share the polling', () => {
  it('one asks, all see it, and only it tells', async () => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask({})
    const [first, ...others] = [openTab(), openTab(), openTab()]
    for (const tab of [first, ...others]) {
      tab.watch(id)
      await pass(1_000)
    }
    await pass(11_000)
    for (const tab of others) expect(tab.task(id)).toEqual(first.task(id))
    expect(first.task(id)?.status).toBe('in_progress')
    await pass(60_000)
    for (const tab of others) {
      expect(tab.task(id)?.status).toBe('completed')
      expect(tab.asked).toEqual([])
      expect(tab.told).toEqual([])
    }
    expect(first.told).toEqual(['in_progress', 'completed'])
    expect(first.asked.length).toBeGreaterThan(3)
    expect(browser.lockNames()).toEqual([])
  })

  it('costs what one tab alone costs', async () => {
    const world = tabWorld()
    const alone = world.openTab({ name: 'another app' })
    const { id } = world.emulator.addTask({})
    alone.watch(id)
    const tabs = [world.openTab(), world.openTab(), world.openTab()]
    for (const tab of tabs) tab.watch(id)
    await world.pass(120_000)
    expect(tabs.map((tab) => tab.asked.length).reduce((a, b) => a + b)).toBeLessThanOrEqual(
      alone.asked.length + 1,
    )
  })

  it('a poll that is another tab’s changes nothing and renders nothing', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.watch(id)
    await pass(1_000)
    const task = second.task(id)
    await pass(60_000)
    expect(task).toBeDefined()
    expect(second.task(id)).toBe(task)
  })

  it('a tab that comes later asks the others, not the API', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(3_000)
    second.watch(id)
    await pass(10)
    expect(second.task(id)).toEqual(first.task(id))
    expect(second.asked).toEqual([])
  })

  it('a task that somebody shares under another scope or in another app is not shared', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const tabs = [openTab({ scope: 'ann' }), openTab({ scope: 'bob' }), openTab({ name: 'x', scope: 'ann' })]
    for (const tab of tabs) tab.watch(id)
    await pass(20_000)
    for (const tab of tabs) expect(tab.asked.length).toBeGreaterThan(2)
  })
})

describe('nothing is lost', () => {
  it('when the asking tab closes or crashes', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask({})
    const tabs = [openTab(), openTab(), openTab()] as const
    for (const tab of tabs) tab.watch(id)
    await pass(6_000)
    tabs[0].close()
    await pass(8_000)
    tabs[1].close()
    await pass(30_000)
    expect(tabs[2].task(id)?.status).toBe('completed')
    expect(tabs[2].told.at(-1)).toBe('completed')
  })

  it('when it says that it will be frozen: another goes on at once, and it does not take the lock back', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.watch(id)
    await pass(1_000)
    first.rest()
    await pass(10)
    expect(second.tabs.isLeader(id)).toBe(false)
    await pass(6_000)
    expect(second.tabs.isLeader(id)).toBe(true)
    expect(second.asked.length).toBeGreaterThan(0)
  })

  it('when it freezes without a word: after a minute and a half one of the others takes over, not all', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, ...others] = [openTab(), openTab(), openTab(), openTab()]
    spreadEvenly()
    for (const tab of [first, ...others]) tab.watch(id)
    await pass(10_000)
    first.freeze()
    first.answer = () => new Promise(() => {})
    await pass(80_000)
    for (const tab of others) expect(tab.asked).toEqual([])
    await pass(20_000)
    const asking = others.filter((tab) => tab.asked.length > 0)
    expect(asking).toHaveLength(1)
    await pass(600_000)
    expect(others.filter((tab) => tab.asked.length > 0).length).toBe(1)
    expect(asking[0]?.asked.length).toBeGreaterThan(100)
  })

  it('when it asks and gets no answer, a tab that knows nothing yet asks itself after a second', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.answer = () => new Promise(() => {})
    first.watch(id)
    await pass(100)
    second.watch(id)
    await pass(900)
    expect(second.asked).toEqual([])
    await pass(400)
    expect(second.task(id)?.status).toBe('in_progress')
    expect(first.task(id)).toEqual(second.task(id))
  })

  it('what a tab learns on its own is told by the one that holds the lock', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask({})
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    first.answer = unavailable
    await pass(22_000)
    expect(first.error(id)).toMatchObject({ status: 503 })
    second.watch(id)
    await pass(1_300)
    expect(second.asked).toHaveLength(1)
    expect(second.task(id)?.status).toBe('completed')
    expect(first.task(id)?.status).toBe('completed')
    expect(first.told).toEqual(['completed'])
    expect(second.told).toEqual([])
  })
})

describe('who asks', () => {
  it('a visible tab takes over from a hidden one at its next poll, and back when that is looked at again', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    second.hide()
    second.watch(id)
    await pass(11_000)
    expect(second.asked).toEqual([])
    first.hide()
    second.show()
    await pass(6_000)
    const before = first.asked.length
    expect(second.asked.length).toBeGreaterThan(0)
    await pass(20_000)
    expect(first.asked.length).toBe(before)
    expect(second.tabs.isLeader(id)).toBe(true)
    expect(first.tabs.isLeader(id)).toBe(false)
    second.hide()
    first.show()
    await pass(10_000)
    expect(first.tabs.isLeader(id)).toBe(true)
  })

  it('a tab that was taken the lock from stays in line for it', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.watch(id)
    first.hide()
    await pass(12_000)
    expect(second.tabs.isLeader(id)).toBe(true)
    const before = first.asked.length
    second.close()
    await pass(6_000)
    expect(first.asked.length).toBeGreaterThan(before)
  })

  it('several visible tabs do not all take it', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, ...others] = [openTab(), openTab(), openTab(), openTab()]
    spreadEvenly()
    for (const tab of [first, ...others]) tab.watch(id)
    await pass(11_000)
    first.hide()
    await pass(30_000)
    expect(others.filter((tab) => tab.asked.length > 0)).toHaveLength(1)
  })

  it('hidden tabs leave it to each other', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    for (const tab of [first, second]) {
      tab.hide()
      tab.watch(id)
    }
    await pass(60_000)
    expect(second.asked).toEqual([])
  })

  it('a request whose lock is taken is ended, so that nothing is learnt twice', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.hide()
    second.watch(id)
    await pass(1_000)
    let answer: (response: Response) => void = () => {}
    first.answer = () => new Promise((resolve) => (answer = resolve))
    await pass(4_500)
    first.hide()
    second.show()
    await pass(6_000)
    expect(second.tabs.isLeader(id)).toBe(true)
    const task = second.task(id)
    answer(Response.json({ id, status: 'completed', progress: 100 }))
    await pass(10)
    expect(first.task(id)).toEqual(task)
  })

  it('a tab that watches no more lets go', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    const end = first.watch(id)
    second.watch(id)
    await pass(1_000)
    end()
    await pass(10_000)
    expect(second.asked.length).toBeGreaterThan(0)
    const asked = first.asked.length
    await pass(10_000)
    expect(first.asked.length).toBe(asked)
  })
})

describe('failures', () => {
  it('are each tab’s own: the others keep what they know, and after a while look for themselves', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.watch(id)
    await pass(1_000)
    first.answer = second.answer = unavailable
    await pass(30_000)
    expect(first.error(id)).toMatchObject({ status: 503 })
    expect(second.error(id)).toBeNull()
    expect(second.task(id)?.status).toBe('in_progress')
    expect(second.asked).toEqual([])
    await pass(90_000)
    expect(second.error(id)).toMatchObject({ status: 503 })
    expect(first.error(id)).toMatchObject({ status: 503 })
    first.answer = undefined
    await pass(130_000)
    expect(first.error(id)).toBeNull()
    expect(second.error(id)).toBeNull()
  })

  it('who fails without the lock looks for itself, but what it finds is told by the one that holds it', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask({})
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.watch(id)
    await pass(1_000)
    first.answer = second.answer = unavailable
    await pass(4_000)
    expect(first.error(id)).toMatchObject({ status: 503 })
    first.hide()
    await pass(10_000)
    expect(second.error(id)).toMatchObject({ status: 503 })
    first.answer = undefined
    await pass(60_000)
    expect(first.told).toEqual([])
    expect(second.told).toEqual(['completed'])
  })

  it('an outage costs no more than it does without sharing', async () => {
    const world = tabWorld()
    const { id } = world.emulator.addTask(running)
    const tabs = [world.openTab(), world.openTab(), world.openTab()]
    const alone = world.openTab({ name: 'another app' })
    for (const tab of [...tabs, alone]) tab.watch(id)
    await world.pass(6_000)
    for (const tab of [...tabs, alone]) {
      tab.answer = unavailable
      tab.asked.length = 0
    }
    await world.pass(900_000)
    const asked = tabs.map((tab) => tab.asked.length).reduce((a, b) => a + b)
    expect(asked).toBeLessThanOrEqual(tabs.length * alone.asked.length)
  })

  it('a tab whose session is refused passes the lock on, and sees what the others are told', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask({})
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.watch(id)
    await pass(1_000)
    first.answer = () => Response.json({ error: { message: 'signed out' } }, { status: 401 })
    await pass(3_500)
    expect(first.error(id)).toMatchObject({ status: 401 })
    await pass(40_000)
    expect(second.task(id)?.status).toBe('completed')
    expect(first.task(id)?.status).toBe('completed')
    expect(second.told.at(-1)).toBe('completed')
  })

  it('a wait that the server asked for is the others’ too', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    await pass(1_000)
    second.watch(id)
    await pass(1_000)
    first.answer = () =>
      Response.json({ error: { message: 'slow down' } }, { status: 429, headers: { 'retry-after': '300' } })
    await pass(300_000)
    expect(first.asked).toHaveLength(2)
    expect(second.asked).toEqual([])
    first.answer = undefined
    await pass(60_000)
    expect(first.asked.length).toBeGreaterThan(4)
    expect(second.asked).toEqual([])
  })

  it('an id that cannot be one ends at once, as without tabs', async () => {
    const { openTab, pass, browser } = tabWorld()
    const tab = openTab()
    tab.watch('')
    await pass(100)
    expect(tab.error('')).toMatchObject({ code: 'invalid_id' })
    expect(browser.lockNames()).toEqual([])
  })
})

describe('leaving', () => {
  it('the last task, and the last who listens, close the channel and leave no lock', async () => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    const leave = tab.tabs.connect(tab.queryClient)
    const end = tab.watch(id)
    tab.disconnect()
    await pass(1_000)
    leave()
    leave()
    expect(browser.channels()).toBe(1)
    expect(browser.lockNames()).toHaveLength(1)
    end()
    await pass(1)
    expect(browser.channels()).toBe(0)
    expect(browser.lockNames()).toEqual([])
    tab.watch(id)
    await pass(6_000)
    expect(browser.lockNames()).toHaveLength(1)
  })

  it('a prefetch keeps no lock', async () => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    const answer = tab.prefetch(id)
    await pass(1_000)
    await answer
    expect(tab.task(id)?.status).toBe('in_progress')
    expect(browser.lockNames()).toEqual([])
  })

  it('a task that is dropped from the cache is let go, and mounting twice at once costs no wait', async () => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)()
    tab.watch(id)
    await pass(500)
    expect(tab.task(id)?.status).toBe('in_progress')
    expect(browser.lockNames()).toHaveLength(1)
    tab.queryClient.clear()
    await pass(1)
    expect(browser.lockNames()).toEqual([])
  })

  it('a tab that waits in line leaves the line', async () => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask(running)
    const [first, second] = [openTab(), openTab()]
    first.watch(id)
    const end = second.watch(id)
    await pass(1_000)
    expect(browser.waiting()).toBe(1)
    end()
    await pass(1)
    expect(browser.waiting()).toBe(0)
  })
})

describe('plain polling', () => {
  const refuse = (): never => {
    throw new DOMException('Not here', 'SecurityError')
  }
  class Broken {
    constructor() {
      refuse()
    }
    postMessage() {}
    addEventListener() {}
    close() {}
  }
  it.each([
    ['where there are no Web Locks and no channels', { locks: undefined, BroadcastChannel: undefined }],
    ['where locks are refused', { locks: { request: async () => refuse() } }],
    ['where asking for a lock throws', { locks: { request: refuse } }],
    ['where there can be no channel', { BroadcastChannel: Broken }],
  ])('%s', async (_, parts) => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const tabs = [openTab({ parts }), openTab({ parts })]
    for (const tab of tabs) tab.watch(id)
    await pass(20_000)
    for (const tab of tabs) {
      expect(tab.asked.length).toBeGreaterThan(3)
      expect(tab.tabs.isLeader(id)).toBe(true)
      expect(tab.error(id)).toBeNull()
    }
  })

  it('where a task cannot be sent to another tab', async () => {
    const { emulator, openTab, pass } = tabWorld()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.alter = (task) => ({ ...task, render: () => {} })
    tab.watch(id)
    await pass(20_000)
    expect(tab.asked.length).toBeGreaterThan(3)
    expect(tab.error(id)).toBeNull()
  })
})

describe('what comes over the channel', () => {
  const observed = { first_seen: 1, highest_progress: 1, last_change: 1, watched_from: 1 }
  const task = { object: 'video', status: 'in_progress', progress: 70, observed }
  it.each([
    ['nothing', undefined],
    ['a word', 'hello'],
    ['another shape', { type: 'answer' }],
    ['a task that is none', { from: 'x', hidden: false, task: { model: 'x' } }],
    ['a status nobody knows', { from: 'x', hidden: false, task: { ...task, status: 'done' } }],
    ['an odd observation', { from: 'x', hidden: false, task: { ...task, observed: { first_seen: 'now' } } }],
  ])('%s is passed over', async (_, message) => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)
    await pass(1_000)
    const known = tab.task(id)
    const isTask = typeof message === 'object' && 'task' in message
    browser.say(isTask ? { ...message, id, task: { id, ...message.task } } : message)
    await pass(10)
    expect(tab.task(id)).toBe(known)
  })

  it('the same with nothing odd about it is taken', async () => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)
    await pass(1_000)
    browser.say({ from: 'x', hidden: false, id, task: { id, ...task } })
    await pass(10)
    expect(tab.task(id)?.progress).toBe(70)
    expect(tab.tabs.isLeader(id)).toBe(true)
    browser.say({ from: 'x', hidden: false, id, leads: true, task: { id, ...task } })
    expect(tab.tabs.isLeader(id)).toBe(false)
  })

  it('an answer is taken as it is, with the time it landed; an end is never taken back', async () => {
    const { emulator, openTab, pass, browser } = tabWorld()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)
    await pass(1_000)
    const from = { from: 'x', hidden: false, id, leads: true, at: 1_234 }
    browser.say({ ...from, task: { ...task, id } })
    await pass(1)
    expect(tab.task(id)).toEqual({ ...task, id })
    expect(tab.updatedAt(id)).toBe(1_234)
    browser.say({ ...from, task: { ...task, id, status: 'completed' } })
    await pass(1)
    browser.say({ ...from, task: { ...task, id } })
    await pass(1)
    expect(tab.task(id)?.status).toBe('completed')
  })

  it('a task that this tab does not know is none of its business', async () => {
    const { openTab, pass, browser } = tabWorld()
    const tab = openTab()
    browser.say({ from: 'x', hidden: false, id: 'a', leads: true, at: 1, task: { ...task, id: 'a' } })
    await pass(1)
    expect(tab.queryClient.getQueryCache().getAll()).toEqual([])
  })
})
