// Finds a Chromium for the browser tests or installs one: Debian's package, else Playwright's own download. Where it is
// Debian's, its headless shell comes with it, which most of the tests run in.
import { DEBIAN_CHROMIUM, findChromium, findHeadlessShell } from './find-chromium.js'
import { installFromDebian, run } from './install-from-debian.js'

if (!findChromium()) {
  console.log('No Chromium found for the browser tests; installing one.')
  const playwright = new URL('../node_modules/playwright/cli.js', import.meta.url).pathname
  const isInstalled =
    installFromDebian('chromium', 'chromium-headless-shell') || installFromDebian('chromium')
  if (!isInstalled) run(process.execPath, [playwright, 'install', 'chromium'])
  if (!findChromium()) {
    console.error(
      'The browser tests need Chromium and none could be installed.\n' +
        'Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium)\n' +
        'or point CHROMIUM_PATH at an executable, then run this again.',
    )
    process.exit(1)
  }
} else if (findHeadlessShell() === DEBIAN_CHROMIUM) {
  console.log('Installing the headless shell of Chromium, in which the tests take less time.')
  // Both, so that they stay of one version.
  if (!installFromDebian('chromium', 'chromium-headless-shell')) {
    console.log('It could not be installed; the tests run in the whole browser.')
  }
}
