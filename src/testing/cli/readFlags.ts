import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { faults } from '../faults.js'
import { dialects } from '../scenarios/dialects.js'
import { contentScenarios, freshIds } from '../scenarios/faultScenarios.js'
import { flows } from '../scenarios/flows.js'
import type { ScenarioChoice } from '../scenarios/resolveScenario.js'
import type { ScenarioStep } from '../scenarios/Scenario.js'
import { findScenario, type ScenarioName } from '../scenarios/scenarios.js'

/** What the command line asks for. */
export interface Flags {
  port: number
  host: string
  /** Milliseconds. */
  duration: number
  apiKey: string | false
  /** How all tasks go that do not say otherwise. */
  scenario: ScenarioChoice | undefined
  seed: number | undefined
  help: boolean
}

/**
 * Reads the command line.
 *
 * @throws {TypeError} for a flag that is unknown, lacks its value or has one that makes no sense
 */
export function readFlags(args: string[]): Flags {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      duration: { type: 'string', default: '20' },
      'api-key': { type: 'string', default: 'sk-emulator' },
      'any-key': { type: 'boolean', default: false },
      scenario: { type: 'string' },
      script: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new TypeError(`--port is a whole number from 0 to 65535, got '${values.port}'`)
  }
  const seconds = Number(values.duration)
  if (values.duration.trim() === '' || !Number.isFinite(seconds) || seconds < 0) {
    throw new TypeError(`--duration is a number of seconds, 0 or more, got '${values.duration}'`)
  }
  if (values.host.trim() === '') throw new TypeError('--host is empty')
  if (values['api-key'] === '') throw new TypeError('--api-key is empty; --any-key accepts every caller')
  if (values.seed !== undefined && !/^\d{1,15}$/.test(values.seed)) {
    throw new TypeError(`--seed is a whole number, got '${values.seed}'`)
  }
  return {
    ...{ port, host: values.host, duration: seconds * 1000, help: values.help },
    apiKey: values['any-key'] ? false : values['api-key'],
    scenario: readScenario(values),
    seed: values.seed === undefined ? undefined : Number(values.seed),
  }
}

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
function readScenario({
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

const table = (entries: Readonly<Record<string, { about: string }>>) =>
  Object.entries(entries)
    .map(([name, { about }]) => `  ${name.padEnd(22)}${about}`)
    .join('\n')

const often = Object.fromEntries(
  Object.entries(faults).map(([name, { about, times }]) => [
    name,
    { about: Number.isFinite(times) ? `${about}; ${times === 1 ? 'once' : `${times} times`}` : about },
  ]),
)

/** What `--help` prints. */
export const helpText = `video-task-emulator: the vendor's video API on this machine, without a key or a bill

Usage
  video-task-emulator [--port 8787] [--host 127.0.0.1] [--duration 20] [--api-key sk-emulator]
                      [--scenario wrapped,fail] [--script steps.json] [--seed 7]

Options
  --port <number>     Port to listen on; 0 takes any free one
  --host <name>       Address to listen on
  --duration <s>      Seconds from the create to the end of a task
  --api-key <key>     The key callers must send as a bearer token
  --any-key           Accept callers with any key or none
  --scenario <names>  How all tasks go; several names are joined by commas
  --script <file>     How all tasks go, step by step: a JSON array such as
                      [{"status": "queued", "times": 2}, {"answer": "503"}, {"after": 9000, "status": "completed"}]
  --seed <number>     Makes ids and chaos repeatable
  -h, --help          Show this

Scenarios
  A prompt chooses one by its name in brackets, '[fail] a lake', a request by the header
  'x-emulator-scenario: fail'. Several add up: '[wrapped] [fail]'.

How a task goes
${table(flows)}
  ${'chaos'.padEnd(22)}all of this at random; the same for the same --seed

Ids that the API does not know yet
${table(freshIds)}

How the task is written down
${table(dialects)}

What is wrong with the video
${table(contentScenarios)}

What goes wrong with a request: create-NAME hits creates, poll-NAME polls, content-NAME downloads
${table(often)}
`
