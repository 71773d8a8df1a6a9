import { countOf } from './countOf.js'
import { isOurs } from './isOurs.js'
import { LARGEST_PAGE } from './largestPage.js'
import type { RenderFigures } from './RenderFigures.js'

/** The largest page costs so many times less CPU than the naive one, at least. */
const TIMES_LESS = 8
/** After it the heap is so many times what it was, at most. Of fewer tasks, compiled code takes more than a task could leave. */
const HEAP_BACK = 1.05

/** What a row of ours does not keep to, in sentences. */
export function findFaults(rows: RenderFigures[]): string[] {
  const naive = rows.find(({ name, tasks }) => name === 'naive' && tasks === LARGEST_PAGE)
  return rows.filter(isOurs).flatMap((figures) => {
    const { name, tasks, needless, cpu, heapBack, timersAtEnd, left } = figures
    const who = `${name} with ${countOf(tasks)}`
    const faults: string[] = []
    if (needless > 0) faults.push(`${who} rendered ${needless} times though nothing visible had changed.`)
    const timesLess = (naive?.cpu ?? NaN) / cpu
    if (name === 'useVideoTask' && tasks === LARGEST_PAGE && !(timesLess >= TIMES_LESS)) {
      faults.push(
        `${who} cost ${timesLess.toFixed(1)} times less CPU than the naive page, expected ${TIMES_LESS}.`,
      )
    }
    if (timersAtEnd > 0) faults.push(`${who} left ${timersAtEnd} timers once all had ended.`)
    if (left > 0) faults.push(`${who} left ${left} timers, listeners or object URLs once the page was empty.`)
    if (tasks === LARGEST_PAGE && heapBack > HEAP_BACK) {
      faults.push(
        `${who} left ${(100 * heapBack).toFixed(1)} % of the heap it found, expected ${100 * HEAP_BACK} at the most.`,
      )
    }
    return faults
  })
}
