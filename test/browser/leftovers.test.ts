import { expect, it, onTestFinished } from 'vitest'
import { buildPage } from '../../bench/render/buildPage.js'
import { type BenchTab, openPage } from '../../bench/render/openPage.js'

const script = buildPage()
type Name = Parameters<typeof bench.mount>[0]

const mount = ({ page }: BenchTab, name: Name, tasks: number) =>
  page.evaluate(([name, tasks]) => bench.mount(name, tasks), [name, tasks] as const)

async function unmount(tab: BenchTab) {
  await tab.page.evaluate(() => bench.unmount())
  await tab.pass(5_000)
}

/** Opens a page on which one task was watched before, so that one-time setup is not counted as a leftover. */
async function openVisited(name: Name) {
  const tab = await openPage(await script)
  onTestFinished(tab.close)
  await mount(tab, name, 1)
  await tab.pass(5_000)
  await unmount(tab)
  return { tab, before: await tab.leftovers() }
}

it.each(['useVideoTask', 'useVideoTasks', 'VideoTaskProgress', 'VideoTaskList'] as const)(
  '%s leaves no timer, listener or object URL after a hundred tasks have ended',
  async (name) => {
    const { tab, before } = await openVisited(name)
    await mount(tab, name, 100)
    await tab.pass(10_000)
    expect((await tab.leftovers()).timers).toBeGreaterThan(0)

    await tab.page.evaluate(() => bench.finish())
    await tab.pass(20_000)
    expect(await tab.leftovers()).toMatchObject({ timers: 0, objectUrls: 0 })
    const { polls } = await tab.page.evaluate(() => bench.counts())
    await tab.pass(60_000)
    expect((await tab.page.evaluate(() => bench.counts())).polls).toBe(polls)

    await unmount(tab)
    expect(await tab.leftovers()).toEqual(before)
  },
)

it('VideoTaskProgress leaves no timer, listener or object URL when a hundred running tasks unmount', async () => {
  const { tab, before } = await openVisited('VideoTaskProgress')
  await mount(tab, 'VideoTaskProgress', 100)
  await tab.pass(10_000)
  await unmount(tab)
  expect(await tab.leftovers()).toEqual(before)
})
