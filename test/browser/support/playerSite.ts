import type { Page } from 'playwright'
import { createVideoEmulator, type VideoEmulator, type VideoEmulatorOptions } from 'react-video-task/testing'
import { prepareSite } from './site.js'

/** Answers a request instead of the emulator, or returns undefined. */
type Answer = (request: Request) => Response | Promise<Response | undefined> | undefined

/** A page with one card, and the emulator as its API, until the test ends. */
interface PlayerSite {
  emulator: VideoEmulator
  /** Paths of the requests to the API, in order. */
  requests: string[]
  intercept: (answer: Answer) => void
  /** Replaces the clock of pages that are opened from now on: it runs as before, and can be moved on. */
  fakeClock: () => Promise<void>
  /** Moves the page's clock and the emulator's on, through every timer on the way. */
  pass: (page: Page, milliseconds: number) => Promise<void>
  /** Opens the page on a task; `cached` is the task as an earlier visit cached it. */
  open: (id: string, cached?: object) => Promise<Page>
}

/**
 * Prepares the page for all tests of a file. Tests of single frames pass `find`, to use the full browser instead of the
 * headless shell.
 *
 * @returns starts the site of one test
 */
export function preparePlayerSite(
  find?: () => string | undefined,
): (options?: VideoEmulatorOptions) => Promise<PlayerSite> {
  const startSite = prepareSite('player', { find })

  return async (options = {}) => {
    let passed = 0
    const now = () => Date.now() + passed
    const emulator = createVideoEmulator({ apiKey: false, duration: 2_000, now, ...options })
    const requests: string[] = []
    let answer: Answer = () => undefined
    const api = async (request: Request) => {
      requests.push(new URL(request.url).pathname)
      return (await answer(request)) ?? emulator.fetch(request)
    }
    const { context, open } = await startSite(api, { viewport: { width: 480, height: 600 } })
    return {
      emulator,
      requests,
      intercept: (next) => void (answer = next),
      fakeClock: () => context.clock.install(),
      pass: async (page, milliseconds) => {
        passed += milliseconds
        await page.clock.runFor(milliseconds)
      },
      open: (id, cached) => open({ id, ...(cached && { cached: JSON.stringify(cached) }) }),
    }
  }
}
