import { apiErrors } from '../http/apiErrors.js'
import { ApiFault } from '../http/ApiFault.js'
import { askTask } from './askTask.js'
import type { Exchange } from './Exchange.js'
import { findTask } from './findTask.js'
import { taskFileResponse } from './taskFileResponse.js'

/** `GET …/videos/{id}/content`: the MP4, once there is one. */
export function answerContent(exchange: Exchange): Promise<Response> {
  const task = findTask(exchange)
  return askTask(exchange, task, 'content', ({ state, ranges }) => {
    if (state.status !== 'completed') throw new ApiFault(apiErrors.notCompleted(state.status))
    if (state.url === 'expired') throw new ApiFault(apiErrors.fileGone)
    return taskFileResponse(exchange.request, task, state.endedAfter, ranges)
  })
}
