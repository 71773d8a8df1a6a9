import { promptMarkers } from './promptMarkers.js'
import type { Scenario } from './Scenario.js'
import { scenarios } from './scenarios.js'

/** The scenario a prompt asks for; of two markers the one listed first wins. */
export function scenarioOfPrompt(prompt: string): Scenario {
  const found = promptMarkers.find(({ marker }) => prompt.toLowerCase().includes(marker))
  return scenarios[found?.scenario ?? 'succeed']
}
