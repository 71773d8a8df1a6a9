import { expect, it, onTestFinished } from 'vitest'
import { buildPage } from '../../bench/render/buildPage.js'
import { openPage } from '../../bench/render/openPage.js'

const script = buildPage()

it.each(['useVideoTask', 'useVideoTasks', 'VideoTaskProgress', 'VideoTaskList'] as const)(
  'a hundred tasks that ended leave no timer, no listener and no object URL: %s',
  async (name) => {
    const tab = await openPage(await script)
    onTestFinished(tab.close)
    const before = await tab.leftovers()
    await tab.page.evaluate((name) => bench.mount(name, 100), name)
    await tab.pass(10_000)
    expect((await tab.leftovers()).timers).toBeGreaterThan(0)

    await tab.page.evaluate(() => bench.finish())
    await tab.pass(20_000)
    expect(await tab.leftovers()).toMatchObject({ timers: 0, objectUrls: 0 })
    const { polls } = await tab.page.evaluate(() => bench.counts())
    await tab.pass(60_000)
    expect((await tab.page.evaluate(() => bench.counts())).polls).toBe(polls)

    await tab.page.evaluate(() => bench.unmount())
    await tab.pass(5_000)
    expect(await tab.leftovers()).toEqual(before)
  },
)

it('so it is where all leave in the midst of it', async () => {
  const tab = await openPage(await script)
  onTestFinished(tab.close)
  const before = await tab.leftovers()
  await tab.page.evaluate(() => bench.mount('VideoTaskProgress', 100))
  await tab.pass(10_000)
  await tab.page.evaluate(() => bench.unmount())
  await tab.pass(5_000)
  expect(await tab.leftovers()).toEqual(before)
})
