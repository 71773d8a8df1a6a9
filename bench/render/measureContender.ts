import type { BenchTab } from './openPage.js'
import type { ContenderName } from './page/contenders/contenders.js'
import type { RenderFigures } from './RenderFigures.js'

/** Every policy has sent its last request this long after an end, in ms. */
const LAST_POLL = 20_000
/** The cache has let go of what nobody watches this long after, in ms. */
const CLEARED = 5_000
/** After the first answers, in ms: the rhythm of the polls is then their own. */
const SETTLE = 10_000

/** How long is watched, in ms of the page's time; figures are scaled to a minute. */
export interface Watch {
  name: ContenderName
  tasks: number
  ms: number
}

const countsOf = ({ page }: BenchTab) => page.evaluate(() => bench.counts())

async function costOf(tab: BenchTab, work: () => Promise<void>): Promise<number> {
  const before = await tab.mainThread()
  await work()
  return (await tab.mainThread()) - before
}

/** Ends all tasks, then takes the page off. */
async function leave(tab: BenchTab) {
  await tab.page.evaluate(() => bench.finish())
  await tab.pass(LAST_POLL)
  const { timers } = await tab.leftovers()
  const unmount = await costOf(tab, () => tab.page.evaluate(() => bench.unmount()))
  await tab.pass(CLEARED)
  const { renders, changes } = await countsOf(tab)
  await tab.page.evaluate(() => bench.forget())
  return { timersAtEnd: timers, unmount, renders, changes }
}

/**
 * Watches tasks three times. The first visit warms up, so that code and caches of the page are there; the second is
 * measured; the third must leave the heap as the second one did.
 */
export async function measureContender(tab: BenchTab, { name, tasks, ms }: Watch): Promise<RenderFigures> {
  const mount = () => tab.page.evaluate(([name, tasks]) => bench.mount(name, tasks), [name, tasks] as const)
  const visitShortly = async () => {
    await mount()
    await tab.pass(2_000)
    await leave(tab)
  }
  await visitShortly()
  const heapBefore = await tab.heap()
  const leftBefore = await tab.leftovers()

  const mountCost = await costOf(tab, mount)
  await tab.pass(SETTLE)
  const [cpuBefore, before] = [await tab.cpu(), await countsOf(tab)]
  await tab.pass(ms)
  const [cpuAfter, after] = [await tab.cpu(), await countsOf(tab)]
  const heapWatching = await tab.heap()
  const whole = await leave(tab)
  const left = await tab.leftovers()
  const heapAfter = await tab.heap()
  await visitShortly()
  const heapBack = (await tab.heap()) / heapAfter

  const aMinute = 60_000 / ms
  return {
    name,
    tasks,
    polls: (after.polls - before.polls) * aMinute,
    changes: (after.changes - before.changes) * aMinute,
    renders: (after.renders - before.renders) * aMinute,
    needless: Math.max(0, whole.renders - whole.changes - tasks),
    cpu: (cpuAfter - cpuBefore) * aMinute,
    mount: mountCost,
    unmount: whole.unmount,
    heapPerTask: (heapWatching - heapBefore) / tasks,
    heapBack,
    timersAtEnd: whole.timersAtEnd,
    left: left.timers + left.objectUrls + Math.max(0, left.listeners - leftBefore.listeners),
  }
}
