// Measures a page of 1,000 tasks in Chromium behind the real proxy over HTTP, in real time: `npm run bench:batch`, with
// `-- --rounds 5` for that many runs of each.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { findHeadlessShell, launchChromium } from '../../scripts/browsers.js'
import type { WatcherName } from './page/main.js'
import type { ServerFigures } from './servers/serve.js'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    tasks: { type: 'string', default: '1000' },
    latency: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
  },
})

const WATCHERS: WatcherName[] = [
  'useQuery, 10 s',
  'useVideoTask, one request each',
  'useVideoTask, one request for many',
]

/** The time after which polls follow their own rhythm, in ms. */
const SETTLE_MS = 12_000

/** One run of one watcher. */
interface Figures {
  /** In a minute. */
  requests: number
  polls: number
  /** CPU time of the page's process for one task-poll, in microseconds. */
  cpu: number
  /** From the end of a task until the page knows it, in s, on average and of the slowest of 20. */
  delay: number
  slowDelay: number
}

const script = await buildPage()
const runs = new Map(WATCHERS.map((name) => [name, [] as Figures[]]))
for (let round = 0; round < Number(values.rounds); round++) {
  // Each round begins with another one.
  for (let turn = 0; turn < WATCHERS.length; turn++) {
    const name = WATCHERS[(round + turn) % WATCHERS.length]
    if (name) runs.get(name)?.push(await measure(name))
  }
}
printTable()

async function measure(name: WatcherName): Promise<Figures> {
  const child = fork(
    fileURLToPath(new URL('servers/serve.ts', import.meta.url)),
    [script, values.tasks, values.latency],
    { execArgv: process.execArgv },
  )
  const [port] = await once(child, 'message')
  const origin = `http://127.0.0.1:${port}`
  const figuresOf = async (): Promise<ServerFigures> => (await fetch(`${origin}/figures`)).json()
  const browser = await launchChromium(findHeadlessShell)
  try {
    const tab = await (await browser.newContext()).newPage()
    await tab.goto(origin)
    await tab.waitForFunction(() => 'batchBench' in globalThis)
    const system = await browser.newBrowserCDPSession()
    const cpuTime = async () => {
      const { processInfo } = await system.send('SystemInfo.getProcessInfo')
      return processInfo.reduce((sum, { type, cpuTime }) => sum + (type === 'renderer' ? cpuTime : 0), 0)
    }
    await tab.evaluate((watcher) => batchBench.mount(watcher), name)
    await tab.waitForTimeout(SETTLE_MS)
    const [start, before, cpuBefore] = [Date.now(), await figuresOf(), await cpuTime()]
    await tab.waitForTimeout(Number(values.seconds) * 1_000)
    const [end, after, cpuAfter] = [Date.now(), await figuresOf(), await cpuTime()]
    // Those that ended last are seen a little later.
    await tab.waitForTimeout(16_000)
    const seen = await tab.evaluate(() => batchBench.seen())
    const delays = Object.entries(after.ends)
      .filter(([, at]) => at > start && at < end)
      .map(([id, at]) => ((seen[id] ?? Infinity) - at) / 1_000)
      .sort((a, b) => a - b)
    const perMinute = 60_000 / (end - start)
    const polls = after.polls - before.polls
    return {
      requests: (after.requests - before.requests) * perMinute,
      polls: polls * perMinute,
      cpu: ((cpuAfter - cpuBefore) * 1e6) / polls,
      delay: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
      slowDelay: delays[Math.floor(delays.length * 0.95)] ?? NaN,
    }
  } finally {
    await browser.close()
    child.disconnect()
  }
}

/** Builds the page for production and returns the path of its script. */
async function buildPage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page/main.tsx', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
  })
  const path = join(mkdtempSync(join(tmpdir(), 'video-task-bench-')), 'main.js')
  writeFileSync(path, outputFiles[0]?.contents ?? '')
  return path
}

function printTable(): void {
  console.log(
    `A page of ${Number(values.tasks).toLocaleString('en')} tasks in Chromium, behind the proxy over HTTP, whose API answers after ${values.latency} ms. Medians of ${values.rounds} runs`,
  )
  console.log('in turn, with the lowest and the highest figure.\n')
  console.log(
    '| | requests a minute | polls a minute | CPU a poll, µs | of useQuery | detected after, s | 19 of 20 within, s |',
  )
  console.log('|---|---:|---:|---:|---:|---:|---:|')
  const bare = median(runs.get('useQuery, 10 s')?.map(({ cpu }) => cpu) ?? [])
  for (const [name, figures] of runs) {
    const column = (read: (figures: Figures) => number, digits: number) => {
      const all = figures.map(read)
      const [low, high] = [Math.min(...all), Math.max(...all)]
      return `${median(all).toFixed(digits)} (${low.toFixed(digits)}..${high.toFixed(digits)})`
    }
    const cells = [
      column(({ requests }) => requests, 0),
      column(({ polls }) => polls, 0),
      column(({ cpu }) => cpu, 0),
      (median(figures.map(({ cpu }) => cpu)) / bare).toFixed(2),
      column(({ delay }) => delay, 2),
      column(({ slowDelay }) => slowDelay, 1),
    ]
    console.log(`| ${[name, ...cells].join(' | ')} |`)
  }
}

function median(figures: number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
