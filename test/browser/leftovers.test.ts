import type { Browser } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { type BenchTab, buildBenchPage, openBenchTab } from '../../bench/render/tab.js'
import { launchChromium } from '../../scripts/browsers.js'

type Name = Parameters<typeof bench.mount>[0]

let browser: Browser
let script: string
beforeAll(async () => {
  browser = await launchChromium()
  script = await buildBenchPage()
})
afterAll(() => browser.close())

const mount = ({ page }: BenchTab, name: Name, tasks: number) =>
  page.evaluate(([name, tasks]) => bench.mount(name, tasks), [name, tasks] as const)

async function unmount(tab: BenchTab) {
  await tab.page.evaluate(() => bench.unmount())
  await tab.advance(5_000)
}

/** Opens a page on which one task was watched before, so that one-time setup is not counted as a leftover. */
async function openVisited(name: Name) {
  const tab = await openBenchTab(browser, script)
  onTestFinished(tab.close)
  await mount(tab, name, 1)
  await tab.advance(5_000)
  await unmount(tab)
  return { tab, before: await tab.leftovers() }
}

it.each(['useVideoTask', 'useVideoTasks', 'VideoTaskProgress', 'VideoTaskList'] as const)(
  '%s leaves no timer, listener or object URL after a hundred tasks have ended',
  async (name) => {
    const { tab, before } = await openVisited(name)
    await mount(tab, name, 100)
    await tab.advance(10_000)
    expect((await tab.leftovers()).timers).toBeGreaterThan(0)

    await tab.page.evaluate(() => bench.finish())
    // The longest interval between polls, and the 6 seconds that a sentence stays in the live region.
    await tab.advance(30_000)
    expect(await tab.leftovers()).toMatchObject({ timers: 0, objectUrls: 0 })
    const { polls } = await tab.page.evaluate(() => bench.counts())
    await tab.advance(60_000)
    expect((await tab.page.evaluate(() => bench.counts())).polls).toBe(polls)

    await unmount(tab)
    expect(await tab.leftovers()).toEqual(before)
  },
)

it('VideoTaskProgress leaves no timer, listener or object URL when a hundred running tasks unmount', async () => {
  const { tab, before } = await openVisited('VideoTaskProgress')
  await mount(tab, 'VideoTaskProgress', 100)
  await tab.advance(10_000)
  await unmount(tab)
  expect(await tab.leftovers()).toEqual(before)
})
