import { apiErrors, ApiFault, jsonResponse, storageErrorResponse } from '../http/apiErrors.js'
import { expiryOf, isSignedFor } from '../tasks/signedUrl.js'
import { answerCreate } from './answerCreate.js'
import { type Exchange, findTask, respondForTask, taskBody, taskFileResponse } from './exchange.js'

/**
 * Answers a request on its route.
 *
 * @throws {ApiFault} for each error in the API's envelope
 * @throws {ConnectionResetError} if the scenario breaks the connection before the response
 */
export async function answerRequest(exchange: Exchange): Promise<Response> {
  const { request, route, url, settings } = exchange
  const { method, headers } = request
  if (route.name === 'unknown') throw new ApiFault(apiErrors.unknownRoute(method, url.pathname))
  if (!route.allow.split(', ').includes(method))
    throw new ApiFault(apiErrors.methodNotAllowed(method, route.allow))
  if (route.name === 'file') return answerFile(exchange)

  const { apiKey } = settings
  const isAuthorized = apiKey === false || headers.get('authorization') === `Bearer ${apiKey}`
  if (!isAuthorized) throw new ApiFault(apiErrors.invalidApiKey)
  switch (route.name) {
    case 'create':
      return answerCreate(exchange)
    case 'retrieve':
      return answerRetrieve(exchange)
    case 'content':
      return answerContent(exchange)
  }
}

/** `GET …/videos/{id}`: the task. */
function answerRetrieve(exchange: Exchange): Promise<Response> {
  const task = findTask(exchange)
  return respondForTask(exchange, task, 'retrieve', (context) =>
    jsonResponse(taskBody(exchange, task, context)),
  )
}

/** `GET …/videos/{id}/content`: the MP4 of a completed task. */
function answerContent(exchange: Exchange): Promise<Response> {
  const task = findTask(exchange)
  return respondForTask(exchange, task, 'content', ({ state, ranges }) => {
    if (state.status !== 'completed') throw new ApiFault(apiErrors.notCompleted(state.status))
    if (state.url === 'expired') throw new ApiFault(apiErrors.fileGone)
    return taskFileResponse(exchange.request, task, state.endedAfter, ranges)
  })
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
