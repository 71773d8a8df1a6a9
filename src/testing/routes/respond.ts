import { deliver } from '../answers/deliver.js'
import type { EmulatedAnswer } from '../answers/EmulatedAnswer.js'
import type { Scenario, ScenarioRequest } from '../scenarios/Scenario.js'
import type { Exchange } from './Exchange.js'

/** What a request is answered with where nothing goes wrong; it is told what does. */
export type UsualAnswer = (answer: EmulatedAnswer) => Response | Promise<Response>

/**
 * Answers a request as its scenario wants it.
 *
 * @param videoUrl the signed address of the task's file, for answers that lead there
 */
export function respond(
  { request, settings, signal, startedAt, requestId, entry }: Exchange,
  scenario: Scenario,
  asked: ScenarioRequest,
  videoUrl: () => string,
  usual: UsualAnswer,
): Promise<Response> {
  const { clock } = settings
  const toDate = (_: string, seconds: string) => new Date(clock.now() + Number(seconds) * 1000).toUTCString()
  const fill = (text: string) =>
    text
      .replaceAll('{request_id}', requestId)
      .replaceAll(/\{date\+(\d+)\}/g, toDate)
      .replaceAll('{video_url}', videoUrl)
      .replaceAll('{api_key}', () => request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '')
  const answer = scenario.intercept?.(asked) ?? {}
  return deliver(answer, () => usual(answer), {
    ...{ clock, startedAt, signal, fill },
    onLeft: () => (entry.left = true),
  })
}
