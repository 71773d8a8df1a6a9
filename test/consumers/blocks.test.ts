import { createRequire } from 'node:module'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { buildItem, readRegistry, writeRegistry } from '../../scripts/registry.js'
import { playVideo } from '../examples/support/appChecks.js'
import { type RunningApi, startApi, startApp } from '../examples/support/apps.js'
import { openPage } from '../support/openPage.js'
import { serve } from '../support/serve.js'
import { prepareConsumer } from './support/consumer.js'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What a new app with shadcn has, in its folder for sources. */
const prepareApp = (name: 'vite' | 'next', sources: string) =>
  prepareConsumer({
    from: {
      [`test/consumers/shadcn/${name}`]: '.',
      'test/consumers/shadcn/shared': sources,
      'registry/lib/utils.ts': `${sources}/lib/utils.ts`,
    },
    packages: ['@tanstack/react-query'],
  })

/** Adds an item by the two commands of the docs, then builds the app. */
function addItem(app: ReturnType<typeof prepareConsumer>, item: string) {
  const requested: string[] = []
  beforeAll(async () => {
    const { items } = readRegistry()
    const origin = await serve(
      (request) => {
        const { pathname } = new URL(request.url)
        requested.push(pathname)
        const found = items.find(({ name }) => pathname === `/r/${name}.json`)
        return found ? Response.json(buildItem(found)) : new Response(null, { status: 404 })
      },
      (stop) => afterAll(stop),
    )
    // shadcn's own registry, of which the items need nothing.
    const env = { REGISTRY_URL: `${origin}/shadcn` }
    await app.run('npx', ['shadcn', 'registry', 'add', `@react-video-task=${origin}/r/{name}.json`], env)
    await app.run('npx', ['shadcn', 'add', '--yes', `@react-video-task/${item}`], env)
    await app.run('npm', ['run', 'build'])
  }, 600_000)
  return requested
}

/** Creates a video on the studio page, plays it, and checks the page with axe before and after. */
async function expectStudioWorks(address: string, { emulator }: RunningApi): Promise<void> {
  const page = await openPage('about:blank')
  const errors: string[] = []
  // Such as React's of HTML from the server that differs.
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(address)
  await page.getByText('Videos that you create appear here.').waitFor()
  await expectAccessible(page)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a fox in the snow')
  await page.getByRole('button', { name: 'Create video' }).click()
  const card = page.getByRole('article')
  await card.getByRole('heading', { name: 'a fox in the snow' }).waitFor()
  await expectAccessible(page)
  await card.locator('video').waitFor()
  await playVideo(card)
  await card.getByRole('link', { name: 'Download' }).waitFor()
  await expectAccessible(page)
  expect(emulator.requests.filter(({ route }) => route === 'create')).toHaveLength(1)

  await page.getByRole('button', { name: 'Remove a fox in the snow' }).click()
  await card.waitFor({ state: 'detached' })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await card.waitFor()
  await page.reload()
  await card.locator('video').waitFor()
  expect(errors).toEqual([])
}

async function expectAccessible(page: Page): Promise<void> {
  await page.addScriptTag({ path: axe })
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

describe('the blocks in a new app of Vite and Tailwind', () => {
  const app = prepareApp('vite', 'src')
  const requested = addItem(app, 'video-studio-vite')

  it('npx shadcn build makes the same items as npm run registry:build', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'registry-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeRegistry(join(folder, 'ours'))
    await app.run('npx', ['shadcn', 'build', '--cwd', repository, '--output', join(folder, 'theirs')])
    const readAll = (name: string) =>
      Object.fromEntries(
        readdirSync(join(folder, name)).map((file) => [
          file,
          JSON.parse(readFileSync(join(folder, name, file), 'utf8')),
        ]),
      )
    expect(readAll('ours')).toEqual(readAll('theirs'))
  })

  it('npx shadcn add writes each block with its dependencies, and needs nothing from the registry of shadcn', () => {
    const { items } = readRegistry()
    const components = items.flatMap(({ files }) =>
      files.flatMap(({ path }) => (path.startsWith('registry/components/') ? path.slice(20) : [])),
    )
    expect(readdirSync(join(app.folder, 'src/components')).sort()).toEqual(components.sort())
    expect(requested.filter((path) => !path.startsWith('/r/'))).toEqual([])
    const env = readFileSync(join(app.folder, '.env.local'), 'utf8')
    expect(env).toContain('COMETAPI_KEY=sk-emulator')
  })

  it('the studio creates and plays a video in Chromium', async () => {
    const api = await startApi()
    const args = ['node_modules/vite/bin/vite.js', 'preview', '--host', '127.0.0.1', '--port', '0']
    const { origin } = await startApp(app.folder, { args, env: api.env })
    await expectStudioWorks(origin, api)
  })
})

describe('the blocks in a new app of Next.js and Tailwind', () => {
  const app = prepareApp('next', '.')
  addItem(app, 'video-studio-next')
  const start = (env: Record<string, string>) =>
    startApp(app.folder, {
      args: ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', '0'],
      env: { NEXT_TELEMETRY_DISABLED: '1', ...env },
    })

  it('the route refuses every create in production until the app checks its session', async () => {
    const api = await startApi()
    const { origin } = await start(api.env)
    const body = JSON.stringify({ model: 'wan2.6', prompt: 'a fox in the snow' })
    const headers = { 'content-type': 'application/json' }
    const { status } = await fetch(`${origin}/api/v1/videos`, { method: 'POST', headers, body })
    expect(status).toBe(401)
    expect(api.emulator.requests).toEqual([])
  })

  it('the studio creates and plays a video in Chromium once the app checks its session', async () => {
    const route = join(app.folder, 'app/api/v1/videos/[[...path]]/route.ts')
    const code = readFileSync(route, 'utf8')
    const checked = code.replace(/authorize: .*,\n/, "authorize: () => ({ id: 'user' }),\n")
    expect(checked).not.toBe(code)
    writeFileSync(route, checked)
    await app.run('npm', ['run', 'build'])
    const api = await startApi()
    const { origin } = await start(api.env)
    await expectStudioWorks(`${origin}/studio`, api)
  })
})
