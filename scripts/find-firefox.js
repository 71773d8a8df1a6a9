import { existsSync } from 'node:fs'
import { findLibrary } from './find-library.js'
import { findOnPath } from './find-on-path.js'

const MAC = '/Applications/Firefox.app/Contents/MacOS/firefox'

/**
 * What the tests in Firefox need: `browser`, which `FIREFOX_PATH` outweighs, and `decoder`, the library that a Linux lends it
 * for H.264.
 *
 * @returns {Record<'browser' | 'decoder', string | undefined>} paths, `undefined` for what is missing
 */
export function findFirefox() {
  const browser =
    process.env['FIREFOX_PATH'] ?? findOnPath('firefox-esr', 'firefox') ?? (existsSync(MAC) ? MAC : undefined)
  return {
    browser,
    decoder: process.platform === 'linux' ? findLibrary(/^libavcodec\.so\.\d+$/, '.') : browser,
  }
}
