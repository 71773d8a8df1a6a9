import { expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { prepareSite } from './support/site.js'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'"
const startSite = prepareSite('player', { headers: { 'content-security-policy': POLICY } })

/** Opens a production build under a strict policy, with a task in every state. */
async function openStrictPage(colorScheme: 'light' | 'dark') {
  const emulator = createVideoEmulator({ apiKey: false, duration: 3_000 })
  const ids = [
    emulator.addTask({}),
    emulator.addTask({ state: { status: 'queued' } }),
    emulator.addTask({ state: { status: 'in_progress', progress: 45 } }),
    emulator.addTask({ state: { status: 'completed' } }),
    emulator.addTask({ state: { status: 'completed', url: 'expired' } }),
    emulator.addTask({ state: { status: 'failed', error: { message: 'No', code: 'moderation' } } }),
  ].map(({ id }) => id)
  const { context, open } = await startSite((request) => emulator.fetch(request), { colorScheme })
  await context.addInitScript(() => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`)
    })
    Object.assign(window, { violations })
  })
  const page = await open(ids.map((id) => ['id', id]))
  for (const status of ['queued', 'in_progress', 'completed', 'expired', 'failed']) {
    await page.locator(`article[data-status=${status}]`).first().waitFor()
  }
  await page.locator('.video-task[data-status=completed]').waitFor()
  await page.waitForFunction(() => [...document.querySelectorAll('video')].some((v) => v.readyState >= 2))
  return page
}

it.each(['light', 'dark'] as const)(
  'violates no strict Content-Security-Policy in any state, and has the %s colours in a production build',
  async (colorScheme) => {
    const page = await openStrictPage(colorScheme)
    expect(await page.evaluate(() => ('violations' in window ? window.violations : undefined))).toEqual([])
    const lightness = await page.evaluate(() => {
      const card = document.querySelector('article[data-status=queued] > .video-task-well')
      const canvas = document.createElement('canvas').getContext('2d')
      if (!card || !canvas) throw new Error('The page has no card.')
      canvas.fillStyle = getComputedStyle(card).backgroundColor
      canvas.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
      return alpha === 255 ? (red + green + blue) / 3 : 'transparent'
    })
    if (colorScheme === 'light') expect(lightness).toBeGreaterThan(230)
    else expect(lightness).toBeLessThan(60)
  },
)
