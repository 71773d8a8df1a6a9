import { apiErrors, ApiFault } from '../http/apiErrors.js'
import { createRandom, type Random } from '../random.js'
import { findScenario, type ScenarioName } from './emulatorScenarios.js'
import { composeScenarios, type Scenario, type ScenarioStep } from './Scenario.js'
import { scriptScenario } from './script.js'

/**
 * A choice of scenario: a name, several names (`['wrapped', 'fail']`), a script, names and a script
 * (`['wrapped', { status: 'queued' }, …]`), or functions.
 */
export type ScenarioChoice = ScenarioName | Scenario | readonly (ScenarioName | ScenarioStep)[]

/** The emulator's own choice, and the seed of random scenarios. */
interface ScenarioSettings {
  readonly scenario: ScenarioChoice
  readonly seed: number
}

/** Chooses the scenario of a task: its own, else the one its prompt selects, else the emulator's. */
export function scenarioOfTask(
  settings: ScenarioSettings,
  id: string,
  prompt: string,
  own?: ScenarioChoice,
): Scenario {
  const selected = scenariosOfPrompt(prompt)
  const choice = own ?? (selected.length > 0 ? selected : settings.scenario)
  return resolveScenario(choice, taskRandom(settings, id))
}

/** Header that selects the scenario of the task of a create, or of a single response for other requests. */
const SCENARIO_HEADER = 'x-emulator-scenario'

/**
 * Chooses the scenario that a request's header selects, which overrides that of the task.
 *
 * @throws {ApiFault} if the header contains an unknown name
 */
export function scenarioOfHeader(
  headers: Headers,
  settings: ScenarioSettings,
  id: string,
): Scenario | undefined {
  const header = headers.get(SCENARIO_HEADER)
  if (header === null) return undefined
  const names = header.split(/[\s,]+/).filter((name) => name !== '')
  const found = names.map((name) => {
    const scenario = findScenario(name)
    if (!scenario) throw new ApiFault(apiErrors.unknownScenario(SCENARIO_HEADER, name))
    return scenario.name
  })
  return resolveScenario(found, taskRandom(settings, id))
}

/** The random numbers of a task, which depend on the seed and its id only. */
function taskRandom({ seed }: ScenarioSettings, id: string): Random {
  return createRandom(`${seed} task ${id}`)
}

/**
 * Creates the scenario of a choice.
 *
 * @param random for `chaos`
 * @throws {TypeError} if a name is unknown or the script is invalid
 */
export function resolveScenario(choice: ScenarioChoice, random: Random): Scenario {
  if (typeof choice === 'string') return createNamed(choice, random)
  if (!isList(choice)) return choice
  const names = choice.filter((item) => typeof item === 'string')
  const script = choice.filter((item) => typeof item !== 'string')
  const parts = names.map((name) => createNamed(name, random))
  if (script.length === 0) return composeScenarios(parts)
  // The script's states come last and win; its fields come first, so that a dialect rewrites them.
  const { write, ...flow } = scriptScenario(script)
  return composeScenarios([{ write }, ...parts, flow])
}

function createNamed(name: string, random: Random): Scenario {
  const found = findScenario(name)
  if (found) return found.create(random)
  throw new TypeError(
    `Unknown scenario '${name}'. Run \`npx video-task-emulator --help\` for the list; 'fail' and 'poll-503' are two of them.`,
  )
}

/** `Array.isArray` does not narrow a readonly array. */
function isList(choice: Exclude<ScenarioChoice, string>): choice is readonly (ScenarioName | ScenarioStep)[] {
  return Array.isArray(choice)
}

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
function scenariosOfPrompt(prompt: string): ScenarioName[] {
  return [...prompt.matchAll(/\[([a-z0-9-]+)\]/gi)].flatMap(([, name = '']) => findScenario(name)?.name ?? [])
}
