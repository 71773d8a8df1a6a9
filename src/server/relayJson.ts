import { jsonResponse } from './jsonResponse.js'
import { readJsonAnswer } from './readJsonAnswer.js'

/**
 * Passes a JSON answer back, status and all, without the key.
 *
 * @throws {ProxyError} what `readJsonAnswer` throws
 */
export async function relayJson(
  response: Response,
  signal: AbortSignal,
  redact: (text: string) => string,
): Promise<Response> {
  const { text, status, headers } = await readJsonAnswer(response, signal, redact)
  return jsonResponse(text, status, headers)
}
