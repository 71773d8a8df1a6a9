import type { BrowserDriver } from '../drivers/BrowserDriver.js'

/** The first card, as seen on screen and by a screen reader. */
interface SeenCard {
  status: string | null
  /** The progressbar's `aria-valuenow` and `aria-valuetext`. */
  value: string | null
  words: string | null
  /** The percentage beside the bar, and the filled width of the bar in percent. */
  shown: string | null
  filled: number
}

/** Reads the first card. */
export function readCard(browser: BrowserDriver): Promise<SeenCard> {
  return browser.evaluate(() => {
    const card = document.querySelector('article')
    const bar = card?.querySelector('[role=progressbar]')
    const width = (part: string) => bar?.querySelector(part)?.getBoundingClientRect().width ?? 0
    return {
      status: card?.dataset['status'] ?? null,
      value: bar?.getAttribute('aria-valuenow') ?? null,
      words: bar?.getAttribute('aria-valuetext') ?? null,
      shown: bar?.querySelector('.video-task-progress-value')?.textContent ?? null,
      filled: (100 * width('.video-task-progress-fill')) / (width('.video-task-progress-track') || 1),
    }
  })
}

/** State of the first player. */
interface SeenVideo {
  time: number
  /** Whether it has a frame to show. */
  hasFrame: boolean
  width: number
  paused: boolean
  error: number | null
  src: string
}

/** Reads the first player; null without one. */
export function readVideo(browser: BrowserDriver): Promise<SeenVideo | null> {
  return browser.evaluate(() => {
    const video = document.querySelector('video')
    if (!video) return null
    return {
      time: video.currentTime,
      hasFrame: video.readyState >= video.HAVE_CURRENT_DATA,
      width: video.videoWidth,
      paused: video.paused,
      error: video.error?.code ?? null,
      src: video.src,
    }
  })
}

/** Frame times of a page in ms, to be logged: on a busy machine any of them can be long. */
interface FrameTimes {
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
