import { apiErrors, ApiFault, jsonResponse, storageErrorResponse } from '../http/apiErrors.js'
import { findKey } from '../http/auth.js'
import { countRequest } from '../http/keyLimit.js'
import { fail } from '../gateways/Gateway.js'
import type { ScenarioRequest } from '../scenarios/Scenario.js'
import { type EmulatedTask, stateAt } from '../tasks/task.js'
import { expiryOf, isSignedFor } from '../tasks/toWireTask.js'
import { answerCreate, answerRemix } from './answerCreate.js'
import { type Exchange, findTask, respondForTask, taskBody, taskFileResponse } from './exchange.js'
import { decodeId } from './matchRoute.js'

/**
 * Answers a request on its route.
 *
 * @throws {ApiFault} for each error in the API's envelope
 * @throws {ConnectionResetError} if the scenario breaks the connection before the response
 */
export async function answerRequest(exchange: Exchange): Promise<Response> {
  const { request, route, url } = exchange
  const { method } = request
  if (route.name === 'unknown') throw new ApiFault(apiErrors.unknownRoute(method, url.pathname))
  if (!route.allow.split(', ').includes(method))
    throw new ApiFault(apiErrors.methodNotAllowed(method, route.allow))
  if (route.name === 'file') return answerFile(exchange)

  checkKey(exchange)
  switch (route.name) {
    case 'create':
      return answerCreate(exchange)
    case 'retrieve':
      return answerRetrieve(exchange)
    case 'content':
      return answerContent(exchange)
    case 'remix':
      return answerRemix(exchange)
    case 'list':
      return answerList(exchange)
    case 'delete':
      return answerDelete(exchange)
    case 'models':
      return jsonResponse(exchange.settings.gateway.listModels?.())
  }
}

/**
 * Checks the key of a request, and counts the request.
 *
 * @throws {ApiFault} if the key is another, or beyond its limit
 */
function checkKey({ request, headers, startedAt, settings, state }: Exchange): void {
  const { apiKey, auth, keyLimit } = settings
  const key = findKey(request, auth)
  if (apiKey !== false && key !== apiKey) throw new ApiFault(apiErrors.invalidApiKey)
  if (!keyLimit) return
  const counted = countRequest(keyLimit, state.keyWindows, key ?? '', startedAt)
  if (counted.isOver) throw new ApiFault(apiErrors.keyLimited(counted.headers))
  for (const [name, value] of Object.entries(counted.headers)) headers.set(name, value)
}

/** `GET …/videos/{id}`: the task. */
function answerRetrieve(exchange: Exchange): Promise<Response> {
  const task = findTask(exchange)
  return respondForTask(exchange, task, 'retrieve', (context) =>
    jsonResponse(taskBody(exchange, task, context)),
  )
}

/** `GET …/videos/{id}/content`: the MP4 of a completed task, or a picture of it. */
function answerContent(exchange: Exchange): Promise<Response> {
  const { request, url, settings } = exchange
  const task = findTask(exchange)
  if (!task.style.hasContent) return fail(apiErrors.unknownRoute(request.method, url.pathname))
  const variant = task.style.hasVariants ? readVariant(url.searchParams) : 'video'
  return respondForTask(exchange, task, 'content', ({ state, ranges, now }) => {
    if (state.status !== 'completed') throw new ApiFault(apiErrors.notCompleted(state.status))
    const age = now - task.createdAt - (state.endedAfter ?? task.duration)
    const hasExpired = task.style.expires && age >= settings.urlLifetime
    if (state.url === 'expired' || hasExpired) throw new ApiFault(apiErrors.fileGone)
    return taskFileResponse(request, task, state.endedAfter, ranges, variant)
  })
}

const VARIANTS = ['video', 'thumbnail', 'spritesheet'] as const

function readVariant(query: URLSearchParams) {
  const text = query.get('variant') ?? 'video'
  const variant = VARIANTS.find((name) => name === text)
  return variant ?? fail(apiErrors.invalidValue('variant', text, VARIANTS))
}

/** Tasks on a page of a list without `limit`. */
const DEFAULT_PAGE_SIZE = 20

/** `GET …/videos?limit=&after=&order=`: a page of the tasks, the newest first, as OpenAI lists them. */
function answerList(exchange: Exchange): Response {
  const { state, settings, url } = exchange
  const query = url.searchParams
  const tasks = [...state.tasks.values()]
  if (query.get('order') !== 'asc') tasks.reverse()
  const after = query.get('after')
  const afterId = after === null ? undefined : (settings.gateway.readId?.(after) ?? after)
  const first = afterId === undefined ? 0 : tasks.findIndex(({ id }) => id === afterId) + 1
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE_SIZE)
  if (!Number.isInteger(limit) || limit < 0 || limit > 100)
    return fail(apiErrors.invalidValue('limit', String(query.get('limit')), ['0 to 100']))
  const data = tasks.slice(first, first + limit).map((task) => listedBody(exchange, task))
  return jsonResponse({
    object: 'list',
    data,
    first_id: data[0]?.['id'] ?? null,
    last_id: data.at(-1)?.['id'] ?? null,
    has_more: first + limit < tasks.length,
  })
}

function listedBody(exchange: Exchange, task: EmulatedTask): Record<string, unknown> {
  const now = exchange.settings.clock.now()
  const { scenario, duration } = task
  const elapsed = Math.max(0, now - task.createdAt)
  const polls = [...task.requestTimes.retrieve]
  const scenarioRequest: ScenarioRequest = { route: 'retrieve', elapsed, duration, earlier: polls, polls }
  return taskBody(exchange, task, { state: stateAt(task, now), scenario, scenarioRequest, now })
}

/** `DELETE …/videos/{id}`: forgets a task. */
function answerDelete(exchange: Exchange): Response {
  const { settings, state, route } = exchange
  const task = findTask(exchange)
  const { status } = stateAt(task, settings.clock.now())
  const isRunning = status === 'queued' || status === 'in_progress'
  if (isRunning && !settings.gateway.deletesRunning) return fail(apiErrors.deleteOfUnfinished(status))
  state.tasks.delete(task.id)
  return jsonResponse({ id: decodeId(route.rawId), object: 'video.deleted', deleted: true })
}

/** `GET /files/{id}.mp4?Expires=…&Signature=…`: the target of a `video_url`, which needs no key. */
async function answerFile(exchange: Exchange): Promise<Response> {
  const { request, url, taskId, state, settings, requestId } = exchange
  const query = url.searchParams
  const isSigned = taskId !== undefined && isSignedFor(taskId, query)
  if (!isSigned) return storageErrorResponse('wrongSignature', requestId)
  if (settings.clock.now() >= expiryOf(query) * 1000) return storageErrorResponse('expired', requestId)
  const task = state.tasks.get(taskId)
  if (!task) return storageErrorResponse('missing', requestId)
  return respondForTask(exchange, task, 'file', ({ state: taskState, ranges }) => {
    if (taskState.status !== 'completed') return storageErrorResponse('missing', requestId)
    return taskFileResponse(request, task, taskState.endedAfter, ranges)
  })
}
