import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createVideoEmulator } from 'react-video-task/testing'
import { faces } from '../../scripts/faces.js'
import { openPage } from '../demo/support/openPage.js'
import { serve } from '../support/serve.js'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'"
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'react-video-task-'))
  // As an app is built for production, with the tool's own settings.
  await build({
    configFile: false,
    root: fileURLToPath(new URL('./player/', import.meta.url)),
    logLevel: 'error',
    plugins: [react()],
    resolve: { alias: faces },
    build: { outDir: folder, emptyOutDir: true },
  })
})
afterAll(() => rm(folder, { recursive: true }))

/** A production build under a strict policy, with a task in every state. */
async function openStrictPage(colorScheme: 'light' | 'dark') {
  const emulator = createVideoEmulator({ apiKey: false, duration: 3_000 })
  const ids = [
    emulator.addTask({}),
    emulator.addTask({ state: { status: 'queued' } }),
    emulator.addTask({ state: { status: 'in_progress', progress: 45 } }),
    emulator.addTask({ state: { status: 'completed' } }),
    emulator.addTask({ state: { status: 'completed', url: 'expired' } }),
    emulator.addTask({ state: { status: 'failed', error: { message: 'No', code: 'moderation' } } }),
  ].map(({ id }) => id)
  const origin = await serve(async (request) => {
    const { pathname } = new URL(request.url)
    if (/^\/(v1|files)\//.test(pathname)) return emulator.fetch(request)
    const path = pathname === '/' ? '/index.html' : pathname
    try {
      return new Response(await readFile(join(folder, path)), {
        headers: {
          'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': POLICY,
        },
      })
    } catch {
      return new Response('', { status: 404 })
    }
  })
  const page = await openPage('about:blank', { colorScheme })
  await page.addInitScript(() => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`)
    })
    Object.assign(window, { violations })
  })
  await page.goto(`${origin}/?${new URLSearchParams(ids.map((id) => ['id', id]))}`)
  for (const status of ['queued', 'in_progress', 'completed', 'expired', 'failed']) {
    await page.locator(`article[data-status=${status}]`).first().waitFor()
  }
  await page.locator('.video-task[data-status=completed]').waitFor()
  await page.waitForFunction(() => [...document.querySelectorAll('video')].some((v) => v.readyState >= 2))
  return page
}

it.each(['light', 'dark'] as const)(
  'violates no strict policy in any state, and has its %s colours in a production build',
  async (colorScheme) => {
    const page = await openStrictPage(colorScheme)
    expect(await page.evaluate(() => ('violations' in window ? window.violations : undefined))).toEqual([])
    const lightness = await page.evaluate(() => {
      const card = document.querySelector('.video-task-card')
      const canvas = document.createElement('canvas').getContext('2d')
      if (!card || !canvas) throw new Error('There is no card to look at.')
      canvas.fillStyle = getComputedStyle(card).backgroundColor
      canvas.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
      return alpha === 255 ? (red + green + blue) / 3 : 'transparent'
    })
    if (colorScheme === 'light') expect(lightness).toBeGreaterThan(230)
    else expect(lightness).toBeLessThan(40)
  },
)
