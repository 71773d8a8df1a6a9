import { storageErrorResponse } from '../http/storageErrorResponse.js'
import { signatureOf } from '../tasks/signatureOf.js'
import { askTask } from './askTask.js'
import type { Exchange } from './Exchange.js'
import { taskFileResponse } from './taskFileResponse.js'

/** `GET /files/{id}.mp4?Expires=…&Signature=…`: what a `video_url` leads to; the signature is all it asks for. */
export async function answerFile(exchange: Exchange): Promise<Response> {
  const { request, url, taskId, state, settings, requestId } = exchange
  const expires = Number(url.searchParams.get('Expires'))
  const signed = taskId !== undefined && url.searchParams.get('Signature') === signatureOf(taskId, expires)
  if (!signed) return storageErrorResponse('wrongSignature', requestId)
  if (settings.clock.now() >= expires * 1000) return storageErrorResponse('expired', requestId)
  const task = state.tasks.get(taskId)
  if (!task) return storageErrorResponse('missing', requestId)
  return askTask(exchange, task, 'file', ({ state: stands, ranges }) => {
    if (stands.status !== 'completed') return storageErrorResponse('missing', requestId)
    return taskFileResponse(request, task, stands.endedAfter, ranges)
  })
}
