// Finds a Chromium for the browser tests or installs one: Debian's package, else Playwright's own download.
import { spawnSync } from 'node:child_process'
import { findChromium } from './find-chromium.js'

/** @type {(command: string, args: string[]) => boolean} */
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit' }).status === 0

function installFromDebian() {
  if (process.platform !== 'linux') return false
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  /** @param {string[]} args */
  const apt = (...args) => run('/usr/bin/env', [...sudo, 'apt-get', ...args])
  return apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
}

if (!findChromium()) {
  console.log('No Chromium found for the browser tests; installing one.')
  const playwright = new URL('../node_modules/playwright/cli.js', import.meta.url).pathname
  if (!installFromDebian()) run(process.execPath, [playwright, 'install', 'chromium'])
  if (!findChromium()) {
    console.error(
      'The browser tests need Chromium and none could be installed.\n' +
        'Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium)\n' +
        'or point CHROMIUM_PATH at an executable, then run this again.',
    )
    process.exit(1)
  }
}
