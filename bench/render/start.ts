import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright'
import { createVideoEmulator } from '../../src/testing/createVideoEmulator.js'
import { formatSpread, printHead, printRow, spreadOf } from '../report/spread.js'
import type { Asker, Show } from './page/start.js'
import { buildBenchPage } from './tab.js'

/** Rounds, each with a turn of every contender: a frame varies by tens of ms. */
const FRAME_ROUNDS = 21
const REQUEST_ROUNDS = 51
const HYDRATION_ROUNDS = 9
const HYDRATED = 100
/** Real ms in which a page comes to rest before and after its HTML is hydrated. */
const REST = 2_000

/** Entries of a list that are not mounted take the room that the stylesheet would give them. */
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>li { min-height: 320px }</style><body>
<script type="module" src="/main.js"></script>`

/**
 * Measures in real time when a task is first asked for, and how finished videos start, beside plain `<video>` elements in the
 * same page: when the first frame shows, and what it costs to hydrate a server's HTML.
 */
export async function measureStart(browser: Browser): Promise<void> {
  const server = createServer(await answers(await buildBenchPage('start')))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    await page.waitForFunction(() => 'start' in globalThis)
    await measureFirstRequests(page)
    await measureFirstFrames(page)
    await measureHydration(page)
  } finally {
    await context.close()
    server.closeAllConnections()
    server.close()
  }
}

async function measureFirstRequests(page: Page): Promise<void> {
  console.log(
    `\nFrom mount to first request, in ms, in a page that has mounted both before: medians, and in brackets the range, of`,
  )
  console.log(`${REQUEST_ROUNDS} interleaved rounds.\n`)
  const askers = ['useQuery', 'useVideoTask'] as const satisfies Asker[]
  const times: Record<Asker, number[]> = { useQuery: [], useVideoTask: [] }
  // The first rounds warm up.
  for (let round = -10; round < REQUEST_ROUNDS; round++)
    for (const asker of round % 2 === 0 ? askers : askers.toReversed()) {
      const time = await page.evaluate((asker) => start.firstRequest(asker), asker)
      if (round >= 0) times[asker].push(time)
    }
  const widths = [20, 20]
  printHead(['until the request', 'later by'], widths)
  for (const asker of askers) {
    const later = times[asker].map((time, round) => time - (times.useQuery[round] ?? NaN))
    printRow(
      asker,
      [times[asker], later].map((list) => formatSpread(spreadOf(list), 2)),
      widths,
    )
  }
}

async function measureFirstFrames(page: Page): Promise<void> {
  console.log(
    '\nFirst frame of a finished video after it is mounted, in ms, local server, beside a plain <video> in the',
  )
  console.log(
    `same commit: medians, and in brackets the range, of ${FRAME_ROUNDS} rounds. Poster: until it has arrived.\n`,
  )
  const widths = [24, 24, 24]
  printHead(['plain <video>', 'beside it', 'later by'], widths)
  for (const show of ['plain', 'card', 'card with a poster'] as const) {
    const plain: number[] = []
    const other: number[] = []
    for (let round = 0; round <= FRAME_ROUNDS; round++) {
      // The first of two elements loads first, so the order changes; round 0 warms up.
      const isFirst = round % 2 === 0
      const shows: Show[] = isFirst ? ['plain', show] : [show, 'plain']
      const times = await page.evaluate((shows) => start.firstFrames(shows), shows)
      if (round === 0) continue
      plain.push(times[isFirst ? 0 : 1] ?? NaN)
      other.push(times[isFirst ? 1 : 0] ?? NaN)
    }
    const later = other.map((time, round) => time - (plain[round] ?? NaN))
    printRow(
      show,
      [plain, other, later].map((times) => formatSpread(spreadOf(times), 0)),
      widths,
    )
  }
}

async function measureHydration(page: Page): Promise<void> {
  console.log(
    `\nHydration of ${HYDRATED} finished videos, whose frames have loaded, in ms: medians, and in brackets the range, of`,
  )
  console.log(
    `${HYDRATION_ROUNDS} interleaved rounds. Until committed; and CPU of the main thread until 2 s later.\n`,
  )
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const mainThread = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
  }
  const rows = (
    ['plain', 'elements alone', 'card', 'card with a poster', 'in <Activity>', 'list'] as const
  ).map((show) => ({
    show,
    committed: [] as number[],
    rested: [] as number[],
    elements: 0,
  }))
  for (let round = 0; round <= HYDRATION_ROUNDS; round++) {
    for (const row of rows) {
      const { show, committed, rested } = row
      // A page may have a thousand players, also of videos that are garbage.
      await page.evaluate(() => start.clear())
      await cdp.send('HeapProfiler.collectGarbage')
      row.elements = await page.evaluate(([show, count]) => start.prepare(show, count), [
        show,
        HYDRATED,
      ] as const)
      await page.evaluate(() => start.loaded())
      await page.waitForTimeout(REST)
      const before = await mainThread()
      const time = await page.evaluate(() => start.hydrate())
      await page.waitForTimeout(REST)
      if (round === 0) continue
      committed.push(time)
      rested.push((await mainThread()) - before)
    }
  }
  const [plain] = rows
  const widths = [8, 22, 22, 20, 22]
  printHead(['elements', 'committed', 'ratio', 'rested', 'ratio'], widths)
  for (const { show, committed, rested, elements } of rows) {
    const ratio = (times: readonly number[], base: readonly number[] = []) =>
      formatSpread(spreadOf(times.map((time, round) => time / (base[round] ?? NaN))), 2)
    const cells = [
      String(elements),
      formatSpread(spreadOf(committed), 1),
      ratio(committed, plain?.committed),
      formatSpread(spreadOf(rested), 0),
      ratio(rested, plain?.rested),
    ]
    printRow(show, cells, widths)
  }
}

/** Answers with the page, a clip by its ranges, and a picture. */
async function answers(script: string) {
  const emulator = createVideoEmulator({ apiKey: false })
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  const bytesOf = async (path: string) =>
    Buffer.from(await (await emulator.fetch(`http://api.test/v1/videos/${id}/${path}`)).arrayBuffer())
  const clip = await bytesOf('content')
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  return ((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost')
    if (pathname === '/') response.setHeader('content-type', 'text/html').end(HTML)
    else if (pathname === '/main.js') response.setHeader('content-type', 'text/javascript').end(script)
    else if (pathname === '/poster.png') response.setHeader('content-type', 'image/png').end(picture)
    else if (pathname === '/clip.mp4') {
      const [, from = '0', to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
      const end = to ? Number(to) + 1 : clip.length
      response.writeHead(206, {
        'content-type': 'video/mp4',
        'accept-ranges': 'bytes',
        'content-length': end - Number(from),
        'content-range': `bytes ${from}-${end - 1}/${clip.length}`,
      })
      response.end(clip.subarray(Number(from), end))
    } else response.writeHead(404).end()
  }) satisfies Parameters<typeof createServer>[1]
}
