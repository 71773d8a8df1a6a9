import { loadAnswers } from './lazyCode.js'
import { readRetryAfter } from './retryAfter.js'
import { networkError, type VideoTaskError } from '../errors/VideoTaskError.js'
import { parseJson } from '../wire/fieldValues.js'

/**
 * Reads the JSON of a successful response, whatever its content type is. A 202 or 204 without a body has no news, which an
 * object without fields stands for.
 *
 * @param isKnown whether this address has answered well before: HTML and redirects are an outage then
 * @throws {VideoApiError} for a status that is not 2xx
 * @throws {VideoResponseError} code `wrong_base_url` for a redirect or HTML, `invalid_json` for anything else but JSON
 */
export async function readJson(response: Response, url: string, isKnown: boolean): Promise<unknown> {
  const { ok, status } = response
  const text = await readText(response)
  if (ok && (status === 202 || status === 204) && !text.trim()) return {}
  const value = ok ? parseJson(text) : undefined
  if (value === undefined) throw await failureOf(response, url, text, isKnown)
  return value
}

/** Reads the error of a response that is not 2xx, or has no JSON. */
export async function failureOf(
  response: Response,
  url: string,
  text: string,
  isKnown = false,
): Promise<VideoTaskError> {
  const { status, headers } = response
  const retryAfter = readRetryAfter(headers, status)
  try {
    const { readFailure } = await loadAnswers()
    const isCut = text.length > MAX_LENGTH
    return readFailure({ response, text, isCut, url, isKnown, retryAfter })
  } catch (cause) {
    return Object.assign(networkError(`${url} answered ${status}`, cause), { status, retryAfter })
  }
}

/** Most of an answer that is read, in characters: a task takes some hundred bytes, or some MB where it holds its video. */
const MAX_LENGTH = 2 ** 25

/** Reads a body as text, and not much more of it than the limit. */
export async function readText(response: Response): Promise<string> {
  // React Native has no streams.
  const reader = response.body?.getReader()
  if (!reader) return response.text()
  const decoder = new TextDecoder()
  for (let text = ''; ;) {
    const { done, value } = await reader.read()
    text += decoder.decode(value, { stream: !done })
    if (done) return text
    if (text.length <= MAX_LENGTH) continue
    void reader.cancel().catch(() => undefined)
    return text
  }
}
