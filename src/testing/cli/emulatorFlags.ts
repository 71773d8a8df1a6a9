import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { faults } from '../faults.js'
import type { ScenarioChoice } from '../scenarios/chooseScenario.js'
import { contentScenarios } from '../scenarios/contentScenarios.js'
import { dialects } from '../scenarios/dialects.js'
import {
  describeTimes,
  findScenario,
  freshIdScenarios,
  keyLimitScenarios,
  type ScenarioName,
} from '../scenarios/emulatorScenarios.js'
import { flows } from '../scenarios/flows.js'
import type { ScenarioStep } from '../scenarios/Scenario.js'
import { GATEWAYS } from '../settings.js'
import type { GatewayName, VideoEmulatorOptions } from '../VideoEmulator.js'

/** The command line of `video-task-emulator`. */
export interface EmulatorFlags {
  port: number
  host: string
  gateway: GatewayName | undefined
  /** Milliseconds. */
  duration: number
  apiKey: string | false
  auth: VideoEmulatorOptions['auth']
  keyLimit: VideoEmulatorOptions['keyLimit']
  scenario: ScenarioChoice
  seed: number | undefined
  maxBodyBytes: number | undefined
  help: boolean
}

/**
 * Parses the command line.
 *
 * @throws {TypeError} if a flag is unknown, has no value or an invalid one
 */
export function readEmulatorFlags(args: string[]): EmulatorFlags {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      duration: { type: 'string', default: '20' },
      'api-key': { type: 'string', default: 'sk-emulator' },
      'any-key': { type: 'boolean', default: false },
      auth: { type: 'string' },
      'key-limit': { type: 'string' },
      gateway: { type: 'string' },
      scenario: { type: 'string' },
      script: { type: 'string' },
      seed: { type: 'string' },
      'max-body-bytes': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new TypeError(`--port must be an integer from 0 to 65535, got '${values.port}'`)
  const seconds = Number(values.duration)
  if (values.duration.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    throw new TypeError(`--duration must be a number of seconds, 0 or more, got '${values.duration}'`)
  if (values.host.trim() === '') throw new TypeError('--host is empty')
  if (values['api-key'] === '')
    throw new TypeError('--api-key is empty. To accept any key or none, use --any-key')
  if (values.seed !== undefined && !/^\d{1,15}$/.test(values.seed))
    throw new TypeError(`--seed must be an integer of at most 15 digits, got '${values.seed}'`)
  const maxBodyBytes = values['max-body-bytes']
  if (maxBodyBytes !== undefined && !/^[1-9]\d{0,14}$/.test(maxBodyBytes))
    throw new TypeError(`--max-body-bytes must be an integer above 0, got '${maxBodyBytes}'`)
  return {
    port,
    host: values.host,
    gateway: readGateway(values.gateway),
    duration: seconds * 1000,
    apiKey: values['any-key'] ? false : values['api-key'],
    auth: readAuth(values.auth),
    keyLimit: readKeyLimit(values['key-limit']),
    scenario: readScenario(values),
    seed: values.seed === undefined ? undefined : Number(values.seed),
    maxBodyBytes: maxBodyBytes === undefined ? undefined : Number(maxBodyBytes),
    help: values.help,
  }
}

/** Reads `x-api-key`, `authorization: Key` or `?key`; the emulator validates the names. */
function readAuth(text: string | undefined): VideoEmulatorOptions['auth'] {
  if (text === undefined) return undefined
  if (text.startsWith('?')) return { query: text.slice(1) }
  const [header = '', scheme] = text.split(/\s*:\s*/, 2)
  return scheme === undefined ? { header } : { header, scheme }
}

function readKeyLimit(text: string | undefined): VideoEmulatorOptions['keyLimit'] {
  if (text === undefined) return undefined
  const [, requests, seconds] = /^(\d{1,9})\/(\d{1,9}(?:\.\d+)?)$/.exec(text) ?? []
  if (requests !== undefined && seconds !== undefined)
    return { requests: Number(requests), window: Number(seconds) * 1000 }
  throw new TypeError(`--key-limit must be requests/seconds, such as 5/10, got '${text}'`)
}

function readGateway(text: string | undefined): GatewayName | undefined {
  if (text === undefined) return undefined
  const names = Object.keys(GATEWAYS) as GatewayName[]
  const name = names.find((known) => known === text)
  if (name) return name
  throw new TypeError(`--gateway must be one of ${names.join(', ')}, got '${text}'`)
}

/** Combines `--scenario` and `--script`; the emulator validates the steps. */
function readScenario(flags: { scenario?: string; script?: string }): ScenarioChoice {
  const { scenario, script } = flags
  return [
    ...(scenario === undefined ? [] : readNames(scenario)),
    ...(script === undefined ? [] : readScript(script)),
  ]
}

function readNames(list: string): ScenarioName[] {
  const names = list.split(',').filter((name) => name.trim() !== '')
  return names.map((name) => {
    const found = findScenario(name)
    if (!found) throw new TypeError(`--scenario: unknown scenario '${name.trim()}'`)
    return found.name
  })
}

function readScript(path: string): ScenarioStep[] {
  let script: unknown
  try {
    script = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TypeError(`--script: cannot read ${path}: ${reason}`, { cause: error })
  }
  if (!Array.isArray(script)) throw new TypeError(`--script: ${path} must contain a JSON array of steps`)
  return script
}

/** The output of `video-task-emulator --help`. */
export const helpText = `video-task-emulator: serves a mock of the video task API over HTTP; needs no account and bills nothing

Usage
  video-task-emulator [--port 8787] [--host 127.0.0.1] [--duration 20] [--api-key sk-emulator]
                      [--gateway openrouter] [--key-limit 5/10] [--scenario wrapped,fail] [--script steps.json] [--seed 7]

Options
  --port <number>     Port to listen on; 0 picks a free one
  --host <name>       Address to listen on
  --duration <s>      Seconds from create to completion of a task
  --api-key <key>     Key that callers must send, as Authorization: Bearer <key>
  --any-key           Accept any key, or none
  --auth <place>      Where callers must send the key instead: a header ('x-api-key'), a header and a word before the
                      key ('authorization: Key'), or a parameter of the query ('?key')
  --key-limit <n/s>   Requests of a key in each so many seconds, such as 5/10; further ones get 429 with Retry-After
                      and RateLimit-Reset
  --gateway <name>    The API to serve; its models, bodies, routes and errors:
                      cometapi, the default: every documented model of CometAPI
                      openrouter: JSON creates answered with 202, polling_url, unsigned_urls, cost, /videos/models
                      litellm: JSON or form creates; list, delete, remix; ids that contain the model
                      vllm-omni: form creates without a model; list, delete
  --scenario <names>  Default scenario of all tasks; comma-separated names are combined
  --script <file>     Default script of all tasks: a JSON array of steps, such as
                      [{"status": "queued", "times": 2}, {"answer": "503"}, {"after": 9000, "status": "completed"}]
  --seed <number>     Makes ids and chaos reproducible
  --max-body-bytes <number>
                      Largest body of a create; a larger one is answered with 413. Default: 33554432 (32 MiB)
  -h, --help          Show this help

Scenarios
  A prompt selects a scenario by its name in brackets, '[fail] a lake'; a request by the header
  'x-emulator-scenario: fail'. Names are combined: '[wrapped] [fail]'.

Task flows
${table(flows)}
  ${'chaos'.padEnd(22)}all of this at random, reproducible by --seed

New ids that the API does not know yet
${table(freshIdScenarios)}

Limits of the key
${table(keyLimitScenarios)}

Dialects: the formats in which gateways send a task
${table(dialects)}

Faults of the video content
${table(contentScenarios)}

Faults of a request: create-NAME for creates, poll-NAME for polls, content-NAME for downloads
${table(faultDescriptions())}
`

function table(entries: Readonly<Record<string, { description: string }>>): string {
  return Object.entries(entries)
    .map(([name, { description }]) => `  ${name.padEnd(22)}${description}`)
    .join('\n')
}

function faultDescriptions() {
  const entries = Object.entries(faults).map(([name, fault]) => {
    const description = [fault.description, describeTimes(fault)].filter(Boolean).join('; ')
    return [name, { description }] as const
  })
  return Object.fromEntries(entries)
}
