import { findChromium, launchChromium } from '../../scripts/browsers.js'
import type { ContenderName } from './page/contenders.js'
import { LARGEST_PAGE, type RenderFigures } from './results.js'
import { type BenchTab, buildBenchPage, openBenchTab } from './tab.js'

/** The naive page first: the others are compared with it. */
const CONTENDERS: ContenderName[] = [
  'naive',
  'select, 1 s',
  'select, 10 s',
  'TanStack AI',
  'useVideoTask',
  'useVideoTasks',
  'VideoTaskProgress',
  'VideoTaskList',
]
const QUICK_CONTENDERS: ContenderName[] = ['naive', 'useVideoTask', 'useVideoTasks', 'VideoTaskProgress']

/** Watched ms of the page's time, by number of tasks. One task is polled rarely, so it is watched for longer. */
const SPANS = { 1: 120_000, 100: 60_000, [LARGEST_PAGE]: 20_000 }
const QUICK_SPANS = { [LARGEST_PAGE]: 8_000 }

interface MeasureRenderOptions {
  /** Measures only what shows whether the limits are met. @default false */
  quick?: boolean
  /** Called with each row as soon as it is measured. */
  onRow?: (figures: RenderFigures) => void
}

/** Measures each contender with 1, 100 and 1,000 tasks, one after the other, each in a browser of its own. */
export async function measureRender({ quick = false, onRow }: MeasureRenderOptions = {}): Promise<
  RenderFigures[]
> {
  const script = await buildBenchPage()
  const rows: RenderFigures[] = []
  const measure = async (watch: Watch) => {
    const browser = await launchChromium(findChromium)
    try {
      const tab = await openBenchTab(browser, script)
      const figures = await measureContender(tab, watch).finally(tab.close)
      rows.push(figures)
      onRow?.(figures)
    } finally {
      await browser.close()
    }
  }
  for (const [tasks, ms] of Object.entries(quick ? QUICK_SPANS : SPANS)) {
    for (const name of quick ? QUICK_CONTENDERS : CONTENDERS)
      await measure({ name, tasks: Number(tasks), ms })
  }
  // At the interval of the naive page, to compare the cost of one poll.
  if (!quick) await measure({ name: 'useVideoTask, 1 s', tasks: LARGEST_PAGE, ms: SPANS[LARGEST_PAGE] })
  return rows
}

/** What is watched, for so many ms of the page's time. */
interface Watch {
  name: ContenderName
  tasks: number
  ms: number
}

/** The time after which the first answers have arrived and polls follow their own rhythm, in ms. */
const SETTLE = 10_000
/** The time after the end of all tasks at which every contender has sent its last request, in ms. */
const LAST_POLL = 20_000
/** The time after unmounting at which the cache has dropped unwatched tasks, in ms. */
const CACHE_CLEARED = 5_000

/**
 * Watches tasks in three visits. The first warms up code and caches; the second is measured; the third must leave the heap
 * as the second did. Figures are scaled to a minute.
 */
async function measureContender(tab: BenchTab, { name, tasks, ms }: Watch): Promise<RenderFigures> {
  const mount = () => tab.page.evaluate(([name, tasks]) => bench.mount(name, tasks), [name, tasks] as const)
  const visitShortly = async () => {
    await mount()
    await tab.advance(2_000)
    await leave(tab)
  }
  await visitShortly()
  const heapBefore = await tab.heap()
  const leftBefore = await tab.leftovers()

  const mountCost = await mainThreadCost(tab, mount)
  await tab.advance(SETTLE)
  const [cpuBefore, before] = [await tab.cpu(), await countsOf(tab)]
  await tab.advance(ms)
  const [cpuAfter, after] = [await tab.cpu(), await countsOf(tab)]
  const heapWatching = await tab.heap()
  const visit = await leave(tab)
  const left = await tab.leftovers()
  const heapAfter = await tab.heap()
  await visitShortly()
  const heapBack = (await tab.heap()) / heapAfter

  const perMinute = 60_000 / ms
  return {
    name,
    tasks,
    polls: (after.polls - before.polls) * perMinute,
    changes: (after.changes - before.changes) * perMinute,
    renders: (after.renders - before.renders) * perMinute,
    needless: Math.max(0, visit.renders - visit.changes - tasks),
    cpu: (cpuAfter - cpuBefore) * perMinute,
    mount: mountCost,
    unmount: visit.unmount,
    heapPerTask: (heapWatching - heapBefore) / tasks,
    heapBack,
    timersAtEnd: visit.timersAtEnd,
    left: left.timers + left.objectUrls + Math.max(0, left.listeners - leftBefore.listeners),
  }
}

/** Ends all tasks, then unmounts the page. */
async function leave(tab: BenchTab) {
  await tab.page.evaluate(() => bench.finish())
  await tab.advance(LAST_POLL)
  const { timers } = await tab.leftovers()
  const unmount = await mainThreadCost(tab, () => tab.page.evaluate(() => bench.unmount()))
  await tab.advance(CACHE_CLEARED)
  const { renders, changes } = await countsOf(tab)
  await tab.page.evaluate(() => bench.forget())
  return { timersAtEnd: timers, unmount, renders, changes }
}

const countsOf = ({ page }: BenchTab) => page.evaluate(() => bench.counts())

async function mainThreadCost(tab: BenchTab, work: () => Promise<void>): Promise<number> {
  const before = await tab.mainThread()
  await work()
  return (await tab.mainThread()) - before
}
