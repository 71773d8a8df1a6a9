import { isRecord, parseJson, readText } from './fieldValues.js'
import type { ErrorDetails } from '../errors/VideoTaskError.js'

/**
 * Reads an error body, or the error of a task, in any of the shapes that gateways send: `{error: {message, code, …}}`,
 * `{error: 'text'}`, flat `{code, message}`, `{detail}`, a bare string, JSON in a string. An HTML page gives no details.
 */
export function parseErrorDetails(body: unknown, depth = 0): ErrorDetails {
  if (depth > MAX_DEPTH) return {}
  if (typeof body === 'string') return parseText(body, depth)
  if (Array.isArray(body)) return parseErrorDetails(body[0], depth + 1)
  if (!isRecord(body)) return {}
  const details: ErrorDetails = {}
  const fill = (found: ErrorDetails) => {
    for (const field of DETAILS) details[field] ??= found[field]
  }
  for (const name of ERROR_OBJECTS) {
    if (typeof body[name] === 'object') fill(parseErrorDetails(body[name], depth + 1))
  }
  const { loc } = body
  fill({
    code: firstText(body, CODE_FIELDS),
    type: readText(body['type']),
    // FastAPI's path to the field, such as `["body", "prompt"]`.
    param: readText(body['param'] ?? (Array.isArray(loc) ? loc.at(-1) : undefined)),
    requestId: readText(body['request_id']),
  })
  if (details.message === undefined) fill(parseText(firstText(body, MESSAGE_FIELDS) ?? '', depth))
  details.message ??= toJson(body['detail'])
  return details
}

const DETAILS = ['message', 'code', 'type', 'param', 'requestId'] as const

/** Errors within errors, and JSON within texts; the deepest nesting seen is 3. */
const MAX_DEPTH = 4

/** Objects that contain the error, the most reliable first; `base_resp` is MiniMax's. Of a list the first item counts. */
const ERROR_OBJECTS = ['error', 'errors', 'detail', 'base_resp']

/** Fields of the message and of the code: the documented ones, then those of relays, Kling, Luma, Runway, MiniMax, Vidu, kie. */
const MESSAGE_FIELDS =
  'message msg error fail_reason failure_reason reason failure detail error_message errorMessage error_msg task_status_msg status_msg failMsg'
const CODE_FIELDS = 'code error_code errorCode err_code failure_code failureCode status_code failCode'

/** The first of the named fields whose text says more than success. */
function firstText(body: Record<string, unknown>, names: string): string | undefined {
  for (const name of names.split(' ')) {
    const text = readText(body[name])
    if (text && !isSuccess(text)) return text
  }
  return undefined
}

/** Whether the code or message of an envelope only says that the request went well. */
const isSuccess = (text: string) =>
  ['success', 'succeed', 'succeeded', 'ok', '0', '200'].includes(text.toLowerCase())

function parseText(text: string, depth: number): ErrorDetails {
  let message = text.trim()
  if (message.startsWith('<')) return {}
  const json = message.startsWith('{') ? parseJson(message) : undefined
  if (json !== undefined) return parseErrorDetails(json, depth + 1)
  let requestId: string | undefined
  for (
    let end;
    (end = REQUEST_ID.exec(message.slice(-MAX_REQUEST_ID)));
    message = message.slice(0, -end[0].length)
  ) {
    requestId ??= end[1]
  }
  return { message: isSuccess(message) ? undefined : readText(message), requestId }
}

/** Gateways end a message in `(request id: 2026…)`, and a gateway behind a gateway does so twice. */
const REQUEST_ID = /\s*\(?\brequest[ _-]?id:?\s*([\w.:-]*[\w=])\)?[.\s]*$/i

/** Longest end of a message that is searched for a request id, so that a megabyte of blanks takes no time. */
const MAX_REQUEST_ID = 300

/** A non-empty object as JSON; undefined where it is nested too deeply for that. */
function toJson(value: unknown): string | undefined {
  try {
    const isEmpty = typeof value !== 'object' || value === null || Object.keys(value).length === 0
    return isEmpty ? undefined : JSON.stringify(value)
  } catch {
    return undefined
  }
}
