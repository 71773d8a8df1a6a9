import { expect, it } from 'vitest'
import { createVideoTaskRegistry, subscribeToVideoTasks } from 'react-video-task'
import { type AppTab, tabWorld } from './support/tabWorld.js'

const whole = ['queued > in_progress', 'in_progress > completed']

/** Tabs that all watch one task and listen; what any of them tells goes into one list. */
function app({ remembers }: { remembers: boolean }) {
  const world = tabWorld()
  const { id } = world.emulator.addTask({ model: 'wan2.6' })
  const texts = new Map<string, string>()
  const storage = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  }
  const told: string[] = []
  const open = (): AppTab => {
    const tab = world.openTab()
    const registry = remembers ? createVideoTaskRegistry({ storage }) : undefined
    if (texts.size === 0) registry?.add(id)
    const { isLeader } = tab.tabs
    const onStatusChange = ({ status }: { status: string }, previous: string | undefined) =>
      void told.push(`${previous} > ${status}`)
    subscribeToVideoTasks(
      tab.queryClient,
      { onStatusChange },
      { registry, isLeader: (taskId, scope) => isLeader(taskId, scope, tab.queryClient) },
    )
    tab.watch(id)
    return tab
  }
  return { ...world, id, open, told }
}

it.each([{ remembers: false }, { remembers: true }])(
  'several tabs tell each transition once between them, whoever is looked at (registry: $remembers)',
  async ({ remembers }) => {
    const { open, told, pass } = app({ remembers })
    const tabs = [open(), open(), open()]
    for (let second = 0; second < 60; second++) {
      for (const [index, tab] of tabs.entries()) {
        if (second % 3 === index) tab.show()
        else tab.hide()
      }
      await pass(1_000)
    }
    expect(told).toEqual(whole)
  },
)

it.each([{ remembers: false }, { remembers: true }])(
  'when the tab that speaks is closed, another goes on (registry: $remembers)',
  async ({ remembers }) => {
    const { open, told, pass } = app({ remembers })
    const first = open()
    await pass(1_000)
    open()
    await pass(12_000)
    expect(told).toEqual(whole.slice(0, 1))
    first.close()
    await pass(60_000)
    expect(told).toEqual(whole)
  },
)

it('with a registry, tabs opened later and reloaded ones tell nothing again', async () => {
  const { open, told, pass } = app({ remembers: true })
  let first = open()
  for (let second = 0; second < 60; second += 6) {
    await pass(6_000)
    first.close()
    first = open()
    open()
  }
  expect(told).toEqual(whole)
})
