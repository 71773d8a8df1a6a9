import { beforeAll, expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { buildPage } from '../support/buildPage.js'
import { openPage } from '../support/openPage.js'
import { serve } from '../support/serve.js'

let page: (request: Request) => Response
beforeAll(async () => {
  const define = { 'process.env.NODE_ENV': JSON.stringify('development') }
  page = await buildPage(new URL('./devtools/', import.meta.url), { define })
}, 60_000)

/** Opens an app with TanStack Devtools that watches a running task, and gives the panel of this package in them. */
async function openDevtools(settings: Record<string, string> = {}) {
  const emulator = createVideoEmulator({ apiKey: false, duration: 60_000 })
  const { id } = emulator.addTask({ state: { status: 'in_progress', progress: 30 } })
  const isApi = (request: Request) => new URL(request.url).pathname.startsWith('/v1/')
  const origin = await serve((request) => (isApi(request) ? emulator.fetch(request) : page(request)))
  const opened = await openPage(`${origin}/?${new URLSearchParams({ id, ...settings })}`)
  await opened.getByRole('button', { name: 'Open TanStack Devtools', exact: true }).click()
  return { emulator, id, page: opened, panel: opened.getByRole('region', { name: 'Video task devtools' }) }
}

it('the panel in TanStack Devtools explains the polls of a running task, and makes a task of a scenario', async () => {
  const { emulator, id, panel } = await openDevtools()
  const tasks = panel.getByRole('navigation', { name: 'Watched tasks' })
  await tasks.getByRole('button', { name: `${id} in_progress 30 %` }).waitFor()
  await panel.getByText(/^Next poll (in 1 s|now) because the app has set the interval$/).waitFor()
  await panel.getByText('Due after 1 s: the app has set the interval').first().waitFor()

  await panel.getByRole('button', { name: 'fail', exact: true }).click()
  const failed = tasks.getByRole('button').filter({ hasNotText: id })
  await failed.click()
  const created = emulator.requests.find(({ route }) => route === 'create')
  expect(created?.params).toMatchObject({ prompt: expect.stringContaining('[fail]') })
  const [, task] = emulator.tasks
  await panel.getByRole('heading', { name: task?.id }).waitFor()
})

it('the panel takes the theme of TanStack Devtools, and fills its pane beside another plugin', async () => {
  const { page, panel } = await openDevtools({ theme: 'dark', other: '' })
  await page.getByRole('button', { name: 'Video tasks' }).click()
  await panel.getByText('1 task', { exact: true }).waitFor()
  expect(await panel.evaluate((element) => getComputedStyle(element).colorScheme)).toBe('dark')
  const scrolls = await panel.evaluate((element) => element.scrollWidth > element.clientWidth)
  expect(scrolls).toBe(false)
})
