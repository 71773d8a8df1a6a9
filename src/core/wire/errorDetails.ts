import type { ErrorDetails } from '../errors/VideoTaskError.js'
import { isRecord, parseJson, readText } from './values.js'

const FIELDS = ['message', 'code', 'type', 'param', 'requestId'] as const
/** Objects that hold the error itself, the surest first; `base_resp` is MiniMax's, of lists the first item counts. */
const INNER = ['error', 'errors', 'detail', 'base_resp']
/** Names of the text and of the code: the documented ones, then those of relays, Kling, Luma, Runway, MiniMax, Vidu, kie. */
const MESSAGES =
  'message msg error fail_reason failure_reason reason failure detail error_message errorMessage error_msg task_status_msg status_msg failMsg'
const CODES = 'code error_code errorCode err_code failure_code failureCode status_code failCode'

/** Gateways end their messages in `(request id: 2026…)`, and a gateway behind a gateway does so twice. */
const REQUEST_ID = /\s*\(?\brequest[ _-]?id:?\s*([\w.:-]*[\w=])\)?[.\s]*$/i
/** As far from the end as it is looked for, so that a megabyte of blanks costs nothing. */
const TAIL = 300
/** Errors in errors in JSON in texts: three levels have been seen. */
const MAX_DEPTH = 4

/** The first of the named fields that says more than that all is well. */
function firstText(body: Record<string, unknown>, names: string): string | undefined {
  for (const name of names.split(' ')) {
    const text = readText(body[name])
    if (text !== undefined && !isSuccessWord(text)) return text
  }
  return undefined
}

/** An object as text; one that is nested too deeply for that says nothing. */
function print(value: unknown): string | undefined {
  try {
    const isEmpty = typeof value !== 'object' || value === null || Object.keys(value).length === 0
    return isEmpty ? undefined : JSON.stringify(value)
  } catch {
    return undefined
  }
}

function parseText(text: string, depth: number): ErrorDetails {
  let message = text.trim()
  if (message.startsWith('<')) return {}
  const json = message.startsWith('{') ? parseJson(message) : undefined
  if (json !== undefined) return parseErrorDetails(json, depth + 1)
  let requestId: string | undefined
  for (let end; (end = REQUEST_ID.exec(message.slice(-TAIL))); message = message.slice(0, -end[0].length)) {
    requestId ??= end[1]
  }
  return { message: isSuccessWord(message) ? undefined : readText(message), requestId }
}

/**
 * Reads an error in any of the shapes seen: `{error: {message, code, …}}`, `{error: 'text'}`, flat
 * `{code, message}`, `{detail}`, a bare string, JSON in a string. An HTML page says nothing that could be shown.
 */
export function parseErrorDetails(body: unknown, depth = 0): ErrorDetails {
  if (depth > MAX_DEPTH) return {}
  if (typeof body === 'string') return parseText(body, depth)
  if (Array.isArray(body)) return parseErrorDetails(body[0], depth + 1)
  if (!isRecord(body)) return {}
  const details: ErrorDetails = {}
  const fill = (found: ErrorDetails) => {
    for (const field of FIELDS) details[field] ??= found[field]
  }
  for (const name of INNER) {
    if (typeof body[name] === 'object') fill(parseErrorDetails(body[name], depth + 1))
  }
  const { loc } = body
  fill({
    code: firstText(body, CODES),
    type: readText(body['type']),
    // FastAPI's path to the field, such as `["body", "prompt"]`.
    param: readText(body['param'] ?? (Array.isArray(loc) ? loc.at(-1) : undefined)),
    requestId: readText(body['request_id']),
  })
  if (details.message === undefined) fill(parseText(firstText(body, MESSAGES) ?? '', depth))
  details.message ??= print(body['detail'])
  return details
}

/** What envelopes say when all is well, in `code` and in `message`. */
const WORDS = ['success', 'succeed', 'succeeded', 'ok', '0', '200']

/** Whether an envelope's code or message only says that the request itself went well. */
function isSuccessWord(text: string): boolean {
  return WORDS.includes(text.toLowerCase())
}
