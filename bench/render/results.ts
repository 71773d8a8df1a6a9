import { drawBarChart } from '../report/barChart.js'
import type { ContenderName } from './page/contenders.js'

/** The cost of one contender with a number of tasks. */
export interface RenderFigures {
  name: ContenderName
  tasks: number
  /** In a minute: polls answered, answers with another status or progress, renders of components. */
  polls: number
  changes: number
  renders: number
  /** Renders of the whole visit beyond the first of each task and one for each change. */
  needless: number
  /** CPU time of the page's process in a minute, in ms. */
  cpu: number
  /** CPU time of the main thread for mounting and unmounting the page, in ms. */
  mount: number
  unmount: number
  /** Bytes of JavaScript heap for one task while it is watched. */
  heapPerTask: number
  /** Heap after a visit, as a share of the heap before it. */
  heapBack: number
  /** Timers after all tasks have ended, with the page still mounted. */
  timersAtEnd: number
  /** Timers, object URLs and listeners after the page is unmounted. */
  left: number
}

/** The number of tasks on the largest page, to which the limits apply. */
export const LARGEST_PAGE = 1_000

/** The least ratio of the naive page's CPU time to ours, on the largest page. */
const MIN_TIMES_LESS = 8

/** The largest heap after the largest page, as a share of the heap before. Smaller pages leave more compiled code than tasks. */
const MAX_HEAP_BACK = 1.05

/** Lists in sentences which rows of this package exceed a limit. */
export function findFaults(rows: RenderFigures[]): string[] {
  const naive = rows.find(({ name, tasks }) => name === 'naive' && tasks === LARGEST_PAGE)
  return rows.filter(isOurs).flatMap((figures) => {
    const { name, tasks, needless, cpu, heapBack, timersAtEnd, left } = figures
    const page = `${name} with ${countOf(tasks)}`
    const faults: string[] = []
    if (needless > 0) faults.push(`${page} rendered ${needless} times without a visible change.`)
    const timesLess = (naive?.cpu ?? NaN) / cpu
    if (name === 'useVideoTask' && tasks === LARGEST_PAGE && !(timesLess >= MIN_TIMES_LESS)) {
      faults.push(
        `${page} took ${timesLess.toFixed(1)} times less CPU time than the naive page. Expected at least ${MIN_TIMES_LESS}.`,
      )
    }
    if (timersAtEnd > 0) faults.push(`${page} left ${timersAtEnd} timers after all tasks had ended.`)
    if (left > 0) faults.push(`${page} left ${left} timers, listeners or object URLs after unmounting.`)
    if (tasks === LARGEST_PAGE && heapBack > MAX_HEAP_BACK) {
      const [percent, limit] = [heapBack, MAX_HEAP_BACK].map((share) => (100 * share).toFixed(1))
      faults.push(`${page} left a heap of ${percent} % of the one before. Expected at most ${limit} %.`)
    }
    return faults
  })
}

/** Draws the CPU time of the largest page, the least first. */
export function drawCpuTime(rows: RenderFigures[]): string {
  const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`
  const bars = rows
    .filter(({ tasks }) => tasks === LARGEST_PAGE)
    .map((row) => ({ name: row.name, value: row.cpu, isOurs: isOurs(row) }))
    .sort((a, b) => a.value - b.value)
  return drawBarChart({
    title: `CPU time of a page of ${countOf(LARGEST_PAGE)} in a minute`,
    description: `${bars.map(({ name, value }) => `${name}: ${ms(value)}`).join('; ')}.`,
    bars,
    format: ms,
  })
}

/** A number of tasks in words: `1 task`, `1,000 tasks`. */
export const countOf = (tasks: number): string =>
  `${tasks.toLocaleString('en')} ${tasks === 1 ? 'task' : 'tasks'}`

const isOurs = ({ name }: RenderFigures): boolean => /^(use)?VideoTask/.test(name)
