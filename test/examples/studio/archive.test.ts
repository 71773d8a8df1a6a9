import { createVideoEmulator } from 'react-video-task/testing'
import { expect, it } from 'vitest'
import { serve } from '../../support/serve.js'
import { playVideo } from '../support/appChecks.js'
import { createVideo, listVideos, startStudio } from '../support/studio.js'

it('plays every kept film after the API is gone', { timeout: 180_000 }, async () => {
  const key = 'sk-of-the-archive'
  const emulator = createVideoEmulator({ apiKey: key, duration: 1_000, scenario: 'no-url' })
  let stop = async () => {}
  const api = await serve(emulator.handle, (end) => void (stop = end))
  const env = { COMETAPI_KEY: key, COMETAPI_BASE_URL: `${api}/v1` }
  const studio = await startStudio({ api: { emulator, key, env } })
  const page = await studio.open('ann')
  const ann = await studio.signUp('ann', false)
  const prompts = ['A fox', 'A lake', 'A hill']
  for (const prompt of prompts) expect((await createVideo(ann, prompt)).status).toBe(200)
  await page.reload()
  await page.locator('article[data-status=completed]').nth(2).waitFor({ timeout: 60_000 })
  // A kept film is served without a request to the API.
  const requestsOf = async (id: string) => {
    const before = emulator.requests.length
    await (await ann(`/api/v1/videos/${id}/content`)).arrayBuffer()
    return emulator.requests.length - before
  }
  const videos = await listVideos(ann)
  for (const { id } of videos) await expect.poll(() => requestsOf(id), { timeout: 60_000 }).toBe(0)
  await stop()

  const before = emulator.requests.length
  for (const { id } of videos) {
    const part = await ann(`/api/v1/videos/${id}/content`, { headers: { range: 'bytes=100-199' } })
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100])
  }
  const later = await studio.open('ann', false)
  await later.locator('article[data-status=completed]').nth(2).waitFor()
  for (const card of await later.getByRole('article').all()) await playVideo(card)
  expect(emulator.requests).toHaveLength(before)
})
