import { type FaultName, faults } from '../faults.js'
import type { Random } from '../random.js'
import { chaos } from './chaos.js'
import { contentScenarios } from './contentScenarios.js'
import { dialects } from './dialects.js'
import { faultScenario, type FaultTarget, freshIdScenarios } from './faultScenarios.js'
import { flows } from './flows.js'
import type { Scenario } from './Scenario.js'

const fixedScenarios = { ...flows, ...freshIdScenarios, ...contentScenarios, ...dialects }

/**
 * The name of a scenario. `create-503`, `poll-503` and `content-503` are the fault `503` of a create, a poll and a
 * download; the other faults are named alike. `npx video-task-emulator --help` lists all names.
 */
export type ScenarioName = keyof typeof fixedScenarios | 'chaos' | `${FaultTarget}-${FaultName}`

/** A scenario in `emulatorScenarios`. */
export interface ScenarioInfo {
  name: ScenarioName
  /** The effect in a few words. */
  description: string
}

interface NamedScenario extends ScenarioInfo {
  create: (random: Random) => Scenario
}

const namedScenarios: readonly NamedScenario[] = [
  ...entriesOf(fixedScenarios).map(([name, { description, scenario }]) => ({
    name,
    description,
    create: () => scenario,
  })),
  { name: 'chaos', description: 'all of this at random, reproducible by seed', create: chaos },
  ...faultScenariosOf('create'),
  ...faultScenariosOf('poll'),
  ...faultScenariosOf('content'),
]

/** All named scenarios, each with its effect. */
export const emulatorScenarios: readonly ScenarioInfo[] = namedScenarios.map(({ name, description }) => ({
  name,
  description,
}))

const byName = new Map<string, NamedScenario>(namedScenarios.map((entry) => [entry.name, entry]))

/** Finds a scenario by name, ignoring case. */
export function findScenario(name: string): NamedScenario | undefined {
  return byName.get(name.trim().toLowerCase())
}

function faultScenariosOf(target: FaultTarget): NamedScenario[] {
  const hits = { create: 'every create', poll: 'a poll', content: 'a download' }[target]
  return entriesOf(faults).map(([name, fault]) => {
    const times = Number.isFinite(fault.times) && target !== 'create' ? `, ${fault.times} times` : ''
    return {
      name: `${target}-${name}`,
      description: `${hits}: ${fault.description}${times}`,
      create: () => faultScenario(target, fault),
    }
  })
}

function entriesOf<Name extends string, Value>(table: Readonly<Record<Name, Value>>) {
  // `Object.entries` widens the names to string; these tables have exactly the names of their type.
  return (Object.keys(table) as Name[]).map((name) => [name, table[name]] as const)
}
