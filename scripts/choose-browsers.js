/** @typedef {'chromium' | 'firefox' | 'webkit'} BrowserName */

/** @type {readonly BrowserName[]} */
const ALL = ['chromium', 'firefox', 'webkit']

/**
 * The browsers to run the journeys in: all, or those that `BROWSERS` names, such as `BROWSERS=chromium,firefox`.
 *
 * @returns {readonly BrowserName[]}
 * @throws {Error} when it names another
 */
export function chooseBrowsers() {
  const named = (process.env['BROWSERS'] ?? '').split(',').filter((name) => name !== '')
  const unknown = named.filter((name) => !ALL.some((known) => known === name))
  if (unknown.length > 0) {
    throw new Error(`BROWSERS names '${unknown.join(', ')}'. Expected some of ${ALL.join(', ')}.`)
  }
  return named.length === 0 ? ALL : ALL.filter((name) => named.includes(name))
}
