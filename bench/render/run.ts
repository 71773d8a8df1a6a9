// Measures what watching costs a page in Chromium: `npm run bench:render`, with `-- crowd`, `-- latency`, `-- looks` or `-- start`
// for a part, and with `-- --quick` for the limits alone.
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { writeChart } from '../report/chart.js'
import { formatSpread, printHead, printRow } from '../report/spread.js'
import { measureCrowd, ROUNDS } from './crowd.js'
import { measureLooks } from './looks.js'
import type { ContenderName } from './page/contenders.js'
import { countOf, type CrowdFigures, drawCpuTime, findFaults, LARGE_PAGE } from './results.js'
import { measureStart } from './start.js'
import { buildBenchPage } from './tab.js'

/** The careful query with which a poll of ours is compared. */
const BASE = 'select, 10 s'
const AT_EQUAL_PACE: ContenderName[] = [
  BASE,
  'useVideoTask',
  'useVideoTasks',
  'VideoTaskProgress',
  'VideoTaskList',
]

const parts = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const isQuick = process.argv.includes('--quick')
const isWanted = (part: string) => (parts.length > 0 ? parts.includes(part) : !isQuick || part === 'crowd')
const browser = await launchChromium(findChromium)
try {
  if (isWanted('crowd')) await runCrowd()
  if (isWanted('latency')) await runLatency()
  if (isWanted('looks')) await measureLooks(browser, isQuick)
  if (isWanted('start')) await measureStart(browser)
} finally {
  await browser.close()
}

/** Many tasks in virtual time. */
async function runCrowd(): Promise<void> {
  console.log(
    `Pages of live tasks in Chromium, built for production, in virtual time, with the same API in the page, which answers`,
  )
  console.log(
    `after 10 to 30 ms. CPU is the time of the page's process: medians, and in brackets the range, of ${ROUNDS} interleaved`,
  )
  console.log(
    `rounds. Ratio: of a poll to one of '${BASE}' in the same round. Left: timers after all tasks have ended + timers,`,
  )
  console.log('listeners and object URLs after unmounting.')
  const script = await buildBenchPage()
  const contenders: ContenderName[] = isQuick
    ? ['naive', ...AT_EQUAL_PACE]
    : ['naive', 'select, 1 s', 'TanStack AI', ...AT_EQUAL_PACE, 'useVideoTask, 1 s']
  const rows = await measureCrowd(
    browser,
    script,
    { tasks: LARGE_PAGE, contenders, settle: 12_000, leaves: true },
    BASE,
  )
  printCrowd(rows)
  // A quick run has no chart: it leaves contenders out.
  if (!isQuick) {
    writeChart('render', drawCpuTime(rows))
    printCrowd(
      await measureCrowd(browser, script, { tasks: 100, contenders: AT_EQUAL_PACE, settle: 12_000 }, BASE),
    )
    // Four requests in flight, each of 20 ms, give 5,000 tasks their first answers in 25 s.
    printCrowd(
      await measureCrowd(browser, script, { tasks: 5_000, contenders: AT_EQUAL_PACE, settle: 30_000 }, BASE),
    )
  }
  for (const fault of findFaults(rows)) {
    console.error(`\n${fault}`)
    process.exitCode = 1
  }
}

/** Many tasks of a server that is far away: how often each of them is asked for. */
async function runLatency(): Promise<void> {
  const rows = await measureCrowd(
    browser,
    await buildBenchPage(),
    { tasks: LARGE_PAGE, contenders: [BASE, 'useVideoTask', 'useVideoTasks'], latency: 200, settle: 60_000 },
    BASE,
  )
  console.log(`\n${countOf(LARGE_PAGE)}, answers after 200 ms, in a minute\n`)
  const widths = [8, 14, 22, 20]
  printHead(['polls', 's between two', 'CPU ms', 'ms a poll'], widths)
  for (const { name, tasks, polls, cpu, poll } of rows) {
    const cells = [
      polls.toFixed(0),
      ((60 * tasks) / polls).toFixed(1),
      formatSpread(cpu, 0),
      formatSpread(poll, 2),
    ]
    printRow(name, cells, widths)
  }
}

function printCrowd(rows: readonly CrowdFigures[]): void {
  const [first] = rows
  const naive = rows.find(({ name }) => name === 'naive')?.cpu.median ?? NaN
  const leaves = first?.left !== undefined
  const heads = ['polls', 'changes', 'renders', 'CPU ms', 'ms a poll', 'ratio', 'mount ms']
  const more = ['times less', 'unmount ms', 'B a task', 'heap back', 'left']
  const widths = [6, 7, 7, 22, 19, 19, 8, 10, 10, 8, 9, 6]
  console.log(`\n${countOf(first?.tasks ?? 0)}, in a minute\n`)
  printHead([...heads, ...(leaves ? more : [])], widths)
  for (const { name, polls, changes, renders, cpu, poll, ratio, mount, left } of rows) {
    const cells = [
      polls.toFixed(0),
      changes.toFixed(0),
      renders.toFixed(0),
      formatSpread(cpu, 0),
      formatSpread(poll, 2),
      formatSpread(ratio, 2),
      mount.toFixed(0),
    ]
    if (left) {
      cells.push(
        (naive / cpu.median).toFixed(1),
        left.unmount.toFixed(0),
        left.heapPerTask.toFixed(0),
        `${(100 * left.heapBack).toFixed(1)} %`,
        `${left.timersAtEnd} + ${left.leaks}`,
      )
    }
    printRow(name, cells, widths)
  }
}
