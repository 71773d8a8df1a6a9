import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { findLibrary, findOnPath } from './programs.js'

/** @typedef {'chromium' | 'firefox' | 'webkit'} BrowserName */

/** @type {readonly BrowserName[]} */
const BROWSER_NAMES = ['chromium', 'firefox', 'webkit']

/**
 * The browsers to run the journeys in: all, or those that `BROWSERS` names, such as `BROWSERS=chromium,firefox`.
 *
 * @returns {readonly BrowserName[]}
 * @throws {Error} if `BROWSERS` names another one
 */
export function chooseBrowsers() {
  const named = (process.env['BROWSERS'] ?? '').split(',').filter((name) => name !== '')
  const unknown = named.filter((name) => !BROWSER_NAMES.some((known) => known === name))
  if (unknown.length > 0) {
    throw new Error(`BROWSERS names '${unknown.join(', ')}'. Expected some of ${BROWSER_NAMES.join(', ')}.`)
  }
  return named.length === 0 ? BROWSER_NAMES : BROWSER_NAMES.filter((name) => named.includes(name))
}

/** The path of the browser in Debian's package `chromium`. */
export const DEBIAN_CHROMIUM = '/usr/bin/chromium'

/** The path of the browser in Debian's package `chromium-headless-shell`. */
const DEBIAN_HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'

/** The paths of Chromium in the packages of Linux distributions. */
const PACKAGED_CHROMIUM = [DEBIAN_CHROMIUM, '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Launch flags for a machine that runs as root and without access to the internet. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
]

/**
 * Finds Chromium: `CHROMIUM_PATH`, else Playwright's own, else the distribution's.
 *
 * @returns {string | undefined} the path of the executable, `undefined` if there is none
 */
export function findChromium() {
  const candidates = [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...PACKAGED_CHROMIUM]
  return candidates.find((path) => path && existsSync(path))
}

/**
 * Finds Chromium without its user interface, which starts and draws in half the CPU time: `CHROMIUM_PATH`, else Debian's
 * headless shell, else the full browser. The headless shell has no notifications.
 *
 * @returns {string | undefined} the path of the executable, `undefined` if there is none
 */
export function findHeadlessShell() {
  const candidates = [process.env['CHROMIUM_PATH'], DEBIAN_HEADLESS_SHELL]
  return candidates.find((path) => path && existsSync(path)) ?? findChromium()
}

/**
 * Starts a Chromium. The caller closes it.
 *
 * @param {() => string | undefined} find
 * @returns {Promise<import('playwright').Browser>}
 */
export function launchChromium(find = findHeadlessShell) {
  const executablePath = find()
  return chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) })
}

const MAC_FIREFOX = '/Applications/Firefox.app/Contents/MacOS/firefox'

/**
 * Finds what the tests in Firefox need: `browser`, which `FIREFOX_PATH` overrides, and `decoder`, the library with which
 * Firefox decodes H.264 on Linux.
 *
 * @returns {Record<'browser' | 'decoder', string | undefined>} paths, `undefined` for what is missing
 */
export function findFirefox() {
  const browser =
    process.env['FIREFOX_PATH'] ??
    findOnPath('firefox-esr', 'firefox') ??
    (existsSync(MAC_FIREFOX) ? MAC_FIREFOX : undefined)
  return {
    browser,
    decoder: process.platform === 'linux' ? findLibrary(/^libavcodec\.so\.\d+$/, '.') : browser,
  }
}

/**
 * Finds what the tests in WebKit need: `browser`, WebKitGTK's MiniBrowser; `driver`, its WebDriver; `display`, the X server
 * it draws on; `container` and `decoder`, GStreamer's plugins that read MP4 and H.264. `MINIBROWSER_PATH` and
 * `WEBKIT_DRIVER_PATH` override the first two.
 *
 * @returns {Record<'browser' | 'driver' | 'display' | 'container' | 'decoder', string | undefined>} paths, `undefined` for
 *   what is missing
 */
export function findWebKit() {
  return {
    browser:
      process.env['MINIBROWSER_PATH'] ??
      findLibrary(/^MiniBrowser$/, 'webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'),
    driver: process.env['WEBKIT_DRIVER_PATH'] ?? findOnPath('WebKitWebDriver'),
    display: findOnPath('Xvfb'),
    container: findLibrary(/^libgstisomp4\.so$/, 'gstreamer-1.0'),
    decoder: findLibrary(/^libgstlibav\.so$/, 'gstreamer-1.0'),
  }
}
