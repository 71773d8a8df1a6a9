import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

/** Where Debian's packages put the browser and its shell. */
export const DEBIAN_CHROMIUM = '/usr/bin/chromium'
const DEBIAN_SHELL = '/usr/bin/chromium-headless-shell'

const DEBIAN_PATHS = [DEBIAN_CHROMIUM, '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * The Chromium the browser tests run in: `CHROMIUM_PATH`, else Playwright's own where it is installed,
 * else the distribution's.
 *
 * @returns {string | undefined} the path of the executable, `undefined` where there is none
 */
export function findChromium() {
  const candidates = [process.env['CHROMIUM_PATH'], chromium.executablePath(), ...DEBIAN_PATHS]
  return candidates.find((path) => path && existsSync(path))
}

/**
 * Chromium without what is around its pages, which starts and draws for half the processor time: `CHROMIUM_PATH`, else
 * Debian's headless shell, else the whole browser. It knows no notifications.
 *
 * @returns {string | undefined} the path of the executable, `undefined` where there is none
 */
export function findHeadlessShell() {
  const candidates = [process.env['CHROMIUM_PATH'], DEBIAN_SHELL]
  return candidates.find((path) => path && existsSync(path)) ?? findChromium()
}

/** Launch flags for a machine that runs as root and has no way out to the internet. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
]
