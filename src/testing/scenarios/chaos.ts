import type { FaultName } from '../faults.js'
import type { Random } from '../random.js'
import { dialects } from './dialects.js'
import { composeScenarios, type Scenario, type ScenarioStep } from './Scenario.js'
import { scriptScenario } from './script.js'

/**
 * Draws a task: its dialect, its pace, transient faults of polls and of the first download, and its end. Steps count
 * requests, not time: the nth poll gets the same response at any polling interval.
 */
export function chaos(random: Random): Scenario {
  const script = scriptScenario([...drawPolls(random), ...drawDownloads(random)])
  if (random() < 0.4) return script
  return composeScenarios([dialects[pick(random, DIALECTS, 'uppercase')].scenario, script])
}

const DIALECTS = ['uppercase', 'wrapped', 'new-api', 'milliseconds', 'unknown-status', 'odd-fields'] as const

/** Faults after which a client polls again. None delays its response, which would depend on time. */
const POLL_FAULTS: readonly FaultName[] = [
  ...(['408', '425', '429', '500', '500-flat', '500-text', '500-detail'] as const),
  ...(['500-message', '500-cut-json', '502', '503', '503-empty', '504'] as const),
  ...(['520', '521', '522', '523', '524'] as const),
  ...(['200-empty', '200-cut-json', '200-no-status', '200-null-data', 'text-plain', 'cut', 'reset'] as const),
]

/** Most progress steps of a task. */
const MAX_STEPS = 30

function drawPolls(random: Random): ScenarioStep[] {
  const steps: ScenarioStep[] = []
  if (random() < 0.3) steps.push({ answer: '400-task-not-exist', times: 1 + Math.floor(random() * 2) })
  steps.push({ status: 'queued', times: 1 + Math.floor(random() * 3) })
  const pace = 10 + random() * 25
  let progress = random() * pace
  for (let step = 0; step < MAX_STEPS && progress < 100; step++) {
    steps.push({ status: 'in_progress', progress: Math.max(0, Math.round(progress)) })
    if (random() < 0.4)
      steps.push({ answer: pick(random, POLL_FAULTS, '503'), times: 1 + Math.floor(random() * 2) })
    progress += pace * (random() * 1.4 - 0.2)
  }
  return [...steps, ...drawEnd(random)]
}

function drawEnd(random: Random): ScenarioStep[] {
  const chance = random()
  if (chance < 0.15)
    return [{ status: 'failed', progress: 39, error: { code: 'DataInspectionFailed', message: 'No' } }]
  if (chance < 0.25) return [{ status: 'error', progress: 62 }]
  const hasLateUrl = random() < 0.25
  return [...(hasLateUrl ? [{ status: 'completed', url: 'none' } as const] : []), { status: 'completed' }]
}

const DOWNLOAD_FAULTS: readonly FaultName[] = ['429', '500', '502', '503', '524', 'cut', 'reset']

function drawDownloads(random: Random): ScenarioStep[] {
  if (random() < 0.7) return []
  const answer = pick(random, DOWNLOAD_FAULTS, '503')
  return [
    { on: 'content', answer },
    { on: 'content', answer: {} },
  ]
}

function pick<T>(random: Random, list: readonly T[], fallback: T): T {
  return list[Math.floor(random() * list.length)] ?? fallback
}
