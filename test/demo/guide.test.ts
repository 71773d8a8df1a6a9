import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { CHROMIUM_ARGS, findHeadlessShell } from '../../scripts/browsers.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

/** The guide's configuration with what differs here: the programs of this clone, free ports, this machine's Chromium. */
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
  // Beside the guide's own, where the packages are found.
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

it('the Playwright recipe of the guide passes as it stands there', { timeout: 400_000 }, async () => {
  const cli = `${root}node_modules/playwright/cli.js`
  const flags = ['test', '--config', await writeConfig(), '--reporter', 'list', '--workers', '1']
  const child = spawn(process.execPath, [cli, ...flags], { cwd: root, env: { ...process.env, CI: '1' } })
  onTestFinished(() => void child.kill('SIGTERM'))
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)))
  const [code] = await once(child, 'close')
  expect(said.join('')).toMatch(/\b3 passed/)
  expect(code).toBe(0)
})
