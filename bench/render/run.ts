import { writeChart } from '../report/writeChart.js'
import { countOf } from './countOf.js'
import { drawRender } from './drawRender.js'
import { findFaults } from './findFaults.js'
import { measureRender } from './measureRender.js'
import type { RenderFigures } from './RenderFigures.js'

const row = (name: string, ...cells: string[]) =>
  console.log(`| ${name.padEnd(18)} | ${cells.map((cell) => cell.padStart(9)).join(' | ')} |`)

const yardsticks = new Map<number, RenderFigures>()

function print(figures: RenderFigures): void {
  const { name, tasks, polls, renders, changes } = figures
  if (name === 'naive') {
    yardsticks.set(tasks, figures)
    console.log(`\n${countOf(tasks)}, a minute watched\n`)
    const heads = ['polls', 'changes', 'renders', 'per poll', 'CPU ms', 'times less', 'ms a poll']
    row('', ...heads, 'mount ms', 'stop ms', 'B a task', 'heap back', 'left')
    row('-'.repeat(18), ...Array<string>(heads.length + 5).fill('--------:'))
  }
  const { cpu = NaN } = yardsticks.get(tasks) ?? {}
  row(
    name,
    polls.toFixed(0),
    changes.toFixed(0),
    renders.toFixed(0),
    (renders / polls).toFixed(2),
    figures.cpu.toFixed(0),
    (cpu / figures.cpu).toFixed(1),
    (figures.cpu / polls).toFixed(2),
    figures.mount.toFixed(0),
    figures.unmount.toFixed(0),
    figures.heapPerTask.toFixed(0),
    `${(100 * figures.heapBack).toFixed(1)} %`,
    `${figures.timersAtEnd} + ${figures.left}`,
  )
}

console.log(
  'Pages of 1, 100 and 1,000 live tasks in Chromium, built for production, in virtual time; each contender in a',
)
console.log(
  'browser of its own, before the same API in the page, which answers after 10 to 30 ms. CPU is that of the',
)
console.log(
  "page's process. Left: timers once all tasks have ended, and all that is left once the page is empty.",
)
const quick = process.argv.includes('--quick')
const rows = await measureRender({ quick, onRow: print })
// What is quick leaves contenders out.
if (!quick) writeChart('render', drawRender(rows))
const faults = findFaults(rows)
for (const fault of faults) console.error(`\n${fault}`)
process.exitCode = faults.length > 0 ? 1 : 0
