import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createVideoEmulator, type VideoEmulator } from 'react-video-task/testing'
import { expect, it } from 'vitest'
import { playVideo } from '../examples/support/appChecks.js'
import { openPage } from '../support/openPage.js'
import { peerVersions, prepareConsumer } from './support/consumer.js'
import { previewPage } from './support/previewPage.js'

const react = peerVersions('react').newest
const app = prepareConsumer({
  from: {
    'test/consumers/compiler': '.',
    'test/consumers/vite/tsconfig.json': 'tsconfig.json',
    'examples/page/index.html': 'page/index.html',
  },
  packages: [
    '@tanstack/react-query',
    ...['react', 'react-dom', '@types/react', '@types/react-dom'].map((name) => `${name}@${react}`),
  ],
  isBuilt: true,
})

async function openStudio(emulator: VideoEmulator, search = '') {
  const origin = await previewPage(app.folder, emulator)
  const page = await openPage(`${origin}/${search}`)
  return { page, player: page.getByRole('figure', { name: 'Video' }) }
}

it('React Compiler compiles every component of an app that uses the hooks and the components', async () => {
  const compiled = [...app.built.matchAll(/^CompileSuccess (\w+)$/gm)].map(([, name]) => name)
  expect(compiled.sort()).toEqual(['Player', 'Studio', 'Summary', 'Video'])
  expect(app.built).not.toMatch(/CompileError|CompileSkip|PipelineError/)
  const folder = join(app.folder, 'page/dist/assets')
  const maps = (await readdir(folder)).filter((name) => name.endsWith('.js.map'))
  const bundled = await Promise.all(
    maps.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')).sources),
  )
  expect(bundled.flat().join('\n')).toMatch(/node_modules\/react\/.*compiler-runtime/)
})

it('the compiled app creates a video, shows its progress, and plays it in Chromium', async () => {
  const { page, player } = await openStudio(createVideoEmulator({ apiKey: false, duration: 3_000 }))
  await page.getByLabel('Quick prompt').fill('a fox in the snow')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByText('0 of 1 completed').waitFor()
  await player.getByText(/^[1-9]\d* %$/).waitFor()
  await page.getByText('1 of 1 completed').waitFor()
  await playVideo(player)

  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a second fox')
  await page.getByRole('button', { name: 'Create video' }).click()
  await page.getByText('2 of 2 completed').waitFor()
  await playVideo(player)
})

it('the compiled app replaces an expired address of a video, and plays it', async () => {
  const emulator = createVideoEmulator({ apiKey: false })
  const expired = 'https://127.0.0.1:9/files/gone.mp4?Expires=1700000000&Signature=old'
  const { id } = emulator.addTask({
    scenario: [
      { status: 'in_progress', progress: 50 },
      { status: 'completed', fields: { video_url: expired }, times: 1 },
      { status: 'completed' },
    ],
  })
  const { page, player } = await openStudio(emulator, `?id=${id}`)
  await page.getByText('1 of 1 completed').waitFor()
  await expect.poll(() => player.locator('video').getAttribute('src')).toContain(`/files/${id}.mp4`)
  await playVideo(player)
  expect(await player.locator('figcaption').textContent()).toBe('ready')
})
