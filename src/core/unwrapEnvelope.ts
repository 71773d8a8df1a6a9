import { isRecord } from './isRecord.js'
import { readText } from './readText.js'

/** Deepest nesting seen is two; a cap keeps a hostile body from being walked for long. */
const MAX_DEPTH = 4

/**
 * The task inside `{code, message, data: {…}}` wrappers: the first object with a status or an id of its own.
 * The wrapper's message goes along where the task has none, since on a failure it tells why.
 */
export function unwrapEnvelope(body: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const { data } = body
  if (depth === MAX_DEPTH || !isRecord(data) || readText(body['status']) || readText(body['id'])) return body
  const message = readText(data['message']) ?? readText(body['message'])
  return unwrapEnvelope(message === undefined ? data : { ...data, message }, depth + 1)
}
