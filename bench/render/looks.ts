import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { formatSpread, printHead, printRow, type Spread, spreadOf } from '../report/spread.js'
import { ROUNDS } from './crowd.js'
import type { Look, Scene } from './page/looks.js'
import { type BenchTab, buildBenchPage, openBenchTab } from './tab.js'

const SCENES: Record<string, Scene> = {
  '30 running bars': { running: 30, queued: 0, isCards: false },
  '30 running bars and 10 queued': { running: 30, queued: 10, isCards: false },
  '12 cards of the list, 3 of them queued': { running: 9, queued: 3, isCards: true },
}
const LOOKS: Look[] = ['bare', 'styles.css', 'MUI', '<progress>']

/** Real ms before a measurement, for first answers and entries that fade in; and ms that are measured. */
const SETTLE = 1_000
const SLICE = 3_000

/** All bars and cards are in view. */
const VIEWPORT = { width: 1280, height: 900 }
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="stylesheet" media="not all" href="data:text/css;base64,${readFileSync(
  new URL('../../src/components/styles.css', import.meta.url),
  'base64',
)}">
<style>body { margin: 16px; font: 14px/20px sans-serif }
.grid { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px } .card { padding: 80px 0 0 }
.bar > progress { width: 100% }</style>
<script type="module" src="/main.js"></script>`

/**
 * Measures in real time what shown progress costs: CPU time of the page's process and the GPU process, and frames. Each
 * scene is shown with and without our stylesheet, and with bars of others on the same polls.
 *
 * @param isQuick leaves the others out
 */
export async function measureLooks(browser: Browser, isQuick: boolean): Promise<void> {
  console.log(
    '\nShown progress, in real time, all of it in view. CPU ms a minute of the page and of the GPU process:',
  )
  console.log(
    `medians, and in brackets the range, of ${ROUNDS} interleaved rounds. Ratio: of both to 'bare' in the same`,
  )
  console.log('round. Frames: drawn in a second.')
  const tab = await openBenchTab(browser, await buildBenchPage('looks'), HTML)
  await tab.page.setViewportSize(VIEWPORT)
  for (const [title, scene] of Object.entries(SCENES)) {
    const rows: Row[] = []
    // Counting frames, which costs CPU time, is also what warms up code and caches.
    for (const look of isQuick ? LOOKS.slice(0, 2) : LOOKS)
      rows.push({ look, frames: await countFrames(browser, tab, scene, look), page: [], gpu: [] })
    for (let round = 0; round < ROUNDS; round++) for (const row of rows) await measureRow(tab, scene, row)
    printScene(title, rows)
  }
  await tab.close()
}

interface Row {
  look: Look
  frames: number
  /** CPU ms a minute, by round. */
  page: number[]
  gpu: number[]
}

async function measureRow(tab: BenchTab, scene: Scene, { look, page, gpu }: Row): Promise<void> {
  await show(tab, scene, look)
  const [pageBefore, gpuBefore, before] = [await tab.cpu(), await tab.gpu(), performance.now()]
  await sleep(SLICE)
  const perMinute = 60_000 / (performance.now() - before)
  page.push(((await tab.cpu()) - pageBefore) * perMinute)
  gpu.push(((await tab.gpu()) - gpuBefore) * perMinute)
  await tab.page.evaluate(() => looks.unmount())
}

/** The frames that the page draws in a second. */
async function countFrames(browser: Browser, tab: BenchTab, scene: Scene, look: Look): Promise<number> {
  await show(tab, scene, look)
  await browser.startTracing(tab.page, {
    categories: ['disabled-by-default-devtools.timeline.frame', FRAMES],
  })
  await sleep(SLICE)
  const trace = (await browser.stopTracing()).toString()
  await tab.page.evaluate(() => looks.unmount())
  return (trace.match(/"name":"DrawFrame"/g)?.length ?? 0) / (SLICE / 1_000)
}

/** The category of the events of drawn frames. */
const FRAMES = 'devtools.timeline.frame'

async function show({ page }: BenchTab, scene: Scene, look: Look): Promise<void> {
  await page.evaluate(([scene, look]) => looks.mount(scene, look), [scene, look] as const)
  await sleep(SETTLE)
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function printScene(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}\n`)
  const widths = [24, 22, 19, 6]
  printHead(['page', 'GPU process', 'ratio', 'frames'], widths)
  const [bare] = rows
  for (const { look, frames, page, gpu } of rows) {
    const both = ratios(page, gpu, bare)
    printRow(
      look,
      [
        formatSpread(spreadOf(page), 0),
        formatSpread(spreadOf(gpu), 0),
        formatSpread(both, 2),
        frames.toFixed(1),
      ],
      widths,
    )
  }
}

const ratios = (page: readonly number[], gpu: readonly number[], bare: Row | undefined): Spread =>
  spreadOf(
    page.map(
      (ms, round) => (ms + (gpu[round] ?? NaN)) / ((bare?.page[round] ?? NaN) + (bare?.gpu[round] ?? NaN)),
    ),
  )
