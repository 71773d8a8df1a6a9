import { jsonResponse } from '../http/jsonResponse.js'
import { toWireTask } from '../tasks/toWireTask.js'
import type { Exchange } from './Exchange.js'
import { findTask } from './findTask.js'

/** `GET …/videos/{id}`: where the task stands. */
export function answerRetrieve(exchange: Exchange): Response {
  const { now, urlLifetime, url } = exchange
  return jsonResponse(toWireTask(findTask(exchange), { now, urlLifetime, origin: url.origin }))
}
