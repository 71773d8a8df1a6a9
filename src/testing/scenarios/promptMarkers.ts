import { findScenario, type ScenarioName } from './emulatorScenarios.js'

/** A word in a prompt that selects the scenario of the task. */
export interface PromptMarker {
  marker: string
  scenario: ScenarioName
  /** A sentence for people about the effect. */
  description: string
}

/**
 * The markers to show to people. Every scenario has one: its name in brackets, anywhere in a prompt. Several markers
 * combine; a prompt without one succeeds.
 */
export const promptMarkers: readonly PromptMarker[] = [
  {
    marker: '[fail]',
    scenario: 'fail',
    description: 'The task fails halfway, rejected by content moderation.',
  },
  { marker: '[error]', scenario: 'error', description: 'The task ends halfway with the status error.' },
  { marker: '[stuck]', scenario: 'stuck', description: 'The task stays at 50 % and never ends.' },
  { marker: '[refuse]', scenario: 'refuse', description: 'The create is rejected with a 400.' },
]

/** Finds the scenarios that a prompt selects, such as `[wrapped] [fail]`. Other text in brackets is ignored. */
export function scenariosOfPrompt(prompt: string): ScenarioName[] {
  return [...prompt.matchAll(/\[([a-z0-9-]+)\]/gi)].flatMap(([, name = '']) => findScenario(name)?.name ?? [])
}
