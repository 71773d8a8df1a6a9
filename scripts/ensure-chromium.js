// Finds a Chromium for the browser tests or installs one: Debian's package, else Playwright's own download.
import { findChromium } from './find-chromium.js'
import { installFromDebian, run } from './install-from-debian.js'

if (!findChromium()) {
  console.log('No Chromium found for the browser tests; installing one.')
  const playwright = new URL('../node_modules/playwright/cli.js', import.meta.url).pathname
  if (!installFromDebian('chromium')) run(process.execPath, [playwright, 'install', 'chromium'])
  if (!findChromium()) {
    console.error(
      'The browser tests need Chromium and none could be installed.\n' +
        'Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium)\n' +
        'or point CHROMIUM_PATH at an executable, then run this again.',
    )
    process.exit(1)
  }
}
