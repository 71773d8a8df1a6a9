import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { CHROMIUM_ARGS, findHeadlessShell } from '../../scripts/browsers.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Finds a free port. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

/** Writes the guide's configuration with the programs of this clone, free ports and this machine's Chromium. */
async function writeConfig(): Promise<string> {
  const [api, app] = [await freePort(), await freePort()]
  const replace = {
    'npx video-task-emulator': 'node --import tsx src/testing/cli/video-task-emulator.ts',
    'npm run dev': `node --import tsx demo/start.ts --port ${app}`,
    '8787': String(api),
    '5173': String(app),
  }
  const use = {
    baseURL: `http://127.0.0.1:${app}`,
    launchOptions: { executablePath: findHeadlessShell(), args: CHROMIUM_ARGS },
  }
  // Inside node_modules, so that the configuration resolves the packages.
  const folder = mkdtempSync(`${root}node_modules/.guide-`)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const config = `${folder}/playwright.config.mjs`
  writeFileSync(
    config,
    `import guide from '${root}test/guides/playwright.config.ts'
const replaced = Object.entries(${JSON.stringify(replace)}).reduce(
  (text, [from, to]) => text.replaceAll(from, to), JSON.stringify(guide.webServer))
const webServer = JSON.parse(replaced).map((server) => ({ ...server, port: Number(server.port), cwd: '${root}' }))
export default { ...guide, webServer, testDir: '${root}test/guides', outputDir: '${folder}/results', use: ${JSON.stringify(use)} }
`,
  )
  return config
}

it('the Playwright recipe of the guide passes unchanged', { timeout: 400_000 }, async () => {
  const cli = `${root}node_modules/playwright/cli.js`
  const flags = ['test', '--config', await writeConfig(), '--reporter', 'list', '--workers', '1']
  const child = spawn(process.execPath, [cli, ...flags], { cwd: root, env: { ...process.env, CI: '1' } })
  onTestFinished(() => void child.kill('SIGTERM'))
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  const [code] = await once(child, 'close')
  expect(output.join('')).toMatch(/\b3 passed/)
  expect(code).toBe(0)
})
