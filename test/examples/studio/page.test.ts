import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { openPage } from '../../support/openPage.js'
import { playVideo } from '../support/appChecks.js'
import { type RunningStudio, startStudio } from '../support/studio.js'

const PICTURE = fileURLToPath(new URL('../../../docs/cards-light.png', import.meta.url))

/** Several browsers, each with a sign-in that hashes a password, and a process of its own. */
const SLOW = { timeout: 180_000 }

const cards = (page: Page) => page.getByRole('article')
const titles = (page: Page) => cards(page).getByRole('heading').allTextContents()
const submit = (page: Page) => page.getByRole('button', { name: 'Create video' }).click()

async function create(page: Page, prompt: string) {
  await page.getByLabel('Prompt').fill(prompt)
  await submit(page)
  await cards(page).filter({ hasText: prompt }).first().waitFor()
}

const completed = (page: Page, count = 1) =>
  page
    .locator('article[data-status=completed]')
    .nth(count - 1)
    .waitFor({ timeout: 60_000 })

async function choose(page: Page, title: string, action: string) {
  const card = cards(page).filter({ hasText: title }).first()
  await card.locator('[aria-haspopup=menu]').click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}

const createdPrompts = ({ api }: RunningStudio) =>
  api.emulator.requests.filter(({ route }) => route === 'create').map(({ params }) => params?.['prompt'])

it(
  'shows each user its own videos, the same in a second browser, in order and with titles',
  SLOW,
  async () => {
    const studio = await startStudio()
    const ann = await studio.open('ann')
    await create(ann, 'A fox in the snow')
    await create(ann, 'A lake at dawn')
    await completed(ann, 2)

    const ben = await studio.open('ben')
    await create(ben, 'A hill')
    expect(await titles(ben)).toEqual(['A hill'])

    const phone = await studio.open('ann', false)
    await cards(phone).nth(1).waitFor()
    expect(await titles(phone)).toEqual(['A lake at dawn', 'A fox in the snow'])
    await completed(phone, 2)
    await playVideo(cards(phone).first())
  },
)

it(
  'makes a video again, edits its prompt and deletes one with undo, from a second browser',
  SLOW,
  async () => {
    const studio = await startStudio()
    const first = await studio.open('ann')
    await first.getByLabel('Length').selectOption('10')
    await create(first, 'A fox in the snow')
    await completed(first)

    const second = await studio.open('ann', false)
    await completed(second)
    await choose(second, 'A fox in the snow', 'Make again')
    await cards(second).nth(1).waitFor()
    await completed(second, 2)
    await choose(second, 'A fox in the snow', 'Edit prompt')
    expect(await second.getByLabel('Prompt').inputValue()).toBe('A fox in the snow')
    expect(await second.getByLabel('Length').inputValue()).toBe('10')
    await create(second, 'A fox at night')
    expect(createdPrompts(studio)).toEqual(['A fox in the snow', 'A fox in the snow', 'A fox at night'])
    expect(studio.api.emulator.tasks.map(({ seconds }) => String(seconds))).toEqual(['10', '10', '10'])

    await completed(second, 3)
    await choose(second, 'A fox at night', 'Delete')
    await second.getByRole('button', { name: 'Undo' }).click()
    await choose(second, 'A fox at night', 'Delete')
    await expect.poll(() => titles(second), { timeout: 20_000 }).toHaveLength(2)
    await first.reload()
    await expect
      .poll(() => titles(first), { timeout: 20_000 })
      .toEqual(['A fox in the snow', 'A fox in the snow'])
  },
)

it('sends pictures with a create, and shows its list price before', SLOW, async () => {
  const studio = await startStudio()
  const page = await studio.open('ann')
  await page.getByText('List price: $0.40').waitFor()
  await page.getByLabel('Length').selectOption('15')
  await page.getByText('List price: $1.20').waitFor()
  await page.getByLabel('Model').selectOption('sora-2')
  await page.getByText('List price: $0.16').waitFor()
  await page.getByLabel('Length').selectOption('8')
  expect(createdPrompts(studio)).toEqual([])

  await page.locator('input[type=file]').setInputFiles(PICTURE)
  await create(page, 'The cards move')
  const [sent] = studio.api.emulator.requests
  expect(sent?.params).toMatchObject({ model: 'sora-2', prompt: 'The cards move' })
  await completed(page)
  await page.reload()
  await completed(page)
  expect(await titles(page)).toEqual(['The cards move'])
})

it('makes a public link with Open Graph tags, until it is revoked', SLOW, async () => {
  const studio = await startStudio()
  const page = await studio.open('ann')
  await create(page, 'A "fox" <in> the snow')
  await completed(page)
  await choose(page, 'fox', 'Share')
  const link = page.getByRole('link', { name: 'Public link' })
  await link.waitFor()
  const url = new URL((await link.getAttribute('href')) ?? '', studio.origin).href

  const html = await (await fetch(url)).text()
  expect(html).toContain('<meta property="og:title" content="A &quot;fox&quot; &lt;in&gt; the snow" />')
  const video = /property="og:video" content="([^"]+)"/.exec(html)?.[1] ?? ''
  const answer = await fetch(video, { headers: { range: 'bytes=0-99' } })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([206, 'video/mp4'])
  // The page plays it for everyone, under its own Content-Security-Policy.
  const visitor = await openPage(url)
  const play = (film: HTMLVideoElement) => film.play().then(() => film.videoWidth)
  expect(await visitor.locator('video').evaluate(play)).toBeGreaterThan(0)
  expect(await visitor.getByRole('heading').textContent()).toBe('A "fox" <in> the snow')
  // The link opens this film, and nothing else.
  const other = `share_${'A'.repeat(43)}`
  const paths = ['/api/v1/videos', '/api/v1/videos/video_other/content', `/api/v1/videos/${other}/content`]
  const statuses = paths.map(async (path) => (await fetch(`${studio.origin}${path}`)).status)
  expect(await Promise.all(statuses)).toEqual([401, 401, 404])

  await choose(page, 'fox', 'Stop sharing')
  await link.waitFor({ state: 'detached' })
  expect([(await fetch(url)).status, (await fetch(video)).status]).toEqual([404, 404])
})
