import { isRecord } from './isRecord.js'
import { readText } from './readText.js'

/** What an error body or a task's `error` says, whatever shape it came in. */
export interface ErrorDetails {
  message?: string | undefined
  code?: string | undefined
  type?: string | undefined
  param?: string | undefined
  requestId?: string | undefined
}

/** Gateways end their messages in `(request id: 2026…)`. */
const REQUEST_ID = /\s*\(?\brequest[ _-]?id:?\s*([\w.:-]+)\)?\s*$/i

/**
 * Reads an error in any of the shapes seen: `{error: {message, code, …}}`, `{error: 'text'}`, flat
 * `{code, message}`, `{detail}`, a bare string. An HTML page says nothing that could be shown.
 */
export function parseErrorDetails(body: unknown): ErrorDetails {
  if (typeof body === 'string') {
    const text = body.trim()
    if (text === '' || text.startsWith('<')) return {}
    const requestId = REQUEST_ID.exec(text)?.[1]
    return { message: requestId ? text.replace(REQUEST_ID, '') : text, requestId }
  }
  if (!isRecord(body)) return {}
  const inner = isRecord(body['error']) ? body['error'] : body
  const { detail } = inner
  const text =
    readText(inner['message']) ??
    readText(body['error']) ??
    readText(inner['fail_reason']) ??
    (detail === undefined || detail === null ? undefined : (readText(detail) ?? JSON.stringify(detail)))
  const { message, requestId } = parseErrorDetails(text)
  return {
    message,
    code: readText(inner['code']),
    type: readText(inner['type']),
    param: readText(inner['param']),
    requestId: readText(inner['request_id']) ?? readText(body['request_id']) ?? requestId,
  }
}
