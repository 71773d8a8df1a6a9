import type { BrowserName } from '../../scripts/choose-browsers.js'

/** What a journey does only where a browser can. */
type Ability = 'longTasks'

/** What a browser cannot do on a machine of ours, and why. A journey reads it, goes on without, and says so. */
export const limits: Record<BrowserName, Partial<Record<Ability, string>>> = {
  chromium: {},
  firefox: { longTasks: 'Firefox has no Long Tasks API' },
  webkit: { longTasks: 'WebKit has no Long Tasks API' },
}
