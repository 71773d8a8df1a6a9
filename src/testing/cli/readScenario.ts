import { readFileSync } from 'node:fs'
import type { ScenarioChoice } from '../scenarios/resolveScenario.js'
import { findScenario, type ScenarioName } from '../scenarios/scenarios.js'
import type { ScenarioStep } from '../scenarios/ScenarioStep.js'

function readNames(list: string): ScenarioName[] {
  const names = list.split(',').filter((name) => name.trim() !== '')
  return names.map((name) => {
    const found = findScenario(name)
    if (!found) throw new TypeError(`--scenario knows no '${name.trim()}'`)
    return found.name
  })
}

function readScript(path: string): ScenarioStep[] {
  let script: unknown
  try {
    script = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TypeError(`--script cannot read ${path}: ${reason}`, { cause: error })
  }
  if (!Array.isArray(script)) throw new TypeError(`--script wants a JSON array of steps in ${path}`)
  // Each step is checked when the emulator is made, with the same words as a script in code.
  return script
}

/**
 * The scenario that `--scenario` and `--script` ask for together.
 *
 * @throws {TypeError} for a name that is none, and for a file that holds no script
 */
export function readScenario({
  scenario,
  script,
}: {
  scenario?: string
  script?: string
}): ScenarioChoice | undefined {
  if (scenario === undefined && script === undefined) return undefined
  return [
    ...(scenario === undefined ? [] : readNames(scenario)),
    ...(script === undefined ? [] : readScript(script)),
  ]
}
