import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright'
import type { Leftovers } from './page/counters.js'
import { createCpuCounter } from './processTime.js'

/** A tab with the bench's page in virtual time, and what it costs. */
export interface BenchTab {
  page: Page
  /** Advances the page's time, as fast as the page can. */
  advance: (ms: number) => Promise<void>
  /** CPU time of all pages of the browser, in ms: script, style, layout, paint, garbage collection. */
  cpu: () => Promise<number>
  /** CPU time of the browser's GPU process, in ms: drawing the frames. */
  gpu: () => Promise<number>
  /** CPU time of the page's main thread, in ms. */
  mainThread: () => Promise<number>
  /** Bytes of the JavaScript heap after garbage collection. */
  heap: () => Promise<number>
  /** Counts timers, object URLs and listeners after garbage collection. */
  leftovers: () => Promise<Leftovers & { listeners: number }>
  close: () => Promise<void>
}

/** Rows out of view cost no layout and no paint for any contender: the hook and what it renders are measured. */
const HTML = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>main > * { content-visibility: auto; contain-intrinsic-size: auto 20px; margin: 0 }</style>
<script type="module" src="/main.js"></script>`

/** Builds a page for production: one minified file with React's production build. */
export async function buildBenchPage(entry: 'main' | 'looks' | 'start' = 'main'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [pathOf(`page/${entry}.tsx`)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: pathOf('../../tsconfig.json'),
  })
  const [script] = outputFiles
  if (!script) throw new Error('esbuild returned no file.')
  return script.text
}

/**
 * Opens the built page in a context of its own. Page and API are answered from memory.
 *
 * @param html the page, which loads `/main.js`
 * @throws {AggregateError} from `close`, if the page threw
 */
export async function openBenchTab(browser: Browser, script: string, html = HTML): Promise<BenchTab> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/') await route.fulfill({ contentType: 'text/html', body: html })
    else if (pathname === '/main.js') await route.fulfill({ contentType: 'text/javascript', body: script })
    else await route.fulfill({ status: 404, body: '' })
  })
  await page.goto('http://127.0.0.1/')
  await page.waitForFunction(() => 'bench' in globalThis || 'looks' in globalThis)
  const cdp = await context.newCDPSession(page)
  const system = await browser.newBrowserCDPSession()
  await cdp.send('HeapProfiler.enable')
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })

  const collectGarbage = async () => {
    // Several times and with pauses: what the DOM releases in one round is garbage in the next.
    for (let time = 0; time < 5; time++) {
      await cdp.send('HeapProfiler.collectGarbage')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const cpuOf = (wanted: string) => {
    const count = createCpuCounter()
    return async () => {
      const { processInfo } = await system.send('SystemInfo.getProcessInfo')
      return count(processInfo.filter(({ type }) => type === wanted))
    }
  }
  return {
    page,
    async advance(ms) {
      const expired = new Promise<void>((resolve) =>
        cdp.once('Emulation.virtualTimeBudgetExpired', () => resolve()),
      )
      await cdp.send('Emulation.setVirtualTimePolicy', { policy: 'advance', budget: ms })
      await expired
    },
    cpu: cpuOf('renderer'),
    gpu: cpuOf('GPU'),
    async mainThread() {
      const { metrics } = await cdp.send('Performance.getMetrics')
      return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
    },
    async heap() {
      await collectGarbage()
      return (await cdp.send('Runtime.getHeapUsage')).usedSize
    },
    async leftovers() {
      await collectGarbage()
      const { jsEventListeners } = await cdp.send('Memory.getDOMCounters')
      return { ...(await page.evaluate(() => bench.leftovers())), listeners: jsEventListeners }
    },
    async close() {
      await context.close()
      if (errors.length > 0) throw new AggregateError(errors, 'The page threw.')
    },
  }
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
