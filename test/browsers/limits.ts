import type { BrowserName } from '../../scripts/browsers.js'

/** What a journey does only where a browser can. */
type Ability = 'longTasks' | 'spacePlays'

/** What a browser cannot do here, why, and what a journey does instead. */
const limits: Record<BrowserName, Partial<Record<Ability, string>>> = {
  chromium: {},
  firefox: {
    longTasks: 'Firefox has no Long Tasks API, so the longest frame alone is told',
  },
  webkit: {
    longTasks: 'WebKit has no Long Tasks API, so the longest frame alone is told',
    spacePlays:
      'the space bar plays no focused video in WebKit, only a button among its controls, which no driver can see; clicked instead',
  },
}

/** Whether a browser can do something; tells whoever runs the tests where it cannot. */
export function can(name: BrowserName, ability: Ability): boolean {
  const reason = limits[name][ability]
  if (reason !== undefined) console.log(`${name}: ${reason}.`)
  return reason === undefined
}
