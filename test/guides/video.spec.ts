import { expect, type Page, test } from 'playwright/test'

async function create(page: Page, prompt: string) {
  await page.goto('/')
  await page.getByLabel('Prompt').fill(prompt)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
}

test('a video is made and plays, although the API answers 503 twice', async ({ page }) => {
  await create(page, 'A fox in the snow [poll-503]')
  const video = page.locator('video')
  await expect(video).toBeVisible()
  const width = () => video.evaluate((element: HTMLVideoElement) => element.videoWidth)
  await expect.poll(width).toBeGreaterThan(0)
})

test('a moderated prompt says so, and offers another try', async ({ page }) => {
  await create(page, 'A fox in the snow [fail]')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('a refused create is told where it was asked for', async ({ page }) => {
  await create(page, 'A fox in the snow [refuse]')
  await expect(page.getByRole('alert')).toBeVisible()
})
