import { loadClip } from '../clips/loadClip.js'
import { loadPicture } from '../clips/pictures.js'
import { apiErrors, ApiFault } from '../http/apiErrors.js'
import { findKey } from '../http/auth.js'
import { deliverAnswer, type EmulatedAnswer } from '../http/deliverAnswer.js'
import { fileResponse } from '../http/fileResponse.js'
import type { RequestLogEntry } from '../requestLog.js'
import { scenarioOfHeader } from '../scenarios/chooseScenario.js'
import type { Scenario, ScenarioRequest } from '../scenarios/Scenario.js'
import type { EmulatorSettings, EmulatorState } from '../settings.js'
import { type EmulatedTask, stateAt } from '../tasks/task.js'
import type { TaskState } from '../tasks/TaskState.js'
import { signFileUrl, toWireTask } from '../tasks/toWireTask.js'
import type { Route } from './matchRoute.js'

/** A request to the emulator and what its response depends on. */
export interface Exchange {
  readonly request: Request
  /** Aborts when the caller disconnects. */
  readonly signal: AbortSignal
  readonly url: URL
  readonly route: Route
  /** The id in the path, decoded. */
  readonly taskId?: string
  readonly requestId: string
  /** When the request arrived, in milliseconds on the emulator's clock. */
  readonly startedAt: number
  readonly settings: EmulatorSettings
  readonly state: EmulatorState
  /** Headers that every response to the request gets. */
  readonly headers: Headers
  /** The log entry of the request. */
  readonly entry: RequestLogEntry
}

/** Creates the response of a request that its scenario leaves alone; `answer` is what the scenario changes in it. */
type NormalResponse = (answer: EmulatedAnswer) => Response | Promise<Response>

/**
 * Responds to a request as its scenario wants.
 *
 * @param signVideoUrl signs the URL for the placeholder `{video_url}`
 */
export function respond(
  { request, settings, signal, startedAt, requestId, entry }: Exchange,
  scenario: Scenario,
  scenarioRequest: ScenarioRequest,
  signVideoUrl: () => string,
  normalResponse: NormalResponse,
): Promise<Response> {
  const { clock } = settings
  const toDate = (_: string, seconds: string) => new Date(clock.now() + Number(seconds) * 1000).toUTCString()
  const fill = (text: string) =>
    text
      .replaceAll('{request_id}', requestId)
      .replaceAll(/\{date\+(\d+)\}/g, toDate)
      .replaceAll('{video_url}', signVideoUrl)
      .replaceAll('{api_key}', () => findKey(request, settings.auth) ?? '')
  const answer = scenario.intercept?.(scenarioRequest) ?? {}
  const onDisconnect = () => void (entry.aborted = true)
  return deliverAnswer(answer, () => normalResponse(answer), { clock, startedAt, signal, fill, onDisconnect })
}

/**
 * Finds the task that the path names.
 *
 * @throws {ApiFault} if there is none
 */
export function findTask({ taskId, state }: Exchange): EmulatedTask {
  if (taskId === undefined) throw new ApiFault(apiErrors.malformedId)
  const task = state.tasks.get(taskId)
  if (!task) throw new ApiFault(apiErrors.taskNotExist)
  return task
}

/** What the normal response for a task depends on. */
interface TaskContext {
  state: TaskState
  scenario: Scenario
  scenarioRequest: ScenarioRequest
  /** Milliseconds on the emulator's clock. */
  now: number
  /** Whether the video supports `Range`. */
  ranges: boolean
}

/** Responds to a request for a task, and records its time on the task. */
export function respondForTask(
  exchange: Exchange,
  task: EmulatedTask,
  route: keyof EmulatedTask['requestTimes'],
  normalResponse: (context: TaskContext) => Response | Promise<Response>,
): Promise<Response> {
  const { settings, request, url } = exchange
  const { clock } = settings
  const scenario = scenarioOfHeader(request.headers, settings, task.id) ?? task.scenario
  const elapsed = Math.max(0, clock.now() - task.createdAt)
  const earlier = [...task.requestTimes[route]]
  const polls = [...task.requestTimes.retrieve]
  const scenarioRequest: ScenarioRequest = { route, elapsed, duration: task.duration, earlier, polls }
  task.requestTimes[route].push(elapsed)

  const signVideoUrl = () =>
    signFileUrl(url.origin, task.id, Math.ceil((clock.now() + settings.urlLifetime) / 1000))
  return respond(exchange, scenario, scenarioRequest, signVideoUrl, ({ ranges = true }) => {
    const now = clock.now()
    const state = stateAt(task, now, polls, scenario)
    return normalResponse({ state, scenario, scenarioRequest, now, ranges })
  })
}

/** The JSON body for a task, in the style of its model or gateway and the dialect of its scenario. */
export function taskBody(
  { settings, url }: Exchange,
  task: EmulatedTask,
  { state, scenario, scenarioRequest, now }: Omit<TaskContext, 'ranges'>,
): Record<string, unknown> {
  const { urlLifetime } = settings
  const documented = toWireTask(task, state, { now, urlLifetime, origin: url.origin })
  const isCreate = scenarioRequest.route === 'create'
  const videosURL = `${url.origin}${url.pathname.replace(/(\/v1\/videos)(\/.*)?$/, '$1')}`
  const written = task.style.write?.(documented, { task, state, isCreate, videosURL, urlLifetime })
  const body = { ...(written ?? documented), ...task.fields }
  return scenario.write?.(body, scenarioRequest) ?? body
}

/**
 * The video of a completed task, the clip whose aspect ratio is nearest to the requested size, or a picture of it.
 *
 * @param variant `video` or a picture
 */
export async function taskFileResponse(
  request: Request,
  task: EmulatedTask,
  endedAfter = task.duration,
  ranges = true,
  variant: 'video' | 'thumbnail' | 'spritesheet' = 'video',
): Promise<Response> {
  const file = variant === 'video' ? await loadClip(task.size) : loadPicture(variant)
  const lastModified = new Date(task.createdAt + endedAfter).toUTCString()
  const etag = `"${file.name}-${file.bytes.length}"`
  return fileResponse(request, { ...file, etag, lastModified, ranges })
}
