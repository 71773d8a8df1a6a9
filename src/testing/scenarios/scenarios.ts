import { type FaultName, faults } from '../faults.js'
import type { Random } from '../random.js'
import { chaos } from './chaos.js'
import { dialects } from './dialects.js'
import { contentScenarios, type Door, faultScenario, freshIds } from './faultScenarios.js'
import { flows } from './flows.js'
import type { Scenario } from './Scenario.js'

const named = { ...flows, ...freshIds, ...contentScenarios, ...dialects }

/**
 * The name of a scenario. `create-503`, `poll-503` and `content-503` are the fault `503` at that door, and so are the
 * other faults; `npx video-task-emulator --help` prints them all with what they do.
 */
export type ScenarioName = keyof typeof named | 'chaos' | `${Door}-${FaultName}`

/** A scenario's name and what it does. */
export interface ScenarioInfo {
  name: ScenarioName
  about: string
}

interface NamedScenario extends ScenarioInfo {
  make: (random: Random) => Scenario
}

const entriesOf = <Name extends string, Value>(table: Readonly<Record<Name, Value>>) =>
  // `Object.entries` forgets the names; this table has these and no others.
  (Object.keys(table) as Name[]).map((name) => [name, table[name]] as const)

const HITS: Readonly<Record<Door, string>> = { create: 'each create', poll: 'a poll', content: 'a download' }

function atDoor(door: Door): NamedScenario[] {
  return entriesOf(faults).map(([name, fault]) => {
    const often = Number.isFinite(fault.times) && door !== 'create' ? `, ${fault.times} times` : ''
    return {
      name: `${door}-${name}`,
      about: `${HITS[door]}: ${fault.about}${often}`,
      make: () => faultScenario(door, fault),
    }
  })
}

const ALL: readonly NamedScenario[] = [
  ...entriesOf(named).map(([name, { about, scenario }]) => ({ name, about, make: () => scenario })),
  { name: 'chaos', about: 'all of it at random, the same for the same seed', make: chaos },
  ...atDoor('create'),
  ...atDoor('poll'),
  ...atDoor('content'),
]

/** All scenarios that have a name, and what each does. */
export const emulatorScenarios: readonly ScenarioInfo[] = ALL.map(({ name, about }) => ({ name, about }))

const byName = new Map<string, NamedScenario>(ALL.map((entry) => [entry.name, entry]))

/** Finds a scenario by its name; upper and lower case are the same. */
export function findScenario(name: string): NamedScenario | undefined {
  return byName.get(name.trim().toLowerCase())
}

/** A word in a prompt that chooses how the task goes. */
export interface PromptMarker {
  marker: string
  scenario: ScenarioName
  /** What it does, as a sentence that can be shown to people. */
  description: string
}

/**
 * The markers worth showing to people. Every other scenario has one as well: its name in brackets, anywhere in a
 * prompt, and several add up. Without one the task succeeds.
 */
export const promptMarkers: readonly PromptMarker[] = [
  { marker: '[fail]', scenario: 'fail', description: 'The task fails half way, refused by moderation.' },
  { marker: '[error]', scenario: 'error', description: 'The task ends half way with the status error.' },
  { marker: '[stuck]', scenario: 'stuck', description: 'The task stays at 50 % for ever.' },
  { marker: '[refuse]', scenario: 'refuse', description: 'The create itself is refused with a 400.' },
]

/** The scenarios a prompt asks for in brackets, such as `[wrapped] [fail]`; other brackets mean nothing. */
export function scenariosOfPrompt(prompt: string): ScenarioName[] {
  return [...prompt.matchAll(/\[([a-z0-9-]+)\]/gi)].flatMap(([, name = '']) => findScenario(name)?.name ?? [])
}
