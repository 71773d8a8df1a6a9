import { videoTaskState } from 'react-video-task'
import { describe, expect, it } from 'vitest'
import { type AppTab, createTabbedApp } from './support/createTabbedApp.js'

const running = { state: { status: 'in_progress', progress: 50 } } as const
const confirmed = ({ method, url }: Request) =>
  method === 'DELETE' ? Response.json({ id: url.split('/').at(-1), deleted: true }) : notFound(url)
const notFound = (url: string) => Response.json({ error: { message: url, code: 'gone' } }, { status: 404 })

/** The state of a task in a tab, in one word. */
const stateIn = (tab: AppTab, id: string) =>
  videoTaskState({
    data: tab.task(id),
    error: tab.error(id) ?? null,
    errorUpdateCount: 0,
    isLoading: false,
    isEnabled: true,
  })

describe('a delete that the API confirms', () => {
  it.each([
    ['the tab that polls', 0],
    ['another tab that watches', 1],
    ['a tab that does not watch it', 2],
  ])('in %s ends the watch in every tab, without an error or another request', async (_, index) => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tabs = [openTab(), openTab(), openTab()]
    tabs[0]?.watch(id)
    await advance(1_000)
    tabs[1]?.watch(id)
    await advance(6_000)
    for (const tab of tabs) tab.answer = confirmed
    const removed = tabs[index]?.remove(id)
    await advance(300)
    await removed
    const counts = tabs.map((tab) => tab.requestedIds.length)
    for (const tab of tabs.slice(0, 2)) {
      expect(stateIn(tab, id)).toBe('deleted')
      expect(tab.error(id)).toBeNull()
    }
    await advance(120_000)
    expect(tabs.map((tab) => tab.requestedIds.length)).toEqual(counts)
    expect(browser.lockNames()).toEqual([])
    // Not a change of status, so no tab reports one.
    expect(tabs.flatMap((tab) => tab.notifiedStatuses)).toEqual([])
  })

  it('is not undone by an answer that was sent before', async () => {
    const { emulator, openTab, advance, browser } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const tab = openTab()
    tab.watch(id)
    await advance(1_000)
    const task = tab.task(id)
    tab.answer = confirmed
    const removed = tab.remove(id)
    await advance(300)
    await removed
    browser.broadcast({ from: 'another', hidden: false, id, leads: true, task, at: Date.now() })
    expect(stateIn(tab, id)).toBe('deleted')
  })

  it('in one scope leaves the task of another alone', async () => {
    const { emulator, openTab, advance } = createTabbedApp()
    const { id } = emulator.addTask(running)
    const [ann, bob] = [openTab({ scope: 'ann' }), openTab({ scope: 'bob' })]
    for (const tab of [ann, bob]) tab.watch(id)
    await advance(1_000)
    ann.answer = confirmed
    const removed = ann.remove(id)
    await advance(300)
    await removed
    expect([stateIn(ann, id), stateIn(bob, id)]).toEqual(['deleted', 'in_progress'])
  })
})

it('a delete that the API has only accepted leaves the watch of every tab', async () => {
  const { emulator, openTab, advance } = createTabbedApp()
  const { id } = emulator.addTask(running)
  const [first, second] = [openTab(), openTab()]
  for (const tab of [first, second]) tab.watch(id)
  await advance(1_000)
  second.answer = ({ method }) =>
    method === 'DELETE'
      ? Response.json({ id, deleted: false }, { status: 202 })
      : emulator.fetch(`http://a/v1/videos/${id}`)
  const removed = second.remove(id)
  await advance(300)
  await removed
  for (const tab of [first, second]) expect(stateIn(tab, id)).toBe('in_progress')
  const sent = first.requestedIds.length
  await advance(20_000)
  expect(first.requestedIds.length).toBeGreaterThan(sent)
})
