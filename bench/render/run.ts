// Measures what watching costs a page in Chromium: `npm run bench:render`, with `-- --quick` for the limits alone.
import { writeChart } from '../report/chart.js'
import { measureRender } from './measurement.js'
import { countOf, drawCpuTime, findFaults, type RenderFigures } from './results.js'

const HEADS = ['polls', 'changes', 'renders', 'per poll', 'CPU ms', 'times less', 'ms a poll', 'mount ms']
const MORE_HEADS = ['unmount ms', 'B a task', 'heap back', 'left']

console.log(
  'Pages of 1, 100 and 1,000 live tasks in Chromium, built for production, in virtual time; each contender in a',
)
console.log(
  'browser of its own, with the same API in the page, which answers after 10 to 30 ms. CPU is the time of the',
)
console.log(
  "page's process. Left: timers after all tasks have ended + timers, listeners and object URLs after unmounting.",
)
const quick = process.argv.includes('--quick')
/** The naive page's CPU time, by number of tasks. */
const naiveCpu = new Map<number, number>()
const rows = await measureRender({ quick, onRow: print })
// A quick run has no chart: it leaves contenders out.
if (!quick) writeChart('render', drawCpuTime(rows))
const faults = findFaults(rows)
for (const fault of faults) console.error(`\n${fault}`)
process.exitCode = faults.length > 0 ? 1 : 0

function print(figures: RenderFigures): void {
  const { name, tasks, polls, renders, changes, cpu } = figures
  if (name === 'naive') {
    naiveCpu.set(tasks, cpu)
    console.log(`\n${countOf(tasks)}, in a minute\n`)
    row('', ...HEADS, ...MORE_HEADS)
    row('-'.repeat(18), ...[...HEADS, ...MORE_HEADS].map(() => '---------:'))
  }
  row(
    name,
    polls.toFixed(0),
    changes.toFixed(0),
    renders.toFixed(0),
    (renders / polls).toFixed(2),
    cpu.toFixed(0),
    ((naiveCpu.get(tasks) ?? NaN) / cpu).toFixed(1),
    (cpu / polls).toFixed(2),
    figures.mount.toFixed(0),
    figures.unmount.toFixed(0),
    figures.heapPerTask.toFixed(0),
    `${(100 * figures.heapBack).toFixed(1)} %`,
    `${figures.timersAtEnd} + ${figures.left}`,
  )
}

function row(name: string, ...cells: string[]): void {
  console.log(`| ${name.padEnd(18)} | ${cells.map((cell) => cell.padStart(10)).join(' | ')} |`)
}
