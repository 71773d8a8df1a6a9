import { apiErrors } from '../http/apiErrors.js'
import { ApiFault } from '../http/ApiFault.js'
import { answerContent } from './answerContent.js'
import { answerCreate } from './answerCreate.js'
import { answerFile } from './answerFile.js'
import { answerRetrieve } from './answerRetrieve.js'
import type { Exchange } from './Exchange.js'

/**
 * Sends a request to its route.
 *
 * @throws {ApiFault} for everything the API answers with its error envelope
 * @throws {ConnectionBroken} when the connection is to break before the answer
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
