// Measures every story once its own test has passed: contrast in each colour scheme, with more contrast and with forced
// colours, and reflow on a narrow page and with doubled text.
import axe from 'axe-core'
import { afterEach, expect } from 'vitest'
import { cdp, page } from 'vitest/browser'
import { barContrasts, type Contrast, pressedContrasts, textContrasts } from './contrast.js'
import { cutTexts, doubleTexts, sidewaysScroll } from './reflow.js'

/** Settings of a person's browser, and the least contrast of texts under them. */
const SETTINGS: [minTextContrast: number, features: Record<string, string>][] = ['light', 'dark'].flatMap(
  (scheme): typeof SETTINGS => [
    [4.5, { 'prefers-color-scheme': scheme }],
    [7, { 'prefers-color-scheme': scheme, 'prefers-contrast': 'more' }],
    [4.5, { 'prefers-color-scheme': scheme, 'forced-colors': 'active' }],
  ],
)
/** Of a bar against its track, and of a pressed button against the page: WCAG 2, 1.4.11. */
const MIN_STATE_CONTRAST = 3

const emulate = (features: Record<string, string>) =>
  cdp().send('Emulation.setEmulatedMedia', {
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  })

const tooLow = (contrasts: Contrast[], limit: number, settings: object) =>
  contrasts
    .filter(({ ratio }) => ratio < limit)
    .map(({ of, ratio }) => `${ratio.toFixed(2)} of ${limit}: ${of}, ${JSON.stringify(settings)}`)

afterEach(async ({ task }) => {
  const root = document.querySelector('#storybook-root, .stage')?.ownerDocument.body
  if (task.result?.state === 'fail' || !root?.querySelector('[class*=video-task]')) return
  const flaws: string[] = []
  try {
    for (const [minTextContrast, features] of SETTINGS) {
      await emulate(features)
      flaws.push(...tooLow(textContrasts(root), minTextContrast, features))
      flaws.push(...tooLow(barContrasts(root), MIN_STATE_CONTRAST, features))
      // With the colours of the page, the border has another one as well.
      if (Object.keys(features).length > 1)
        flaws.push(...tooLow(pressedContrasts(root), MIN_STATE_CONTRAST, features))
    }
    // The addon has checked the rest of a light page.
    await emulate({ 'prefers-color-scheme': 'dark' })
    const { violations } = await axe.run(root, { runOnly: ['color-contrast'] })
    flaws.push(
      ...violations.flatMap(({ nodes }) =>
        nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
      ),
    )
  } finally {
    await emulate({})
  }
  const { innerWidth: width, innerHeight: height } = window
  try {
    await page.viewport(320, 700)
    if (sidewaysScroll() > 0) flaws.push(`scrolls ${sidewaysScroll()} px sideways at 320 px`)
    flaws.push(...cutTexts(root).map((text) => `cuts ${text} at 320 px`))
    await page.viewport(640, 700)
    const undo = doubleTexts(root)
    if (sidewaysScroll() > 0) flaws.push(`scrolls ${sidewaysScroll()} px sideways with text of 200 %`)
    flaws.push(...cutTexts(root).map((text) => `cuts ${text} with text of 200 %`))
    undo()
  } finally {
    await page.viewport(width, height)
  }
  expect(flaws).toEqual([])
})
