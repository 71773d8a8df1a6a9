// Takes the pictures of docs/recipes/shadcn.md: the studio of the blocks, in both colour schemes: `npm run
// take-screenshots:blocks`.
import { fileURLToPath } from 'node:url'
import { createRequestListener } from '@remix-run/node-fetch-server'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { createVideoEmulator } from 'react-video-task/testing'
import { createServer } from 'vite'
import { findChromium, launchChromium } from './browsers.js'
import { entryPointAliases } from './entry-points.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const DURATION = 100_000

const emulator = createVideoEmulator({ apiKey: false, clock: 'virtual', duration: DURATION })
const api = createRequestListener((request) => {
  const url = new URL(request.url)
  url.pathname = url.pathname.replace('/api/v1', '/v1')
  return emulator.handle(new Request(url, request))
})
const server = await createServer({
  configFile: false,
  root: `${root}test/browser/blocks`,
  logLevel: 'error',
  resolve: { alias: [...entryPointAliases, { find: /^@\//, replacement: `${root}registry/` }] },
  server: { host: '127.0.0.1', port: 0, fs: { allow: [root] } },
  plugins: [
    react(),
    tailwindcss(),
    {
      name: 'emulator',
      configureServer: ({ middlewares }) =>
        void middlewares.use((request, response, next) =>
          /^\/(api\/v1|files)\//.test(request.url ?? '') ? void api(request, response) : next(),
        ),
    },
  ],
})
await server.listen()

const browser = await launchChromium(findChromium)
const page = await browser.newPage({ viewport: { width: 1180, height: 720 }, deviceScaleFactor: 1.5 })
await page.goto(server.resolvedUrls?.local[0] ?? '')

async function create(prompt: string, model: string) {
  await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt)
  await page.getByRole('combobox', { name: 'Model' }).selectOption(model)
  await page.getByRole('button', { name: 'Create video' }).click()
  await page.getByRole('heading', { name: prompt }).waitFor()
}

await create('A prompt that the model rejects', 'wan2.6')
const [rejected] = emulator.tasks
const error = { message: 'Rejected', code: 'moderation' }
emulator.addTask({ ...rejected, state: { status: 'failed', error } })
await create('First light over the hills', 'wan2.6')
await emulator.advance(2 * DURATION)
await page.getByRole('button', { name: 'Try again' }).waitFor()
await page.locator('video').waitFor()
await create('A fox runs through fresh snow', 'veo3-fast')
await emulator.advance(DURATION * 0.45)
await page.locator('[role=progressbar]:not([data-indeterminate])').waitFor()
await create('Paper boats on a quiet canal', 'sora-2')
await page.mouse.move(0, 0)
// The player paints its first frame, and the form takes its note back, some time after.
await page.waitForTimeout(6_000)
for (const scheme of ['light', 'dark']) {
  await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), scheme === 'dark')
  await page.waitForTimeout(1_000)
  await page.screenshot({ path: `${root}docs/studio-${scheme}.png`, fullPage: true })
}
await browser.close()
await server.close()
