import { parseArgs } from 'node:util'
import type { ScenarioChoice } from '../scenarios/resolveScenario.js'
import { readScenario } from './readScenario.js'

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
