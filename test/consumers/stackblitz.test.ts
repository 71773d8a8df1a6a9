import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startApp } from '../examples/support/apps.js'
import { playVideo } from '../examples/support/appChecks.js'
import { openPage } from '../support/openPage.js'
import { prepareConsumer } from './support/consumer.js'

const APPS = [
  { name: 'hook', args: ['--host', '127.0.0.1', '--port', '0'], program: 'vite/bin/vite.js' },
  { name: 'studio', args: ['--host', '127.0.0.1', '--port', '0'], program: 'vite/bin/vite.js' },
  { name: 'next', args: ['dev', '-H', '127.0.0.1', '-p', '0'], program: 'next/dist/bin/next' },
]

// StackBlitz opens the folder alone, installs it and runs its start command.
describe.each(APPS)('examples/stackblitz-$name', ({ name, args, program }) => {
  const project = prepareConsumer({ from: { [`examples/stackblitz-${name}`]: '.' } })

  it(`makes and plays a video in a folder of its own: ${name}`, async () => {
    const bin = join(project.folder, 'node_modules', program)
    const env = { NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }
    const { origin } = await startApp(project.folder, { args: [bin, ...args], env })
    const page = await openPage(origin)
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.getByLabel('Prompt').fill('A fox in the snow')
    await page.getByRole('button', { name: /^(Create|Create video)$/ }).click()
    await page
      .getByText(/queued|In line/)
      .first()
      .waitFor()
    await page.locator('video').waitFor({ state: 'attached', timeout: 60_000 })
    await playVideo(page)
    expect(errors).toEqual([])
  })
})
