import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import type { AxeResults } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright'
import { createVideoEmulator, type TaskSeed, type VideoEmulatorOptions } from 'react-video-task/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildPage } from '../support/buildPage.js'
import { openPage } from '../support/openPage.js'
import { picture } from '../support/pictures.js'
import { serve } from '../support/serve.js'

const registry = fileURLToPath(new URL('../../registry/', import.meta.url))
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

let page: (request: Request) => Response
beforeAll(async () => {
  page = await buildPage(new URL('./blocks/', import.meta.url), {
    alias: [{ find: /^@\//, replacement: registry }],
    plugins: [tailwindcss()],
  })
}, 60_000)

interface OpenOptions extends VideoEmulatorOptions {
  /** A task to open the card of. @default the studio */
  task?: TaskSeed
  context?: BrowserContextOptions
}

/** Opens a page of blocks with the emulator in place of the proxy at `/api/v1`. */
async function open({ task, context, ...options }: OpenOptions = {}) {
  const emulator = createVideoEmulator({ apiKey: false, duration: 1_000, ...options })
  const origin = await serve((request) => {
    const url = new URL(request.url)
    if (!url.pathname.startsWith('/api/v1/'))
      return url.pathname.startsWith('/files/') ? emulator.handle(request) : page(request)
    url.pathname = url.pathname.replace('/api', '')
    return emulator.handle(new Request(url, request))
  })
  const opened = await openPage(`${origin}/${task ? `?task=${emulator.addTask(task).id}` : ''}`, context)
  return { emulator, page: opened }
}

async function create(page: Page, prompt: string, model = 'wan2.6') {
  await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt)
  await page.getByRole('combobox', { name: 'Model' }).selectOption(model)
  await page.getByRole('button', { name: 'Create video' }).click()
  const card = page.getByRole('article').filter({ has: page.getByRole('heading', { name: prompt }) })
  await card.waitFor()
  return card
}

const setDark = (page: Page, isDark: boolean) =>
  page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), isDark)

/** What axe finds in both colour schemes, and by how much the page scrolls sideways on a narrow screen. */
async function flawsOf(page: Page): Promise<unknown[]> {
  await page.addScriptTag({ path: axe })
  const flaws: unknown[] = []
  for (const isDark of [false, true]) {
    await setDark(page, isDark)
    // axe measures the colours of the moment.
    await page.evaluate(async () => {
      const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
      await Promise.allSettled(transitions.map(({ finished }) => finished))
    })
    const { violations } = await page.evaluate<AxeResults>('axe.run()')
    flaws.push(...violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))
  }
  const size = page.viewportSize() ?? { width: 1280, height: 720 }
  await page.setViewportSize({ width: 320, height: 700 })
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  await page.setViewportSize(size)
  return excess > 0 ? [...flaws, `scrolls ${excess} px sideways at 320 px`] : flaws
}

describe('the studio of the blocks', () => {
  it('has no flaw that axe finds, empty, with a failed and a finished video, and after a refused create', async () => {
    const { page } = await open()
    await page.getByText('Videos that you create appear here.').waitFor()
    expect(await flawsOf(page)).toEqual([])
    const failed = await create(page, 'A prompt that fails [fail]')
    const finished = await create(page, 'A fox in the snow')
    await failed.getByRole('button', { name: 'Try again' }).waitFor()
    await finished.locator('video').waitFor()
    expect(await flawsOf(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Prompt' }).fill('A create that is refused [create-402]')
    await page.getByRole('button', { name: 'Create video' }).click()
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
    expect(await flawsOf(page)).toEqual([])
  })

  it('keeps the focus in the list when a video is removed, and brings it back with the next button', async () => {
    const { page } = await open()
    const card = await create(page, 'A fox in the snow')
    await card.getByRole('button', { name: 'Remove A fox in the snow' }).press('Enter')
    await card.waitFor({ state: 'detached' })
    expect(await page.locator(':focus').textContent()).toBe('Your videos')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Undo')
    await page.keyboard.press('Enter')
    await card.waitFor()
    await page.reload()
    await card.waitFor()
  })

  it('makes a failed video again, and puts its prompt and model into the form', async () => {
    const { page, emulator } = await open()
    const card = await create(page, 'A prompt that fails [fail]', 'sora-2')
    await page.getByRole('textbox', { name: 'Prompt' }).fill('Something else')
    await page.getByRole('combobox', { name: 'Model' }).selectOption('wan2.6')
    await card.getByRole('button', { name: 'Edit A prompt that fails [fail]' }).click()
    expect(await page.getByRole('textbox', { name: 'Prompt' }).inputValue()).toBe(
      'A prompt that fails [fail]',
    )
    expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('sora-2')

    const refusal = { error: { message: 'quota of org-1 exceeded', code: 'insufficient_quota' } }
    await page.route('**/api/v1/videos', (route) => route.fulfill({ status: 402, json: refusal }), {
      times: 1,
    })
    await card.getByRole('button', { name: 'Try again' }).click()
    const reason = page.getByRole('alert').filter({ hasText: /\S/ })
    await reason.waitFor()
    expect(await reason.textContent()).not.toContain('org-1')

    await card.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => emulator.tasks.length).toBe(2)
    await expect.poll(() => page.getByRole('article').count()).toBe(2)
  })

  it('takes pictures in order, refuses other files, and sends them with the create', async () => {
    const { page, emulator } = await open()
    await page.getByRole('combobox', { name: 'Model' }).selectOption('veo3-fast')
    const group = page.getByRole('group', { name: 'Reference pictures' })
    const files = [picture('first.png'), picture('second.png'), picture('notes.txt', { format: 'none' })]
    const payloads = files.map(async (file) => ({
      name: file.name,
      mimeType: file.type,
      buffer: Buffer.from(await file.arrayBuffer()),
    }))
    await group.locator('input').setInputFiles(await Promise.all(payloads))
    await expect.poll(() => group.getByRole('alert').textContent()).toBe('notes.txt is not a picture.')
    expect(await group.getByRole('status').textContent()).toBe('2 of 2')
    const names = () =>
      group.getByRole('img').evaluateAll((images) => images.map((image) => image.getAttribute('alt')))
    expect(await names()).toEqual(['first.png', 'second.png'])
    expect(await flawsOf(page)).toEqual([])
    await group.getByRole('button', { name: 'Move second.png earlier' }).click()
    expect(await names()).toEqual(['second.png', 'first.png'])
    await group.getByRole('button', { name: 'Remove first.png' }).click()
    expect(await names()).toEqual(['second.png'])
    expect(await page.locator(':focus').getAttribute('type')).toBe('file')
    await create(page, 'A fox in the snow', 'veo3-fast')
    const sent = emulator.requests.find(({ route }) => route === 'create')
    expect(sent?.params).toMatchObject({
      model: 'veo3-fast',
      input_reference: expect.stringContaining('second.png'),
    })
  })
})

describe('the card of the blocks', () => {
  it('shows the percentage in its bar, and in text', async () => {
    const { page } = await open({ task: { id: 'task_a', state: { status: 'in_progress', progress: 40 } } })
    const bar = page.getByRole('progressbar')
    await bar.getByText(/^4\d%$/).waitFor()
    const share = await bar.evaluate((element) => {
      const [track, fill] = ['track', 'fill'].map((part) =>
        element.querySelector(`.video-task-progress-${part}`),
      )
      return (fill?.getBoundingClientRect().width ?? 0) / (track?.getBoundingClientRect().width ?? 1)
    })
    expect(share).toBeGreaterThanOrEqual(0.4)
    expect(share).toBeLessThan(0.6)
    expect(await flawsOf(page)).toEqual([])
  })

  it('explains a refused poll, with a button that polls again', async () => {
    const { page } = await open({ task: { id: 'task_a', scenario: 'poll-401' } })
    await page.getByRole('button', { name: 'Check now' }).waitFor()
    expect(await flawsOf(page)).toEqual([])
  })
})
