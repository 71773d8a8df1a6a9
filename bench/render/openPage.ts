import { type CDPSession, chromium, type Page } from 'playwright'
import { CHROMIUM_ARGS, findChromium } from '../../scripts/browsers.js'
import type { Leftovers } from './page/leftovers.js'

/** One page in a Chromium of its own, and what it costs. */
export interface BenchTab {
  page: Page
  cdp: CDPSession
  /** Lets the page's time pass; it passes as fast as the page is done with it. */
  pass: (ms: number) => Promise<void>
  /** CPU time of the page's process since it began, in ms: script, style, layout, paint, garbage collection. */
  cpu: () => Promise<number>
  /** CPU time of the page's main thread since it began, in ms. */
  mainThread: () => Promise<number>
  /** Bytes of the JavaScript heap once all garbage is gone. */
  heap: () => Promise<number>
  /** What is under way or held on to. */
  leftovers: () => Promise<Leftovers & { listeners: number }>
  close: () => Promise<void>
}

/** Rows out of sight cost no layout and no paint, on every page: what is measured is the hook and what it renders. */
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>main > * { content-visibility: auto; contain-intrinsic-size: auto 20px; margin: 0 }</style>
<script type="module" src="/main.js"></script>`

async function startBrowser() {
  const executablePath = findChromium()
  return chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) })
}

/** Opens the page in virtual time. Nothing leaves the machine: page and API are answered from memory. */
export async function openPage(script: string): Promise<BenchTab> {
  const browser = await startBrowser()
  const page = await browser.newPage()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/') await route.fulfill({ contentType: 'text/html', body: HTML })
    else if (pathname === '/main.js') await route.fulfill({ contentType: 'text/javascript', body: script })
    else await route.fulfill({ status: 404, body: '' })
  })
  await page.goto('http://127.0.0.1/')
  await page.waitForFunction(() => 'bench' in globalThis)
  const cdp = await page.context().newCDPSession(page)
  const system = await browser.newBrowserCDPSession()
  await cdp.send('HeapProfiler.enable')
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })

  const collect = async () => {
    // Several times and with pauses: what the DOM lets go of in one round is the next one's garbage.
    for (let time = 0; time < 5; time++) {
      await cdp.send('HeapProfiler.collectGarbage')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return {
    page,
    cdp,
    async pass(ms) {
      const over = new Promise<void>((resolve) =>
        cdp.once('Emulation.virtualTimeBudgetExpired', () => resolve()),
      )
      await cdp.send('Emulation.setVirtualTimePolicy', { policy: 'advance', budget: ms })
      await over
    },
    async cpu() {
      const { processInfo } = await system.send('SystemInfo.getProcessInfo')
      const renderers = processInfo.filter(({ type }) => type === 'renderer')
      return 1_000 * renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
    },
    async mainThread() {
      const { metrics } = await cdp.send('Performance.getMetrics')
      return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
    },
    async heap() {
      await collect()
      return (await cdp.send('Runtime.getHeapUsage')).usedSize
    },
    async leftovers() {
      await collect()
      const { jsEventListeners } = await cdp.send('Memory.getDOMCounters')
      return { ...(await page.evaluate(() => bench.leftovers())), listeners: jsEventListeners }
    },
    async close() {
      await browser.close()
      if (errors.length > 0) throw new AggregateError(errors, 'The page threw.')
    },
  }
}
