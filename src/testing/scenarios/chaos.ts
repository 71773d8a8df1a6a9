import type { FaultName } from '../faults.js'
import type { Random } from '../random.js'
import { dialects } from './dialects.js'
import { composeScenarios, type Scenario, type ScenarioStep } from './Scenario.js'
import { scriptScenario } from './script.js'

/** What a poll survives; nothing here depends on time, so that a seed gives the same answers at any pace. */
const POLL_FAULTS: readonly FaultName[] = [
  ...([
    '408',
    '425',
    '429',
    '500',
    '500-flat',
    '500-text',
    '500-detail',
    '500-message',
    '500-cut-json',
  ] as const),
  ...(['502', '503', '503-empty', '504', '520', '521', '522', '523', '524'] as const),
  ...(['200-empty', '200-cut-json', '200-no-status', '200-null-data', 'text-plain', 'cut', 'reset'] as const),
]
const CONTENT_FAULTS: readonly FaultName[] = ['429', '500', '502', '503', '524', 'cut', 'reset']
const MAX_STEPS = 30
const DIALECTS = ['uppercase', 'wrapped', 'new-api', 'milliseconds', 'unknown-status', 'odd-fields'] as const

const pick = <T>(random: Random, list: readonly T[], otherwise: T): T =>
  list[Math.floor(random() * list.length)] ?? otherwise

function endOf(random: Random): ScenarioStep[] {
  const chance = random()
  if (chance < 0.15)
    return [{ status: 'failed', progress: 39, error: { code: 'DataInspectionFailed', message: 'No' } }]
  if (chance < 0.25) return [{ status: 'error', progress: 62 }]
  const isLate = random() < 0.25
  return [...(isLate ? [{ status: 'completed', url: 'none' } as const] : []), { status: 'completed' }]
}

function planOf(random: Random): ScenarioStep[] {
  const plan: ScenarioStep[] = []
  if (random() < 0.3) plan.push({ answer: '400-task-not-exist', times: 1 + Math.floor(random() * 2) })
  plan.push({ status: 'queued', times: 1 + Math.floor(random() * 3) })
  const pace = 10 + random() * 25
  let progress = random() * pace
  for (let step = 0; step < MAX_STEPS && progress < 100; step++) {
    plan.push({ status: 'in_progress', progress: Math.max(0, Math.round(progress)) })
    if (random() < 0.4)
      plan.push({ answer: pick(random, POLL_FAULTS, '503'), times: 1 + Math.floor(random() * 2) })
    progress += pace * (random() * 1.4 - 0.2)
  }
  return [...plan, ...endOf(random)]
}

function contentOf(random: Random): ScenarioStep[] {
  if (random() < 0.7) return []
  const answer = pick(random, CONTENT_FAULTS, '503')
  return [
    { on: 'content', answer },
    { on: 'content', answer: {} },
  ]
}

/**
 * A task whose answers are drawn: its dialect, its pace, faults that polling survives, faults of the first download, and
 * its end. The nth poll gets the same answer however long the pauses are.
 */
export function chaos(random: Random): Scenario {
  const script = scriptScenario([...planOf(random), ...contentOf(random)])
  if (random() < 0.4) return script
  return composeScenarios([dialects[pick(random, DIALECTS, 'uppercase')].scenario, script])
}
