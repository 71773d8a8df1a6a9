import { createServer } from 'node:net'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { videoModels } from 'react-video-task'
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
  await page.getByRole('button', { name: 'Create video' }).click()
}

/** Chooses among the developer's switches. */
async function choose(page: Page, label: string, option: string) {
  await page.getByRole('button', { name: 'Developer' }).click()
  await page.getByLabel(label).selectOption(option)
  await page.keyboard.press('Escape')
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

it('shows a rejected create and a failed video, puts its prompt into the form, and retries it', async () => {
  const page = await openPage(sharedAddress)
  await choose(page, 'Next video', 'Rejected create')
  await create(page, 'a fox in the snow')
  await page.getByText('The video service does not accept this value.').waitFor()
  await choose(page, 'Next video', 'Moderation failure')
  await create(page, 'a fox in the snow')
  await untilStatus(page, 'a fox in the snow', 'failed')
  const prompt = page.getByRole('textbox', { name: 'Prompt' })
  await prompt.fill('something else')
  await page.getByRole('button', { name: 'Edit prompt' }).click()
  await expect.poll(() => prompt.inputValue()).toBe('a fox in the snow')
  expect(await prompt.evaluate((element) => element.matches(':focus'))).toBe(true)
  await choose(page, 'Next video', 'Succeeds')
  await page.getByRole('button', { name: 'Try again' }).click()
  await untilStatus(page, 'a fox in the snow', 'completed')
  expect(await card(page, 'a fox in the snow').count()).toBe(2)
  expect(await page.content()).not.toContain('[fail]')
})

it('offers every model with its own lengths and sizes, and creates one video on a double click', async () => {
  const page = await openPage(sharedAddress)
  const options = async (label: string) => {
    const labels = await page.getByLabel(label).locator('option').allTextContents()
    return labels.map((each) => each.replace(/[\u2066-\u2069]/g, ''))
  }
  expect(await options('Model')).toEqual(Object.keys(videoModels))
  expect(await options('Length')).toEqual(['5s', '10s', '15s'])
  await page.getByLabel('Length').selectOption('10')
  await page.getByLabel('Model').selectOption('wan2.7')
  expect(await options('Length')).toHaveLength(14)
  expect(await options('Frame size')).toHaveLength(5)
  expect(await page.getByLabel('Length').inputValue()).toBe('10')
  expect(await page.getByLabel('Frame size').inputValue()).toBe('1920x1080')

  await page.getByLabel('Prompt').fill('twice')
  await page.getByRole('button', { name: 'Create video' }).dblclick()
  await untilStatus(page, 'twice', 'queued')
  expect(await card(page, 'twice').count()).toBe(1)
})

it('makes a video with a model of each family', async () => {
  const page = await openPage(sharedAddress)
  const models = new Map(Object.entries(videoModels).map(([model, { family }]) => [family, model]))
  for (const model of models.values()) {
    await page.getByLabel('Model').selectOption(model)
    await create(page, `By ${model}.`)
    await untilStatus(page, `By ${model}.`, 'queued')
  }
  for (const model of models.values()) await untilStatus(page, `By ${model}.`, 'completed')
})

it('takes pictures of a phone for the model that documents them, in order', async () => {
  const page = await openPage(sharedAddress)
  await page.getByLabel('Model').selectOption('veo3-fast')
  // JPEG, by its first bytes, of a size that text never has.
  const photo = (name: string) => ({
    name,
    mimeType: 'image/jpeg',
    buffer: Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(3_000_000), Buffer.from(name)]),
  })
  await page.locator('input[type=file]').setInputFiles([photo('first.jpg'), photo('last.jpg')])
  await page.getByRole('img', { name: 'last.jpg' }).waitFor({ state: 'attached' })
  await create(page, 'between two photos')
  await untilStatus(page, 'between two photos', 'queued')
})

it('changes language, colours, direction and the duration of the next video, and keeps them through a reload', async () => {
  const page = await openPage(sharedAddress)
  const taken = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok())
  await choose(page, 'It takes', '5 min')
  await taken
  await choose(page, 'Language', '中文')
  await choose(page, 'Colours', 'Dark')
  await choose(page, 'Direction', 'Right to left')
  await page.reload()
  await page.getByRole('button', { name: '生成视频' }).waitFor()
  const { dir, style } = await page.evaluate(() => {
    const { dir, style } = document.documentElement
    return { dir, style: style.colorScheme }
  })
  expect([dir, style]).toEqual(['rtl', 'dark'])
  await page.getByRole('button', { name: 'Developer' }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('button', { name: 'Create video' }).waitFor()
})

it('opens the devtools from the switches, which explain the polls, and keeps them open through a reload', async () => {
  const page = await openPage(sharedAddress)
  const developer = page.getByRole('button', { name: 'Developer' })
  const panel = page.getByRole('region', { name: 'Video task devtools' })
  await create(page, 'a fox in the snow')
  await untilStatus(page, 'a fox in the snow', 'queued')
  expect(await panel.count()).toBe(0)
  await developer.click()
  await page.getByRole('button', { name: 'Open devtools' }).click()
  await page.getByLabel('Next video').waitFor({ state: 'hidden' })
  await panel.getByText('Due after 2 s: the app has set the interval').first().waitFor()
  await page.reload()
  await panel.getByText('1 task', { exact: true }).waitFor()
  await panel.getByRole('button', { name: 'stuck' }).click()
  await panel.getByText('2 tasks', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  expect(await developer.evaluate((element) => element === document.activeElement)).toBe(true)
})

it.each([
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
])('has the composer and the first video above the fold at $width x $height', async (viewport) => {
  const page = await openPage(sharedAddress, { viewport, hasTouch: true })
  await create(page, 'a fox in the snow')
  await untilStatus(page, 'a fox in the snow', 'queued')
  const box = await card(page, 'a fox in the snow').boundingBox()
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height)
})

it.each(['light', 'dark'] as const)(
  'shows the create button at 4.5:1 under the pointer, %s',
  async (colorScheme) => {
    const page = await openPage(sharedAddress, { colorScheme })
    const button = page.getByRole('button', { name: 'Create video' })
    await button.hover()
    const contrast = await button.evaluate((element) => {
      const { color, backgroundColor } = getComputedStyle(element)
      const luminance = (css: string) => {
        const context = new OffscreenCanvas(1, 1).getContext('2d')
        if (!context) throw new Error('no 2d context')
        context.fillStyle = css
        context.fillRect(0, 0, 1, 1)
        const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((byte) =>
          byte <= 10 ? byte / 3294 : ((byte / 255 + 0.055) / 1.055) ** 2.4,
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
      }
      const ratio = luminance(color) / luminance(backgroundColor)
      return Math.max(ratio, 1 / ratio)
    })
    expect(contrast).toBeGreaterThanOrEqual(4.5)
  },
)

it('scrolls nothing sideways at 320 px, and opens and closes the switches by keyboard', async () => {
  const page = await openPage(sharedAddress, { viewport: { width: 320, height: 640 } })
  for (const model of Object.keys(videoModels)) {
    await page.getByLabel('Model').selectOption(model)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  }
  const button = page.getByRole('button', { name: 'Developer' })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Next video').waitFor()
  await page.keyboard.press('Tab')
  expect(await page.getByLabel('Next video').evaluate((element) => element === document.activeElement)).toBe(
    true,
  )
  await page.keyboard.press('Escape')
  await page.getByLabel('Next video').waitFor({ state: 'hidden' })
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
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
