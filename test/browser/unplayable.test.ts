import { expect, it } from 'vitest'
import { findChromium } from '../../scripts/browsers.js'
import { serve } from '../support/serve.js'
import { preparePlayerSite } from './support/playerSite.js'

const startPlayer = preparePlayerSite(findChromium)

type Answer = (request: Request) => Response | Promise<Response>

/** Opens a card whose video's URLs all answer as the test says; waits for its state, and counts the probes. */
async function openBroken(answer: Answer, status = 'expired', expiry?: number) {
  const { emulator, intercept, requests, open } = await startPlayer()
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  let probes = 0
  intercept(async (request) => {
    if (request.url.endsWith(`/videos/${id}`) && expiry !== undefined)
      return Response.json({ ...(await (await emulator.fetch(request)).json()), expires_at: expiry })
    if (!/\/files\/|\/content$/.test(request.url)) return undefined
    if (request.headers.get('range') === 'bytes=0-63') probes += 1
    return answer(request)
  })
  const page = await open(id)
  const card = page.locator(`article[data-status=${status}]`)
  await card.waitFor({ timeout: 20_000 })
  const said = await card.locator('.video-task-error p').first().innerText()
  const before = requests.length
  await page.waitForTimeout(1_500)
  expect(requests.length).toBe(before)
  return {
    said,
    probes,
    facts: await card.locator('.video-task-facts').innerText(),
    refresh: await page.getByRole('button', { name: 'Refresh link' }).count(),
    download: await page.getByRole('link', { name: 'Download' }).count(),
  }
}

const asVideo = (bytes: BodyInit, init: ResponseInit = {}) =>
  new Response(bytes, { headers: { 'content-type': 'video/mp4' }, ...init })

const GONE = { said: 'The link to this video ran out.', facts: 'Link expired', refresh: 1, download: 0 }
const UNKNOWN = { said: 'The video does not load.', facts: 'Not loading', refresh: 1, download: 0 }
const UNPLAYABLE = { said: 'This browser cannot play the video.', refresh: 0, download: 1 }

it.each([401, 403, 404, 410])('calls a link expired that answers with %i', async (status) => {
  expect(await openBroken(() => new Response('<Error/>', { status }))).toMatchObject({ ...GONE, probes: 1 })
})

it('calls a file that is no video unplayable', async () => {
  const noise = Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7_919) % 251)
  expect(await openBroken(() => asVideo(noise), 'unplayable')).toMatchObject({ ...UNPLAYABLE, probes: 1 })
})

it.each([
  ['its pictures', ['avc1']],
  ['pictures and sound', ['avc1', 'mp4a']],
])('calls a video unplayable of which the browser cannot decode %s', async (_, codecs) => {
  const { emulator } = await startPlayer()
  const { id } = emulator.addTask({ state: { status: 'completed' } })
  const clip = await emulator.fetch(new Request(`http://emulator/v1/videos/${id}/content`))
  const bytes = Buffer.from(await clip.arrayBuffer())
  for (const codec of codecs)
    for (let at = bytes.indexOf(codec); at >= 0; at = bytes.indexOf(codec, at)) bytes.write('none', at)
  expect(await openBroken(() => asVideo(bytes), 'unplayable')).toMatchObject({ ...UNPLAYABLE, probes: 0 })
})

it.each([
  ['an error as a page', () => asVideo('<!doctype html><p>Your link is not valid.</p>')],
  ['an outage', () => new Response('', { status: 503 })],
  ['no bytes', () => asVideo('')],
])('says only that the video does not load after %s', async (_, answer) => {
  expect(await openBroken(answer)).toMatchObject({ ...UNKNOWN, probes: 1 })
})

it.each([
  ['says only that the video does not load', undefined, UNKNOWN],
  ['calls a link expired whose time is over', 1_700_000_000, GONE],
])('%s, where another origin does not let the page read it', async (_, expiry, seen) => {
  const other = await serve(() => new Response('', { status: 403 }))
  const result = await openBroken(() => Response.redirect(`${other}/video.mp4`), 'expired', expiry)
  expect(result).toMatchObject({ ...seen, probes: 1 })
})
