import type { FaultName, ScenarioName } from 'react-video-task/testing'
import type { permanentFaults, transientFaults } from '../../src/testing/faults.js'
import type { FaultTarget } from '../../src/testing/scenarios/emulatorScenarios.js'

/**
 * The expected end of a watch.
 *
 * - `ends`: in the ending that the emulator lists
 * - `stalls`: stalled, because the task does not change
 * - `refused`: with a permanent error of this code
 * - `misplaced`: stalled like in an outage, or refused as `wrong_base_url` in a page without a good answer before
 */
export type Outcome = 'ends' | 'stalls' | 'misplaced' | { refused: string }

/**
 * The expected end of a create.
 *
 * - `made`: a task
 * - `lost`: a task, but the response with its id is lost
 * - `hangs`: no response
 * - `unknown`: no task, but an answer with an id that the API does not know
 * - `refused`: no task, and an error of this code
 */
export type CreateOutcome = 'made' | 'lost' | 'hangs' | 'unknown' | { refused: string }

type TransientFault = keyof typeof transientFaults
type ErrorFault = TransientFault | keyof typeof permanentFaults
type FlowName = Exclude<ScenarioName, `${FaultTarget}-${FaultName}`>

/** Scenarios whose tasks end. The type of `flows` makes the compiler report a scenario that is missing. */
const ENDING = {
  ...{ succeed: 0, instant: 0, fail: 0, error: 0, 'fail-silently': 0, 'fail-at-100': 0, refuse: 0 },
  ...{ 'refused-as-done': 0, 'accepted-202': 0, greeting: 0, 'json-in-text': 0, 'nested-url': 0 },
  ...{ 'jump-to-90': 0, backwards: 0, 'early-completed-at': 0, 'late-url': 0, 'no-url': 0, expired: 0 },
  ...{ 'fresh-id': 0, 'fresh-id-404': 0, 'fresh-id-10s': 0, 'key-limit': 0, chaos: 0 },
  ...{ uppercase: 0, wrapped: 0, 'new-api': 0, milliseconds: 0 },
  ...{ 'no-status': 0, 'null-data': 0, 'unknown-status': 0, 'odd-fields': 0 },
  ...{ 'content-refused': 0, 'content-redirect': 0, 'no-ranges': 0, 'octet-stream': 0 },
  ...{ 'json-as-mp4': 0, 'html-as-mp4': 0 },
}
/** Scenarios whose tasks never end. */
const STUCK = { stuck: 0, 'stuck-in-queue': 0, 'stuck-at-0': 0, 'stuck-at-100': 0 }
const flows: Readonly<Record<FlowName, number>> = { ...ENDING, ...STUCK }

/** The error code of each permanent fault. */
const permanentCodes: Readonly<Record<keyof typeof permanentFaults, string>> = {
  '301': 'wrong_base_url',
  '302': 'wrong_base_url',
  '400': 'invalid_request',
  '400-task-not-exist': 'task_not_exist',
  '401': 'invalid_api_key',
  '401-key': 'invalid_api_key',
  '402': 'insufficient_user_quota',
  '403': 'model_not_allowed',
  '404': 'not_found',
  '413': 'http_413',
  '422': 'http_422',
  '500-invalid-request': 'invalid_request',
  '501': 'http_501',
  '503-model-not-found': 'model_not_found',
  '200-error': 'invalid_api_key',
  '200-html': 'wrong_base_url',
}

/** The error code of each transient fault of a create, which is never repeated. Watches go on after them. */
const transientCodes: Readonly<Record<TransientFault, string>> = {
  '408': 'request_timeout',
  '425': 'http_425',
  '429': 'rate_limit_exceeded',
  '429-retry-after': 'rate_limit_exceeded',
  '429-retry-date': 'rate_limit_exceeded',
  '429-reset': 'rate_limit_exceeded',
  '500': 'internal_server_error',
  '500-flat': 'get_channel_failed',
  '500-text': 'http_500',
  '500-detail': 'http_500',
  '500-message': 'http_500',
  '500-cut-json': 'http_500',
  '502': 'http_502',
  '503': 'system_overloaded',
  '503-empty': 'http_503',
  '504': 'http_504',
  '520': 'http_520',
  '521': 'http_521',
  '522': 'http_522',
  '523': 'http_523',
  '524': 'http_524',
  '526': 'http_526',
  '529': 'overloaded',
  '200-rate-limit': '1002',
  '200-request-error': 'http_200',
  '200-empty': 'invalid_json',
  '200-cut-json': 'invalid_json',
  '200-no-status': 'unknown',
  '200-null-data': 'missing_id',
}

/** The outcome of a create for each connection fault. Watches go on after them. */
const connectionCreates: Readonly<Record<Exclude<FaultName, ErrorFault>, CreateOutcome>> = {
  ...{ slow: 'made', drip: 'made', 'leaky-headers': 'made', 'text-plain': 'made', 'wait-hint': 'made' },
  ...{ cut: 'lost', reset: 'lost', hang: 'hangs' },
}

const codeOf = (table: Readonly<Record<string, string>>, fault: string) =>
  Object.hasOwn(table, fault) ? table[fault] : undefined

/** The expected end of the watch of a task with this scenario. */
export function outcomeOf(scenario: ScenarioName): Outcome {
  if (Object.hasOwn(flows, scenario)) return Object.hasOwn(STUCK, scenario) ? 'stalls' : 'ends'
  const code = scenario.startsWith('poll-') ? codeOf(permanentCodes, scenario.slice(5)) : undefined
  if (code === 'wrong_base_url') return 'misplaced'
  return code === undefined ? 'ends' : { refused: code }
}

/** The expected end of a create whose prompt selects this scenario. */
export function createOutcomeOf(scenario: ScenarioName): CreateOutcome {
  if (scenario === 'refuse') return { refused: 'content_policy_violation' }
  if (!scenario.startsWith('create-')) return 'made'
  const fault = scenario.slice(7)
  const code = codeOf({ ...permanentCodes, ...transientCodes }, fault)
  if (code === 'unknown') return code
  if (code !== undefined) return { refused: code }
  const found = Object.entries(connectionCreates).find(([name]) => name === fault)
  if (!found) throw new Error(`Unknown outcome of the scenario ${scenario}: add it to outcomes.ts.`)
  return found[1]
}
