import { apiErrors } from '../http/apiErrors.js'
import { ApiFault } from '../http/ApiFault.js'
import { answerContent } from './answerContent.js'
import { answerCreate } from './answerCreate.js'
import { answerFile } from './answerFile.js'
import { answerRetrieve } from './answerRetrieve.js'
import type { Exchange } from './Exchange.js'

/** An answer, and the id of the task it made, if it made one. */
export interface Answer {
  response: Response
  taskId?: string
}

/**
 * Sends a request to its route.
 *
 * @throws {ApiFault} for everything the API answers with its error envelope
 */
export async function answer(exchange: Exchange, apiKey: string | false): Promise<Answer> {
  const { request, route, url } = exchange
  const { method } = request
  if (route.name === 'unknown') throw new ApiFault(apiErrors.unknownRoute(method, url.pathname))
  if (!route.allow.split(', ').includes(method))
    throw new ApiFault(apiErrors.methodNotAllowed(method, route.allow))
  if (route.name === 'file') return { response: await answerFile(exchange) }

  const authorized = apiKey === false || request.headers.get('authorization') === `Bearer ${apiKey}`
  if (!authorized) throw new ApiFault(apiErrors.invalidApiKey)
  switch (route.name) {
    case 'create':
      return answerCreate(exchange)
    case 'retrieve':
      return { response: answerRetrieve(exchange) }
    case 'content':
      return { response: await answerContent(exchange) }
  }
}
