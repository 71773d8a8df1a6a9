import { jsonResponse } from '../http/jsonResponse.js'
import { askTask } from './askTask.js'
import type { Exchange } from './Exchange.js'
import { findTask } from './findTask.js'
import { writeTask } from './writeTask.js'

/** `GET …/videos/{id}`: where the task stands. */
export function answerRetrieve(exchange: Exchange): Promise<Response> {
  const task = findTask(exchange)
  return askTask(exchange, task, 'retrieve', ({ state, scenario, asked, now }) =>
    jsonResponse(writeTask(exchange, task, { state, scenario, asked, now })),
  )
}
