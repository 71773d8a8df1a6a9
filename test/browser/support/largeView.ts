import type { Page } from 'playwright'
import { expect } from 'vitest'

/** The large view of a list. */
export const dialog = (page: Page) => page.getByRole('dialog')

/** Waits for the element to go: a closed dialog has no role, and the focus returns when it goes. */
export const untilClosed = (page: Page) => page.locator('dialog').waitFor({ state: 'detached' })

// Announcements have a region of their own in an open dialog.
const caption = (page: Page) => dialog(page).locator('p[role=status]').innerText()

/** Waits for the title and the position of the shown video. */
export const untilCaption = (page: Page, text: string) =>
  expect.poll(async () => (await caption(page)).replace(/\s+/g, ' '), { timeout: 5_000 }).toBe(text)
