import { loadAnswers } from './lazyCode.js'
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
  try {
    const { readFailure } = await loadAnswers()
    return readFailure({ response, text, isCut: text.length > MAX_LENGTH, url, isKnown })
  } catch (cause) {
    const retryAfter = Number(headers.get('retry-after')) * 1000 || undefined
    return Object.assign(networkError(`${url} answered ${status}`, cause), { status, retryAfter })
  }
}

/** Reads how long a good answer asks to wait, in ms. Most ask for nothing, and so need nothing that reads it. */
export async function readPollAfter(headers: Headers, status: number): Promise<number | undefined> {
  if (!WAITS.some((name) => headers.has(name))) return undefined
  return loadAnswers().then(
    ({ readWait }) => readWait(headers, status),
    () => undefined,
  )
}

/** The headers that ask a client to wait after any answer. */
const WAITS = ['retry-after', 'retry-after-ms', 'openai-poll-after-ms']

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
