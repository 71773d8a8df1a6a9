import { emulatorScenarios, type Scenario, type ScenarioName } from 'react-video-task/testing'
import type { Random } from '../../src/testing/random.js'
import { resolveScenario } from '../../src/testing/scenarios/chooseScenario.js'
import { type CreateOutcome, createOutcomeOf, type Outcome, outcomeOf } from './outcomes.js'

/** A task of the soak: how it goes and what has to become of it. */
export interface PlannedTask {
  name: string
  scenario: Scenario
  /** How it comes about: a create of the page's, whose prompt says this, or one that an earlier page made. */
  prompt: string | undefined
  created: CreateOutcome
  outcome: Outcome
}

/** Dialects that go with any flow and change no word of how it ends. */
const DIALECTS: readonly ScenarioName[] = [
  'uppercase',
  'milliseconds',
  'odd-fields',
  'unknown-status',
  'new-api',
]

const isCreate = (name: ScenarioName) => name === 'refuse' || name.startsWith('create-')

/**
 * The tasks of a wave: every second one chaos, between them each scenario in turn, a third of those in another dialect.
 *
 * @param first how many there were before
 */
export function planTasks(count: number, first: number, random: Random): PlannedTask[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = first + offset
    const { name } = emulatorScenarios[Math.floor(index / 2) % emulatorScenarios.length] ?? { name: 'chaos' }
    const chosen: ScenarioName = index % 2 === 0 ? 'chaos' : name
    const dialect = DIALECTS[Math.floor(random() * 3 * DIALECTS.length)]
    const isMixed = dialect !== undefined && chosen !== 'chaos' && chosen !== 'wrapped'
    const names = isMixed ? [dialect, chosen] : [chosen]
    const asksCreate = isCreate(chosen) || (chosen !== 'chaos' && random() < 0.5)
    return {
      name: `#${index} ${names.join(' + ')}`,
      scenario: resolveScenario(names, random),
      prompt: asksCreate ? `Clip #${index}: ${names.map((part) => `[${part}]`).join(' ')}` : undefined,
      created: asksCreate ? createOutcomeOf(chosen) : 'made',
      outcome: outcomeOf(chosen),
    }
  })
}
