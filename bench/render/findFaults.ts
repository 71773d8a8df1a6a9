import { isOurs } from './isOurs.js'
import type { RenderFigures } from './RenderFigures.js'

/** A page of 1,000 tasks costs so many times less CPU than the naive one, at least. */
const TIMES_LESS = 8
const HEAP_BACK = 1.05

/** Of fewer tasks, what compiled code takes is more than what a task could leave. */
const ENOUGH = 1_000

/** What a row of ours does not keep to, in sentences. */
export function findFaults(rows: RenderFigures[]): string[] {
  const naive = rows.find(({ name, tasks }) => name === 'naive' && tasks === 1_000)
  return rows.filter(isOurs).flatMap((figures) => {
    const { name, tasks, needless, cpu, heapBack, timersAtEnd, left } = figures
    const who = `${name} with ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`
    const faults: string[] = []
    if (needless > 0) faults.push(`${who} rendered ${needless} times though nothing visible had changed.`)
    const timesLess = (naive?.cpu ?? NaN) / cpu
    if (name === 'useVideoTask' && tasks === 1_000 && !(timesLess >= TIMES_LESS)) {
      faults.push(
        `${who} cost ${timesLess.toFixed(1)} times less CPU than the naive page, expected ${TIMES_LESS}.`,
      )
    }
    if (timersAtEnd > 0) faults.push(`${who} left ${timersAtEnd} timers once all had ended.`)
    if (left > 0) faults.push(`${who} left ${left} timers, listeners or object URLs once the page was empty.`)
    if (tasks >= ENOUGH && heapBack > HEAP_BACK) {
      faults.push(
        `${who} left ${(100 * heapBack).toFixed(1)} % of the heap it found, expected 105 at the most.`,
      )
    }
    return faults
  })
}
