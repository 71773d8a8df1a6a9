import { drawBarChart } from '../report/barChart.js'
import type { Spread } from '../report/spread.js'
import type { ContenderName } from './page/contenders.js'

/** The cost of one contender with a number of tasks. */
export interface CrowdFigures {
  name: ContenderName
  tasks: number
  /** In a minute: polls answered, answers with another status or progress, renders of components. */
  polls: number
  changes: number
  renders: number
  /** CPU time of the page's process in a minute, in ms. */
  cpu: Spread
  /** The same for one poll, and as a share of that of the compared contender in the same round. */
  poll: Spread
  ratio: Spread
  /** CPU time of the main thread for mounting the page, in ms. */
  mount: number
  left: Leftover | undefined
}

/** What a visit leaves. */
export interface Leftover {
  /** Renders of the whole visit beyond the first of each task and one for each change. */
  needless: number
  /** CPU time of the main thread for unmounting the page, in ms. */
  unmount: number
  /** Bytes of JavaScript heap for one task while it is watched. */
  heapPerTask: number
  /** Heap after a visit, as a share of the heap before it. */
  heapBack: number
  /** Timers after all tasks have ended, with the page still mounted. */
  timersAtEnd: number
  /** Timers, object URLs and listeners after the page is unmounted. */
  leaks: number
}

/** The number of tasks on the page to which the limits apply. */
export const LARGE_PAGE = 1_000

/** The least ratio of the naive page's CPU time to ours. */
const MIN_TIMES_LESS = 8

/** Most CPU time of a poll, as a share of that of a careful query at the same pace. A shared machine varies by a tenth. */
const MAX_RATIOS = new Map<ContenderName, number>([
  ['useVideoTask', 1],
  ['useVideoTasks', 1.1],
  ['VideoTaskProgress', 1.4],
  ['VideoTaskList', 1.6],
])
const TOLERANCE = 1.1

/** The largest heap after the page, as a share of the heap before. */
const MAX_HEAP_BACK = 1.05

/** Lists in sentences which rows of this package exceed a limit. */
export function findFaults(rows: readonly CrowdFigures[]): string[] {
  const naive = rows.find(({ name }) => name === 'naive')
  return rows.filter(isOurs).flatMap(({ name, tasks, cpu, ratio, left }) => {
    const page = `${name} with ${countOf(tasks)}`
    const faults: string[] = []
    const timesLess = (naive?.cpu.median ?? NaN) / cpu.median
    if (name === 'useVideoTask' && !(timesLess >= MIN_TIMES_LESS)) {
      faults.push(
        `${page} took ${timesLess.toFixed(1)} times less CPU time than the naive page. Expected at least ${MIN_TIMES_LESS}.`,
      )
    }
    const most = MAX_RATIOS.get(name) ?? Infinity
    if (ratio.median > most * TOLERANCE) {
      faults.push(
        `${page} took ${ratio.median.toFixed(2)} times the CPU time of a careful query a poll. Expected at most ${most}.`,
      )
    }
    if (!left) return faults
    if (left.needless > 0) faults.push(`${page} rendered ${left.needless} times without a visible change.`)
    if (left.timersAtEnd > 0)
      faults.push(`${page} left ${left.timersAtEnd} timers after all tasks had ended.`)
    if (left.leaks > 0)
      faults.push(`${page} left ${left.leaks} timers, listeners or object URLs after unmounting.`)
    if (left.heapBack > MAX_HEAP_BACK) {
      const [percent, limit] = [left.heapBack, MAX_HEAP_BACK].map((share) => (100 * share).toFixed(1))
      faults.push(`${page} left a heap of ${percent} % of the one before. Expected at most ${limit} %.`)
    }
    return faults
  })
}

/** Draws the CPU time of the large page, the least first. */
export function drawCpuTime(rows: readonly CrowdFigures[]): string {
  const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`
  const bars = rows
    .map((row) => ({ name: row.name, value: row.cpu.median, isOurs: isOurs(row) }))
    .sort((a, b) => a.value - b.value)
  return drawBarChart({
    title: `CPU time of a page of ${countOf(LARGE_PAGE)} in a minute`,
    description: `${bars.map(({ name, value }) => `${name}: ${ms(value)}`).join('; ')}.`,
    bars,
    format: ms,
  })
}

/** A number of tasks in words: `1 task`, `1,000 tasks`. */
export const countOf = (tasks: number): string =>
  `${tasks.toLocaleString('en')} ${tasks === 1 ? 'task' : 'tasks'}`

const isOurs = ({ name }: Pick<CrowdFigures, 'name'>): boolean => /^(use)?VideoTask/.test(name)
