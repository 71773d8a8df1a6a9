import { deliver, type EmulatedAnswer } from '../answers.js'
import { loadClip } from '../clips/loadClip.js'
import { apiErrors, ApiFault } from '../http/apiErrors.js'
import { fileResponse } from '../http/fileResponse.js'
import type { Route } from './matchRoute.js'
import { scenarioOfHeader } from './scenarioOf.js'
import type { Scenario, ScenarioRequest } from '../scenarios/Scenario.js'
import type { EmulatorSettings, EmulatorState } from '../settings.js'
import { type EmulatedTask, stateAt } from '../tasks/task.js'
import type { TaskState } from '../tasks/TaskState.js'
import { signFileUrl, toWireTask } from '../tasks/toWireTask.js'
import type { EmulatedRequestDraft } from '../VideoEmulator.js'

/** One request on its way through the emulator, and what answering it may need. */
export interface Exchange {
  readonly request: Request
  /** The caller's, who may leave. */
  readonly signal: AbortSignal
  readonly url: URL
  readonly route: Route
  /** The id in the path, decoded. */
  readonly taskId?: string
  readonly requestId: string
  /** When it came in, in ms on the emulator's clock. */
  readonly startedAt: number
  readonly settings: EmulatorSettings
  readonly state: EmulatorState
  /** Its entry among the requests, to be completed. */
  readonly entry: EmulatedRequestDraft
}

/** What a request is answered with where nothing goes wrong; it is told what does. */
type UsualAnswer = (answer: EmulatedAnswer) => Response | Promise<Response>

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

/**
 * The task the path names.
 *
 * @throws {ApiFault} when there is none
 */
export function findTask({ taskId, state }: Exchange): EmulatedTask {
  if (taskId === undefined) throw new ApiFault(apiErrors.malformedId)
  const task = state.tasks.get(taskId)
  if (!task) throw new ApiFault(apiErrors.taskNotExist)
  return task
}

/** What a route needs to answer as usual. */
interface UsualContext {
  /** Where the task stands. */
  state: TaskState
  scenario: Scenario
  asked: ScenarioRequest
  /** Whether the bytes of a video heed `Range`. */
  ranges: boolean
  /** Milliseconds on the emulator's clock. */
  now: number
}

/** Answers a request about a task, and remembers that it was asked. */
export function fetchTask(
  exchange: Exchange,
  task: EmulatedTask,
  route: keyof EmulatedTask['asked'],
  usual: (context: UsualContext) => Response | Promise<Response>,
): Promise<Response> {
  const { settings, request, url } = exchange
  const { clock } = settings
  const scenario = scenarioOfHeader(request.headers, settings, task.id) ?? task.scenario
  const elapsed = Math.max(0, clock.now() - task.createdAt)
  const [earlier, polls] = [[...task.asked[route]], [...task.asked.retrieve]]
  const asked: ScenarioRequest = { route, elapsed, duration: task.duration, earlier, polls }
  task.asked[route].push(elapsed)

  const videoUrl = () =>
    signFileUrl(url.origin, task.id, Math.ceil((clock.now() + settings.urlLifetime) / 1000))
  return respond(exchange, scenario, asked, videoUrl, ({ ranges = true }) => {
    const now = clock.now()
    return usual({ state: stateAt(task, now, polls, scenario), scenario, asked, ranges, now })
  })
}

/** The body about a task, in the dialect of its scenario. */
export function writeTask(
  { settings, url }: Exchange,
  task: EmulatedTask,
  { state, scenario, asked, now }: Omit<UsualContext, 'ranges'>,
): Record<string, unknown> {
  const { urlLifetime } = settings
  const documented = { ...toWireTask(task, state, { now, urlLifetime, origin: url.origin }) }
  return scenario.write?.(documented, asked) ?? documented
}

/** The video of a completed task: the clip whose shape comes nearest to the size asked for. */
export async function taskFileResponse(
  request: Request,
  task: EmulatedTask,
  endedAfter = task.duration,
  ranges = true,
): Promise<Response> {
  const { name, bytes } = await loadClip(task.size)
  const lastModified = new Date(task.createdAt + endedAfter).toUTCString()
  return fileResponse(request, { bytes, etag: `"${name}-${bytes.length}"`, lastModified, ranges })
}
