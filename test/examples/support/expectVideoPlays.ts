import { expect } from 'vitest'
import { openPage } from '../../demo/support/openPage.js'
import { playVideo } from './playVideo.js'
import type { startApi } from './startApi.js'
import type { RunningApp } from './startApp.js'

/** Makes a video on the page of the examples in Chromium, watches it to its end, plays it, and looks at what was sent. */
export async function expectVideoPlays(
  { origin, output }: RunningApp,
  { emulator, key }: Awaited<ReturnType<typeof startApi>>,
): Promise<void> {
  const page = await openPage('about:blank')
  const contents: { url: string; status: number; range: string | undefined }[] = []
  page.on('response', (response) => {
    if (!response.url().endsWith('/content')) return
    const { range } = response.request().headers()
    contents.push({ url: response.url(), status: response.status(), range })
  })
  await page.goto(origin)
  await page.getByLabel('Prompt').fill('a fox in the snow')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.locator('[data-status=completed] video').waitFor()
  await playVideo(page)

  expect(emulator.requests.filter(({ route }) => route === 'create')).toHaveLength(1)
  const [task] = emulator.tasks
  expect(contents.length).toBeGreaterThan(0)
  for (const { url, status, range } of contents) {
    expect(url.startsWith(`${origin}/api/v1/videos/`)).toBe(true)
    // Signed: the page never learns the API's own id.
    expect(url).not.toContain(`/${task?.id}/`)
    expect(range).toMatch(/^bytes=/)
    expect(status).toBe(206)
  }
  const url = contents[0]?.url ?? ''
  const part = await fetch(url, { headers: { range: 'bytes=100-199' } })
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100])
  const foreign = await fetch(`${origin}/api/v1/videos/${task?.id}`)
  expect(foreign.status).toBe(404)
  expect(await foreign.json()).toHaveProperty('error.code')
  expect(output()).not.toContain(key)
}
