import { setTimeout as wait } from 'node:timers/promises'
import { createVideoProxy } from 'react-video-task/server'
import { expect, it, vi } from 'vitest'
import { type AppTab, createTabbedApp } from './support/createTabbedApp.js'

it('the tab that leads polls several tasks with one request, and another one takes over', async () => {
  const { emulator, openTab, advance } = createTabbedApp()
  const running = { state: { status: 'in_progress', progress: 50 } } as const
  const ids = Array.from({ length: 4 }, () => emulator.addTask(running).id)
  const proxy = createVideoProxy({
    apiKey: 'sk-emulator',
    baseURL: 'http://api.test/v1',
    authorize: () => true,
    cache: false,
    fetch: (url, init) => emulator.fetch(url, init),
  })
  const [first, second] = [openTab(), openTab()]
  const requestsOfMany = ({ requestedIds }: AppTab) => requestedIds.filter((id) => id.includes('?ids='))
  let pending = 0
  /** The proxy signs with the platform's own threads, so its answers take real time. */
  const answer = async (request: Request) => {
    pending += 1
    try {
      return await proxy(request)
    } finally {
      pending -= 1
    }
  }
  const pass = async (seconds: number) => {
    for (let tenth = 0; tenth < 10 * seconds; tenth++) {
      await advance(100)
      await vi.dynamicImportSettled()
      while (pending > 0) await wait(1)
    }
  }
  for (const tab of [first, second]) {
    tab.answer = answer
    for (const id of ids) tab.watch(id)
    await pass(1)
  }
  await pass(25)
  expect(requestsOfMany(first).length).toBeGreaterThanOrEqual(2)
  expect(second.requestedIds).toEqual([])
  for (const id of ids) expect(second.task(id)).toMatchObject({ status: 'in_progress', progress: 50 })

  first.close()
  await pass(30)
  expect(requestsOfMany(second).length).toBeGreaterThanOrEqual(2)
  second.close()
})
