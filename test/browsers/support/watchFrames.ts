import type { BrowserDriver } from '../drivers/BrowserDriver.js'

/** Frame times of a page in ms, to be logged: on a busy machine any of them can be long. */
export interface FrameTimes {
  longestFrame: number
  /** Tasks of the page longer than 50 ms; empty in a browser without the Long Tasks API. */
  longTasks: number[]
}

/** Measures the frames of a page from now on. @returns reads the times */
export async function watchFrames(browser: BrowserDriver): Promise<() => Promise<FrameTimes>> {
  await browser.evaluate(() => {
    const times = { longestFrame: 0, longTasks: [] as number[] }
    let last = performance.now()
    const next = () => {
      times.longestFrame = Math.max(times.longestFrame, Math.round(performance.now() - last))
      last = performance.now()
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
    if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) times.longTasks.push(Math.round(duration))
      }).observe({ type: 'longtask' })
    }
    Object.assign(window, { times })
  })
  return () =>
    browser.evaluate(
      () => (window as Window & { times?: FrameTimes }).times ?? { longestFrame: 0, longTasks: [] },
    )
}
