import type { Random } from '../random.js'
import { composeScenarios, type Scenario, type ScenarioStep } from './Scenario.js'
import { findScenario, type ScenarioName } from './scenarios.js'
import { scriptScenario } from './script.js'

/**
 * A scenario as it can be chosen: by name, by several names at once (`['wrapped', 'fail']`), by a script, by names and a
 * script (`['wrapped', { status: 'queued' }, …]`), or as functions of your own.
 */
export type ScenarioChoice = ScenarioName | Scenario | readonly (ScenarioName | ScenarioStep)[]

/** The names in a text such as a header's or a flag's, `wrapped, fail`, that are names of scenarios. */
function makeNamed(name: string, random: Random): Scenario {
  const found = findScenario(name)
  if (found) return found.make(random)
  throw new TypeError(
    `'${name}' is no scenario. Choose one that \`npx video-task-emulator --help\` lists, such as 'fail' or 'poll-503'.`,
  )
}

/**
 * Makes the scenario that was chosen.
 *
 * @param random feeds `chaos`
 * @throws {TypeError} for a name that is none, and for a script that cannot be one
 */
export function resolveScenario(choice: ScenarioChoice, random: Random): Scenario {
  if (typeof choice === 'string') return makeNamed(choice, random)
  if (!isList(choice)) return choice
  const names = choice.filter((item) => typeof item === 'string')
  const script = choice.filter((item) => typeof item !== 'string')
  const parts = names.map((name) => makeNamed(name, random))
  if (script.length === 0) return composeScenarios(parts)
  // Its flow is the last word, but its fields are laid over the task before a dialect rewrites it.
  const { write, ...flow } = scriptScenario(script)
  return composeScenarios([{ write }, ...parts, flow])
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(choice: Exclude<ScenarioChoice, string>): choice is readonly (ScenarioName | ScenarioStep)[] {
  return Array.isArray(choice)
}
