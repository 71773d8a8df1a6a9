import { expect, it } from 'vitest'
import { createVideoTaskRegistry, subscribeToVideoTasks, type VideoTaskRegistry } from 'react-video-task'
import { type AppTab, createTabbedApp } from './support/createTabbedApp.js'

const ALL = ['in_progress', 'completed']

/** Opens a page with two QueryClients on one tabs object and a second tab, and collects each QueryClient's events. */
function openPages(registryOf: () => VideoTaskRegistry | undefined) {
  const app = createTabbedApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const registry = registryOf()
  registry?.add(id)
  const events = (tab: AppTab) => {
    const statuses: string[] = []
    subscribeToVideoTasks(
      tab.queryClient,
      { onStatusChange: ({ status }) => void statuses.push(status) },
      { registry, isLeader: (taskId, scope) => tab.tabs.isLeader(taskId, scope, tab.queryClient) },
    )
    return statuses
  }
  const first = app.openTab()
  const second = app.openTab({ besides: first })
  const other = app.openTab()
  const heard = { first: events(first), second: events(second), other: events(other) }
  return { ...app, id, first, second, other, heard }
}

const memoryRegistry = () => {
  const entries = new Map<string, string>()
  return createVideoTaskRegistry({
    storage: {
      getItem: (key) => entries.get(key) ?? null,
      setItem: (key, value) => void entries.set(key, value),
      removeItem: (key) => void entries.delete(key),
    },
  })
}

it.each([
  { name: 'without a registry', registryOf: () => undefined },
  { name: 'with a registry', registryOf: memoryRegistry },
])('both QueryClients of a page hear each event, and no other tab does, $name', async ({ registryOf }) => {
  const { first, second, other, heard, id, advance, browser } = openPages(registryOf)
  for (const tab of [first, second, other]) {
    tab.watch(id)
    await advance(1_000)
  }
  await advance(60_000)
  expect(heard).toEqual({ first: ALL, second: ALL, other: [] })
  expect(first.requestedIds.length).toBeGreaterThan(3)
  expect(second.requestedIds).toEqual([])
  expect(other.requestedIds).toEqual([])
  expect(browser.lockNames()).toEqual([])
})

it('neither QueryClient of a page hears what another tab reports', async () => {
  const { first, second, other, heard, id, advance } = openPages(() => undefined)
  for (const tab of [other, first, second]) {
    tab.watch(id)
    await advance(1_000)
  }
  await advance(60_000)
  expect(heard).toEqual({ first: [], second: [], other: ALL })
})

it('the second QueryClient polls once the first stops watching, and each has heard each event once', async () => {
  const { first, second, heard, id, advance } = openPages(() => undefined)
  const stop = first.watch(id)
  second.watch(id)
  await advance(14_000)
  expect(second.requestedIds).toEqual([])
  stop()
  await advance(60_000)
  expect(second.requestedIds.length).toBeGreaterThan(0)
  expect(heard.second).toEqual(ALL)
  expect(heard.first).toEqual(ALL)
})

it('both QueryClients hear an event that the one that does not lead has retrieved', async () => {
  const { first, second, other, heard, id, advance } = openPages(() => undefined)
  first.watch(id)
  other.watch(id)
  await advance(1_000)
  first.answer = () => Response.json({ error: { message: 'busy' } }, { status: 503 })
  await advance(22_000)
  second.watch(id)
  await advance(1_300)
  expect(second.requestedIds).toHaveLength(1)
  expect(heard.first).toEqual(['completed'])
  expect(heard.other).toEqual([])
})

it('a page that is hidden and shown again takes no lock from itself', async () => {
  const { first, second, id, advance, emulator } = openPages(() => undefined)
  emulator.addTask({ id, state: { status: 'in_progress', progress: 50 } })
  first.watch(id)
  second.watch(id)
  for (let round = 0; round < 6; round++) {
    await advance(5_000)
    first.hide()
    await advance(5_000)
    first.show()
  }
  expect(second.requestedIds).toEqual([])
})
