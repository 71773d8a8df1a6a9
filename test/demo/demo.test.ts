import { createServer } from 'node:net'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { serve } from '../support/serve.js'
import { openPage } from '../support/openPage.js'
import { addressOf, startDemo } from './support/startDemo.js'

/** URL of a demo with videos of 6 s, shared by the tests that need no demo of their own. */
let sharedAddress: string
let endShared: () => Promise<void>
beforeAll(async () => {
  const shared = startDemo(['--port', '0', '--duration', '6'], {}, (stop) => (endShared = stop))
  sharedAddress = await addressOf(shared)
})
afterAll(() => endShared())

async function create(page: Page, prompt: string) {
  await page.getByLabel('Prompt').fill(prompt)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
}

const card = (page: Page, prompt: string) => page.getByRole('article').filter({ hasText: prompt })
const untilStatus = (page: Page, prompt: string, status: string) =>
  card(page, prompt)
    .and(page.locator(`[data-status=${status}]`))
    .waitFor()

async function play(page: Page, prompt: string) {
  const video = card(page, prompt).locator('video')
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true
    await element.play()
  })
  await page.waitForFunction(
    (element) => element instanceof HTMLVideoElement && element.currentTime > 0,
    await video.elementHandle(),
  )
}

it('creates a video, watches it through a reload, and plays it', async () => {
  const page = await openPage(sharedAddress)
  await create(page, 'a fox in the snow')
  await untilStatus(page, 'a fox in the snow', 'queued')
  await untilStatus(page, 'a fox in the snow', 'in_progress')
  await page.reload()
  await untilStatus(page, 'a fox in the snow', 'completed')
  await play(page, 'a fox in the snow')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toBe('a fox in the snow.mp4')
})

it('shows a rejected create and a failed video, and retries the failed one', async () => {
  const page = await openPage(sharedAddress)
  await page.getByRole('button', { name: 'Rejected request' }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('button', { name: 'Moderation failure' }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await untilStatus(page, 'Moderation failure', 'failed')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => card(page, 'Moderation failure').count()).toBe(2)
})

it('offers only the lengths and sizes of the model, and creates one video on a double click', async () => {
  const page = await openPage(sharedAddress)
  const options = (label: string) => page.getByLabel(label).locator('option').allTextContents()
  expect(await options('Length')).toEqual(['5 s', '10 s', '15 s'])
  await page.getByLabel('Size').selectOption('1632x1248')
  await page.getByLabel('Model').selectOption('wan2.7')
  expect((await options('Length')).length).toBe(14)
  expect(await options('Size')).toHaveLength(5)
  expect(await page.getByLabel('Size').inputValue()).toBe('1920x1080')

  await page.getByLabel('Prompt').fill('twice')
  await page.getByRole('button', { name: 'Create', exact: true }).dblclick()
  await untilStatus(page, 'twice', 'queued')
  expect(await card(page, 'twice').count()).toBe(1)
})

it('uses the real API when a key is set, and leaks the key into no response, bundle or log', async () => {
  const key = 'sk-canary-4f1d9b7e2c'
  const emulator = createVideoEmulator({ apiKey: key, duration: 1_000 })
  let upstreamRequests = 0
  // An upstream that echoes the key in headers and bodies.
  const origin = await serve(async (request) => {
    upstreamRequests += 1
    const answer = await emulator.fetch(request)
    const headers = new Headers(answer.headers)
    headers.set('x-request-id', request.headers.get('authorization') ?? '')
    if (!answer.headers.get('content-type')?.includes('json'))
      return new Response(answer.body, { status: answer.status, headers })
    headers.delete('content-length')
    const body: unknown = await answer.json()
    return Response.json({ ...Object(body), echo: `Bearer ${key}` }, { status: answer.status, headers })
  })
  const demo = startDemo(['--port', '0'], { COMETAPI_KEY: key, COMETAPI_BASE_URL: `${origin}/v1` })
  const address = await addressOf(demo)
  const page = await openPage('about:blank')
  const seen: Promise<string>[] = []
  page.on('response', (response) => {
    if (!response.url().startsWith(address)) return
    const body = response.body().then(String, () => '')
    seen.push(
      Promise.all([response.url(), response.allHeaders().then(JSON.stringify), body]).then((parts) =>
        parts.join('\n'),
      ),
    )
  })
  await page.clock.install()
  await page.goto(address)
  await page.getByText('every video is billed').waitFor()
  await create(page, 'a fox in the snow')
  // The page polls the real API first after 10 s.
  const status = async () => {
    await page.clock.fastForward(4_000)
    return card(page, 'a fox in the snow').getAttribute('data-status')
  }
  await expect.poll(status, { interval: 1_000, timeout: 30_000 }).toBe('completed')
  await play(page, 'a fox in the snow')
  const answers = await Promise.all(seen)

  expect(upstreamRequests).toBeGreaterThan(1)
  expect(answers.some((answer) => answer.includes('a fox in the snow') || answer.includes('"status"'))).toBe(
    true,
  )
  expect(answers.length).toBeGreaterThan(20)
  expect(answers.filter((answer) => answer.includes(key)).map((answer) => answer.slice(0, 300))).toEqual([])
  expect(await page.content()).not.toContain(key)
  expect(demo.output()).not.toContain(key)
})

it('exits with the port that is in use and the option to change it', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => other.close(() => resolve())))
  const address = other.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const demo = startDemo(['--port', String(port)])
  expect(await demo.exit).toBe(1)
  expect(demo.output()).toContain(`Port ${port} is taken`)
  expect(demo.output()).toContain('--port')
  expect(demo.output()).not.toContain('    at ')
})

it.each([
  [['--port', 'soon'], "--port is 'soon'"],
  [['--duration', '-1'], '--duration'],
  [['--speed', '2'], '--speed'],
])('refuses %j and prints the usage', async (args, named) => {
  const demo = startDemo(args)
  expect(await demo.exit).toBe(2)
  expect(demo.output()).toContain(named)
  expect(demo.output()).toContain('Usage:')
})

it.each(['SIGINT', 'SIGTERM'] as const)('%s stops the demo and its servers', async (signal) => {
  const demo = startDemo(['--port', '0'])
  const address = await addressOf(demo)
  expect((await fetch(address)).ok).toBe(true)
  demo.process.kill(signal)
  await demo.exit
  await expect(fetch(address)).rejects.toThrow()
})
