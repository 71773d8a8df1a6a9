import type { Browser } from 'playwright'
import { spreadOf } from '../report/spread.js'
import type { ContenderName } from './page/contenders.js'
import type { CrowdFigures, Leftover } from './results.js'
import { type BenchTab, openBenchTab } from './tab.js'

/** A page of many tasks, and who is measured on it. */
interface Crowd {
  tasks: number
  contenders: readonly ContenderName[]
  /** Ms until each answer; 10 to 30 where it is not given. */
  latency?: number
  /** The ms of the page's time after which every task has its first answer, and polls follow their own rhythm. */
  settle: number
  /** Also checks what a visit leaves: timers, listeners, object URLs and heap. @default false */
  leaves?: boolean
}

/** Interleaved rounds: each contender is measured once in each. */
export const ROUNDS = 5
/**
 * Ms of the page's time that one round measures: one period of the contender that polls all tasks every 10 s at once. A page
 * that polls each task every second has as many polls in a tenth.
 */
const SLICE = 10_000
const SLICE_OF_EVERY_SECOND = 1_000

/**
 * Measures what each contender's polls cost, in virtual time. All pages are mounted, each in a process of its own, and stand
 * still but for the one that is measured; the rounds go from one to the next, so that a busy moment meets all of them.
 *
 * @param base the contender that the others are compared with
 */
export async function measureCrowd(
  browser: Browser,
  script: string,
  crowd: Crowd,
  base: ContenderName,
): Promise<CrowdFigures[]> {
  const visits: Visit[] = []
  for (const name of crowd.contenders) visits.push(await openVisit(browser, script, name, crowd))
  for (let round = 0; round < ROUNDS; round++) for (const visit of visits) await measureSlice(visit)

  const costs = visits.map(({ slices }) => slices.map(({ cpu, polls }) => cpu / polls))
  const baseCosts = costs[visits.findIndex(({ name }) => name === base)] ?? []
  const rows: CrowdFigures[] = []
  for (const [index, visit] of visits.entries()) {
    const { name, tab, slices, mount } = visit
    const [first, last] = [slices[0]?.before, slices.at(-1)?.after]
    const perMinute = 60_000 / slices.reduce((sum, { ms }) => sum + ms, 0)
    const countOf = (count: 'polls' | 'changes' | 'renders') =>
      ((last?.[count] ?? NaN) - (first?.[count] ?? NaN)) * perMinute
    const poll = costs[index] ?? []
    rows.push({
      name,
      tasks: crowd.tasks,
      polls: countOf('polls'),
      changes: countOf('changes'),
      renders: countOf('renders'),
      cpu: spreadOf(slices.map(({ cpu, ms }) => (cpu * 60_000) / ms)),
      poll: spreadOf(poll),
      ratio: spreadOf(poll.map((cost, round) => cost / (baseCosts[round] ?? NaN))),
      mount,
      left: crowd.leaves ? await measureLeftover(visit, crowd) : undefined,
    })
    await tab.close()
  }
  return rows
}

/** A mounted page, and what its rounds have measured. */
interface Visit {
  name: ContenderName
  tab: BenchTab
  slices: Slice[]
  mount: number
  heapBefore: number
  listenersBefore: number
}

interface Slice {
  /** CPU time of all pages, and the page's own time, in ms. */
  cpu: number
  ms: number
  polls: number
  before: Counts
  after: Counts
}

type Counts = Awaited<ReturnType<typeof countsOf>>

/** Opens a page, warms up its code, mounts its tasks and waits until they are polled evenly. */
async function openVisit(
  browser: Browser,
  script: string,
  name: ContenderName,
  crowd: Crowd,
): Promise<Visit> {
  const tab = await openBenchTab(browser, script)
  await visitShortly(tab, name, crowd)
  const heapBefore = crowd.leaves ? await tab.heap() : NaN
  const { listeners: listenersBefore } = await tab.leftovers()
  const mount = await mainThreadCost(tab, () => mountTasks(tab, name, crowd))
  await tab.advance(name.endsWith(' 1 s') || name === 'naive' ? 2_000 : crowd.settle)
  return { name, tab, slices: [], mount, heapBefore, listenersBefore }
}

async function measureSlice({ name, tab, slices }: Visit): Promise<void> {
  const ms = name.endsWith(' 1 s') || name === 'naive' ? SLICE_OF_EVERY_SECOND : SLICE
  const [cpuBefore, before] = [await tab.cpu(), await countsOf(tab)]
  await tab.advance(ms)
  const [cpuAfter, after] = [await tab.cpu(), await countsOf(tab)]
  slices.push({ cpu: cpuAfter - cpuBefore, ms, polls: after.polls - before.polls, before, after })
}

/** The time after the end of all tasks at which every contender has sent its last request and announced it, in ms. */
const LAST_POLL = 30_000
/** The time after unmounting at which the cache has dropped unwatched tasks, in ms. */
const CACHE_CLEARED = 5_000

/** Ends the measured visit, and pays a third one, which must leave the heap as the second did. */
async function measureLeftover(
  { name, tab, heapBefore, listenersBefore }: Visit,
  crowd: Crowd,
): Promise<Leftover> {
  const heapWatching = await tab.heap()
  const visit = await leave(tab)
  const left = await tab.leftovers()
  const heapAfter = await tab.heap()
  await visitShortly(tab, name, crowd)
  return {
    needless: Math.max(0, visit.renders - visit.changes - crowd.tasks),
    unmount: visit.unmount,
    heapPerTask: (heapWatching - heapBefore) / crowd.tasks,
    heapBack: (await tab.heap()) / heapAfter,
    timersAtEnd: visit.timersAtEnd,
    leaks: left.timers + left.objectUrls + Math.max(0, left.listeners - listenersBefore),
  }
}

async function visitShortly(tab: BenchTab, name: ContenderName, crowd: Crowd): Promise<void> {
  await mountTasks(tab, name, crowd)
  await tab.advance(2_000)
  await leave(tab)
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

const mountTasks = ({ page }: BenchTab, name: ContenderName, { tasks, latency }: Crowd) =>
  page.evaluate(([name, tasks, latency]) => bench.mount(name, tasks, latency), [
    name,
    tasks,
    latency,
  ] as const)

const countsOf = ({ page }: BenchTab) => page.evaluate(() => bench.counts())

async function mainThreadCost(tab: BenchTab, work: () => Promise<void>): Promise<number> {
  const before = await tab.mainThread()
  await work()
  return (await tab.mainThread()) - before
}
