// Finds or installs the programs that the tests need: `node scripts/ensure-programs.js chromium redis`. `journeys` stands
// for the Firefox and WebKit of the tests in test/browsers, as far as BROWSERS names them.
import {
  chooseBrowsers,
  DEBIAN_CHROMIUM,
  findChromium,
  findFirefox,
  findHeadlessShell,
  findWebKit,
} from './browsers.js'
import { findPostgres, findRedis, installFromDebian, runProgram } from './programs.js'

/** @type {Record<string, () => void>} */
const PROGRAMS = {
  chromium: ensureChromium,
  redis: ensureRedis,
  postgres: ensurePostgres,
  journeys: ensureJourneyBrowsers,
}

for (const name of process.argv.slice(2)) {
  const ensure = PROGRAMS[name]
  if (!ensure) fail(`There is no program '${name}'. Expected some of ${Object.keys(PROGRAMS).join(', ')}.`)
  ensure()
}

/** Installs Debian's Chromium with its headless shell, else Playwright's own Chromium. */
function ensureChromium() {
  if (findChromium()) return ensureHeadlessShell()
  console.log('The browser tests need Chromium. Installing it.')
  const playwright = new URL('../node_modules/playwright/cli.js', import.meta.url).pathname
  const isInstalled =
    installFromDebian('chromium', 'chromium-headless-shell') || installFromDebian('chromium')
  if (!isInstalled) runProgram(process.execPath, [playwright, 'install', 'chromium'])
  if (findChromium()) return
  fail(
    'The browser tests need Chromium, which could not be installed.\n' +
      'Install it (Debian: apt-get install chromium; elsewhere: npx playwright install chromium)\n' +
      'or point CHROMIUM_PATH at an executable, then run this again.',
  )
}

/** Installs the headless shell of Debian's Chromium if the full browser is Debian's too: most tests run in it. */
function ensureHeadlessShell() {
  if (findHeadlessShell() !== DEBIAN_CHROMIUM) return
  console.log("Installing Chromium's headless shell, in which the tests take less time.")
  // Both in one command, so that their versions stay equal.
  if (!installFromDebian('chromium', 'chromium-headless-shell')) {
    console.log('The headless shell could not be installed. The tests run in the full browser.')
  }
}

function ensureRedis() {
  if (findRedis()) return
  console.log('The tests need a Redis server. Installing it.')
  installFromDebian('redis-server')
  if (findRedis()) return
  fail(
    'The tests need a Redis server, which could not be installed.\n' +
      'Install it (Debian: apt-get install redis-server; macOS: brew install redis)\n' +
      'or point REDIS_SERVER_PATH at an executable, then run this again.',
  )
}

function ensurePostgres() {
  if (findPostgres()) return
  console.log('The tests of the examples need a Postgres server. Installing it.')
  installFromDebian('postgresql')
  if (findPostgres()) return
  fail(
    'The tests of the examples need a Postgres server, which could not be installed.\n' +
      'Install version 15 or later (Debian: apt-get install postgresql; macOS: brew install postgresql)\n' +
      'or point POSTGRES_PATH at an executable beside its initdb, then run this again.',
  )
}

function ensureJourneyBrowsers() {
  const needs = {
    firefox: {
      find: findFirefox,
      // The second one depends on the libavcodec that Firefox uses for H.264, in the version this Debian has.
      packages: ['firefox-esr', 'gstreamer1.0-libav'],
      advice: 'elsewhere: install Firefox and, on Linux, libavcodec, or point FIREFOX_PATH at an executable',
    },
    webkit: {
      find: findWebKit,
      packages: ['webkit2gtk-driver', 'gstreamer1.0-plugins-good', 'gstreamer1.0-libav', 'xvfb'],
      advice:
        'other Linux: WebKitGTK with MiniBrowser and WebKitWebDriver, the good and libav plugins of GStreamer, Xvfb; ' +
        'other systems have no WebKitGTK',
    },
  }
  for (const name of chooseBrowsers()) {
    if (name === 'chromium') continue
    const { find, packages, advice } = needs[name]
    if (missingParts(find()) === '') continue
    console.log(`The journeys need ${name} and found no ${missingParts(find())}. Installing it.`)
    installFromDebian(...packages)
    if (missingParts(find()) === '') continue
    fail(
      `The journeys need ${name} and found no ${missingParts(find())}, which could not be installed.\n` +
        `Install it (Debian: apt-get install ${packages.join(' ')}; ${advice}),\n` +
        'or name the browsers to run in, such as: BROWSERS=chromium,firefox npm run test:browsers',
    )
  }
}

/** @param {Record<string, string | undefined>} found */
function missingParts(found) {
  return Object.keys(found)
    .filter((part) => found[part] === undefined)
    .join(', ')
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message)
  process.exit(1)
}
