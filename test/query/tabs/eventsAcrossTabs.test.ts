import { expect, it } from 'vitest'
import { createVideoTaskRegistry, subscribeToVideoTasks } from 'react-video-task'
import { type AppTab, createTabbedApp } from './support/createTabbedApp.js'

const allTransitions = ['queued > in_progress', 'in_progress > completed']

/** Opens tabs that watch one task, and collects the transitions that any of them reports. */
function openApp({ hasRegistry }: { hasRegistry: boolean }) {
  const app = createTabbedApp()
  const { id } = app.emulator.addTask({ model: 'wan2.6' })
  const entries = new Map<string, string>()
  const storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  }
  const transitions: string[] = []
  const open = (): AppTab => {
    const tab = app.openTab()
    const registry = hasRegistry ? createVideoTaskRegistry({ storage }) : undefined
    if (entries.size === 0) registry?.add(id)
    const { isLeader } = tab.tabs
    const onStatusChange = ({ status }: { status: string }, previous: string | undefined) =>
      void transitions.push(`${previous} > ${status}`)
    subscribeToVideoTasks(
      tab.queryClient,
      { onStatusChange },
      { registry, isLeader: (taskId, scope) => isLeader(taskId, scope, tab.queryClient) },
    )
    tab.watch(id)
    return tab
  }
  return { ...app, id, open, transitions }
}

it.each([{ hasRegistry: false }, { hasRegistry: true }])(
  'several tabs report each transition once in total while their visibility changes (registry: $hasRegistry)',
  async ({ hasRegistry }) => {
    const { open, transitions, advance } = openApp({ hasRegistry })
    const tabs = [open(), open(), open()]
    for (let second = 0; second < 60; second++) {
      for (const [index, tab] of tabs.entries()) {
        if (second % 3 === index) tab.show()
        else tab.hide()
      }
      await advance(1_000)
    }
    expect(transitions).toEqual(allTransitions)
  },
)

it.each([{ hasRegistry: false }, { hasRegistry: true }])(
  'another tab reports the transitions after the leader is closed (registry: $hasRegistry)',
  async ({ hasRegistry }) => {
    const { open, transitions, advance } = openApp({ hasRegistry })
    const first = open()
    await advance(1_000)
    open()
    await advance(12_000)
    expect(transitions).toEqual(allTransitions.slice(0, 1))
    first.close()
    await advance(60_000)
    expect(transitions).toEqual(allTransitions)
  },
)

it('tabs with a registry repeat no transition after they are reloaded or opened later', async () => {
  const { open, transitions, advance } = openApp({ hasRegistry: true })
  let first = open()
  for (let second = 0; second < 60; second += 6) {
    await advance(6_000)
    first.close()
    first = open()
    open()
  }
  expect(transitions).toEqual(allTransitions)
})
