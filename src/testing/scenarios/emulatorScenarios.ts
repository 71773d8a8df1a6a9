import { type Fault, type FaultName, faults, RATE_LIMIT } from '../faults.js'
import { limitHeaders } from '../http/keyLimit.js'
import type { Random } from '../random.js'
import { chaos } from './chaos.js'
import { contentScenarios } from './contentScenarios.js'
import { dialects } from './dialects.js'
import { flows } from './flows.js'
import type { Scenario, ScenarioRequest } from './Scenario.js'
import { scriptScenario } from './script.js'

/** Scenarios of a new id that the API does not know yet. */
export const freshIdScenarios = {
  'fresh-id': {
    description: 'the first three polls get 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist', times: 3 }, { answer: {} }]),
  },
  'fresh-id-404': {
    description: 'the first three polls get 404',
    scenario: scriptScenario([{ answer: '404', times: 3 }, { answer: {} }]),
  },
  'fresh-id-10s': {
    description: 'polls in the first 10 s get 400 task_not_exist',
    scenario: scriptScenario([{ answer: '400-task-not-exist' }, { after: 10_000, answer: {} }]),
  },
} satisfies Record<string, { description: string; scenario: Scenario }>

/** Polls of a task in each window of `key-limit`. */
const LIMITED_POLLS = 2

/** Milliseconds. */
const LIMIT_WINDOW = 10_000

/** The scenario of a key whose limit is reached again and again. */
export const keyLimitScenarios = {
  'key-limit': {
    description:
      'two polls are answered in each 10 s; the others get 429 with Retry-After and RateLimit-Reset',
    scenario: {
      intercept: ({ route, elapsed, earlier }) => {
        const start = elapsed - (elapsed % LIMIT_WINDOW)
        const count = earlier.filter((time) => time >= start).length + 1
        if (route !== 'retrieve' || count <= LIMITED_POLLS) return undefined
        const headers = limitHeaders(LIMITED_POLLS, count, start + LIMIT_WINDOW - elapsed)
        return { status: 429, headers, body: RATE_LIMIT }
      },
    },
  },
} satisfies Record<string, { description: string; scenario: Scenario }>

const fixedScenarios = {
  ...flows,
  ...freshIdScenarios,
  ...keyLimitScenarios,
  ...contentScenarios,
  ...dialects,
}

/** The requests that a named fault can hit: `create-503`, `poll-503`, `content-503`. */
export type FaultTarget = 'create' | 'poll' | 'content'

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

/** How often a fault hits in words; undefined where it always does. */
export function describeTimes({ times }: Fault): string | undefined {
  if (!Number.isFinite(times)) return undefined
  return times === 1 ? 'once' : `${times} times`
}

function faultScenariosOf(target: FaultTarget): NamedScenario[] {
  const hits = { create: 'every create', poll: 'a poll', content: 'a download' }[target]
  return entriesOf(faults).map(([name, fault]) => {
    const times = target === 'create' ? undefined : describeTimes(fault)
    return {
      name: `${target}-${name}`,
      description: [`${hits}: ${fault.description}`, times].filter(Boolean).join(', '),
      create: () => faultScenario(target, fault),
    }
  })
}

/** Creates the scenario of a fault. On `create` it hits every create, as each one belongs to a new task. */
function faultScenario(target: FaultTarget, fault: Fault): Scenario {
  return {
    intercept: ({ route, earlier }) => {
      const isLeft = target === 'create' || earlier.length < fault.times
      return isLeft && isTarget(target, route, fault) ? fault.answer : undefined
    },
  }
}

function isTarget(target: FaultTarget, route: ScenarioRequest['route'], { answer }: Fault): boolean {
  if (target === 'create') return route === 'create'
  if (target === 'poll') return route === 'retrieve'
  // The file server is not part of the API: connection faults hit it, error responses do not.
  return route === 'content' || (route === 'file' && answer.status === undefined)
}

function entriesOf<Name extends string, Value>(table: Readonly<Record<Name, Value>>) {
  // `Object.entries` widens the names to string; these tables have exactly the names of their type.
  return (Object.keys(table) as Name[]).map((name) => [name, table[name]] as const)
}
