import { findScenario, type ScenarioName } from './scenarios.js'

/** The scenarios a prompt asks for in brackets, such as `[wrapped] [fail]`; other brackets mean nothing. */
export function scenariosOfPrompt(prompt: string): ScenarioName[] {
  return [...prompt.matchAll(/\[([a-z0-9-]+)\]/gi)].flatMap(([, name = '']) => findScenario(name)?.name ?? [])
}
