import { emulatorScenarios, type Scenario, type ScenarioName } from 'react-video-task/testing'
import type { Random } from '../../src/testing/random.js'
import { resolveScenario } from '../../src/testing/scenarios/chooseScenario.js'
import { type CreateOutcome, createOutcomeOf, type Outcome, outcomeOf } from './outcomes.js'

/** A task of the soak test: its scenario and the expected outcomes. */
export interface PlannedTask {
  name: string
  scenario: Scenario
  /** The prompt of a create by the page; `undefined` for a task that an earlier page created. */
  prompt: string | undefined
  createOutcome: CreateOutcome
  outcome: Outcome
}

/** Dialects that combine with every flow and do not change its end. */
const DIALECTS: readonly ScenarioName[] = [
  'uppercase',
  'milliseconds',
  'odd-fields',
  'unknown-status',
  'new-api',
]

/**
 * Plans the tasks of a wave: every second one is `chaos`, the others are the scenarios in turn, a third of them combined
 * with a dialect.
 *
 * @param first number of the first task
 * @param isProxied only scenarios whose outcome is the same behind the proxy, which has words of its own for the API's refusals
 */
export function planTasks(count: number, first: number, random: Random, isProxied: boolean): PlannedTask[] {
  const scenarios = isProxied
    ? emulatorScenarios.filter(({ name }) => isSameProxied(name))
    : emulatorScenarios
  return Array.from({ length: count }, (_, offset) => {
    const index = first + offset
    const { name } = scenarios[Math.floor(index / 2) % scenarios.length] ?? { name: 'chaos' }
    const scenario: ScenarioName = index % 2 === 0 ? 'chaos' : name
    const dialect = DIALECTS[Math.floor(random() * 3 * DIALECTS.length)]
    const isCombined = dialect !== undefined && scenario !== 'chaos' && scenario !== 'wrapped'
    const names = isCombined ? [dialect, scenario] : [scenario]
    const isCreated = needsCreate(scenario) || (scenario !== 'chaos' && random() < 0.5)
    return {
      name: `#${index} ${names.join(' + ')}`,
      scenario: resolveScenario(names, random),
      prompt: isCreated ? `Clip #${index}: ${names.map((part) => `[${part}]`).join(' ')}` : undefined,
      createOutcome: isCreated ? createOutcomeOf(scenario) : 'made',
      outcome: outcomeOf(scenario),
    }
  })
}

function isSameProxied(name: ScenarioName): boolean {
  return !needsCreate(name) && typeof outcomeOf(name) === 'string' && outcomeOf(name) !== 'misplaced'
}

function needsCreate(name: ScenarioName): boolean {
  return name === 'refuse' || name.startsWith('create-')
}
