import { error } from './error.js'
import { fail } from './fail.js'
import { refuse } from './refuse.js'
import { stuck } from './stuck.js'
import { succeed } from './succeed.js'

/** The scenarios that have a name. */
export const scenarios = { succeed, fail, error, stuck, refuse }

/** The name of a scenario. */
export type ScenarioName = keyof typeof scenarios
