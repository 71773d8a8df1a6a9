import { apiErrors, ApiFault, jsonResponse, storageErrorResponse } from '../http/apiErrors.js'
import { answerCreate } from './answerCreate.js'
import { fetchTask, type Exchange, findTask, taskFileResponse, writeTask } from './exchange.js'
import { signatureOf } from '../tasks/toWireTask.js'

/**
 * Sends a request to its route.
 *
 * @throws {ApiFault} for everything the API answers with its error envelope
 * @throws {ConnectionResetError} when the connection is to break before the answer
 */
export async function answer(exchange: Exchange): Promise<Response> {
  const { request, route, url, settings } = exchange
  const { method, headers } = request
  if (route.name === 'unknown') throw new ApiFault(apiErrors.unknownRoute(method, url.pathname))
  if (!route.allow.split(', ').includes(method))
    throw new ApiFault(apiErrors.methodNotAllowed(method, route.allow))
  if (route.name === 'file') return answerFile(exchange)

  const { apiKey } = settings
  const authorized = apiKey === false || headers.get('authorization') === `Bearer ${apiKey}`
  if (!authorized) throw new ApiFault(apiErrors.invalidApiKey)
  switch (route.name) {
    case 'create':
      return answerCreate(exchange)
    case 'retrieve':
      return answerRetrieve(exchange)
    case 'content':
      return answerContent(exchange)
  }
}

/** `GET …/videos/{id}`: where the task stands. */
function answerRetrieve(exchange: Exchange): Promise<Response> {
  const task = findTask(exchange)
  return fetchTask(exchange, task, 'retrieve', ({ state, scenario, asked, now }) =>
    jsonResponse(writeTask(exchange, task, { state, scenario, asked, now })),
  )
}

/** `GET …/videos/{id}/content`: the MP4, once there is one. */
function answerContent(exchange: Exchange): Promise<Response> {
  const task = findTask(exchange)
  return fetchTask(exchange, task, 'content', ({ state, ranges }) => {
    if (state.status !== 'completed') throw new ApiFault(apiErrors.notCompleted(state.status))
    if (state.url === 'expired') throw new ApiFault(apiErrors.fileGone)
    return taskFileResponse(exchange.request, task, state.endedAfter, ranges)
  })
}

/** `GET /files/{id}.mp4?Expires=…&Signature=…`: what a `video_url` leads to; the signature is all it asks for. */
async function answerFile(exchange: Exchange): Promise<Response> {
  const { request, url, taskId, state, settings, requestId } = exchange
  const expires = Number(url.searchParams.get('Expires'))
  const signed = taskId !== undefined && url.searchParams.get('Signature') === signatureOf(taskId, expires)
  if (!signed) return storageErrorResponse('wrongSignature', requestId)
  if (settings.clock.now() >= expires * 1000) return storageErrorResponse('expired', requestId)
  const task = state.tasks.get(taskId)
  if (!task) return storageErrorResponse('missing', requestId)
  return fetchTask(exchange, task, 'file', ({ state: stands, ranges }) => {
    if (stands.status !== 'completed') return storageErrorResponse('missing', requestId)
    return taskFileResponse(request, task, stands.endedAfter, ranges)
  })
}
