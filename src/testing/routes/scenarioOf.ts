import { apiErrors, ApiFault } from '../http/apiErrors.js'
import { createRandom } from '../random.js'
import { resolveScenario, type ScenarioChoice } from '../scenarios/resolveScenario.js'
import type { Scenario } from '../scenarios/Scenario.js'
import { findScenario, scenariosOfPrompt } from '../scenarios/scenarios.js'
import type { EmulatorSettings } from '../settings.js'

/** The header that chooses a scenario: for the task a create makes, or for the answer to a single request. */
const HEADER = 'x-emulator-scenario'

/** Draws what depends on the seed for one task: the same for the same id. */
function taskRandom({ seed }: Pick<EmulatorSettings, 'seed'>, id: string) {
  return createRandom(`${seed} task ${id}`)
}

/**
 * The scenario that a request's header asks for.
 *
 * @throws {ApiFault} when it names none
 */
export function scenarioOfHeader(
  headers: Headers,
  settings: EmulatorSettings,
  id: string,
): Scenario | undefined {
  const header = headers.get(HEADER)
  if (header === null) return undefined
  const names = header.split(/[\s,]+/).filter((name) => name !== '')
  const found = names.map((name) => {
    const scenario = findScenario(name)
    if (!scenario) throw new ApiFault(apiErrors.unknownScenario(HEADER, name))
    return scenario.name
  })
  return resolveScenario(found, taskRandom(settings, id))
}

/** How a task goes that says so itself, or its prompt does, or else the emulator. */
export function scenarioOfTask(
  settings: EmulatorSettings,
  id: string,
  prompt: string,
  choice?: ScenarioChoice,
): Scenario {
  const ofPrompt = scenariosOfPrompt(prompt)
  const chosen = choice ?? (ofPrompt.length > 0 ? ofPrompt : settings.scenario)
  return resolveScenario(chosen, taskRandom(settings, id))
}
