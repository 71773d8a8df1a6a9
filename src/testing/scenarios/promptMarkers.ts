import type { ScenarioName } from './scenarios.js'

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
