import { expect, type Page, test } from 'playwright/test'

async function create(page: Page, prompt: string) {
  await page.goto('/')
  await page.getByLabel('Prompt').fill(prompt)
  await page.getByRole('button', { name: 'Create video' }).click()
}

test('plays a created video although the API returns 503 twice', async ({ page }) => {
  await create(page, 'A fox in the snow [poll-503]')
  const video = page.locator('video')
  await expect(video).toBeVisible()
  const width = () => video.evaluate((element: HTMLVideoElement) => element.videoWidth)
  await expect.poll(width).toBeGreaterThan(0)
})

test('offers a retry for a failed video', async ({ page }) => {
  await create(page, 'A fox in the snow [fail]')
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('reports a refused create next to the form', async ({ page }) => {
  await create(page, 'A fox in the snow [refuse]')
  await expect(page.getByRole('alert')).toBeVisible()
})
