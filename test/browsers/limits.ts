import type { BrowserName } from '../../scripts/browsers.js'

/** A feature that a journey uses only in browsers that have it. */
type Ability = 'longTasks'

/** Features that a browser lacks here, with the reason and what a journey does instead. */
const limits: Record<BrowserName, Partial<Record<Ability, string>>> = {
  chromium: {},
  firefox: {
    longTasks: 'Firefox has no Long Tasks API, so only the longest frame is reported',
  },
  webkit: {
    longTasks: 'WebKit has no Long Tasks API, so only the longest frame is reported',
  },
}

/** Whether a browser has a feature; logs the reason when it has not. */
export function can(name: BrowserName, ability: Ability): boolean {
  const reason = limits[name][ability]
  if (reason !== undefined) console.log(`${name}: ${reason}.`)
  return reason === undefined
}
