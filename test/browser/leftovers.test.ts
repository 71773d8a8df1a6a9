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

/** A page that one task was watched on already: what a first visit sets up for good is there, and no matter of how many. */
async function openVisited(name: Name) {
  const tab = await openPage(await script)
  onTestFinished(tab.close)
  await mount(tab, name, 1)
  await tab.pass(5_000)
  await unmount(tab)
  return { tab, before: await tab.leftovers() }
}

it.each(['useVideoTask', 'useVideoTasks', 'VideoTaskProgress', 'VideoTaskList'] as const)(
  'a hundred tasks that ended leave no timer, no listener and no object URL: %s',
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

it('so it is where all leave in the midst of it', async () => {
  const { tab, before } = await openVisited('VideoTaskProgress')
  await mount(tab, 'VideoTaskProgress', 100)
  await tab.pass(10_000)
  await unmount(tab)
  expect(await tab.leftovers()).toEqual(before)
})
