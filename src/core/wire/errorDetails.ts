import { isRecord, parseJson } from './fieldValues.js'
import { readText } from './scalars.js'
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
    code: firstText(body, CODE_FIELD),
    type: readText(body['type']),
    // FastAPI's path to the field, such as `["body", "prompt"]`.
    param: readText(body['param'] ?? (Array.isArray(loc) ? loc.at(-1) : undefined)),
    requestId: readText(body['request_id']),
  })
  if (!details.message) {
    fill(parseText(firstText(body, MESSAGE_FIELD) ?? firstText(body, REASON_FIELD) ?? '', depth))
  }
  for (const name of PARTS) {
    const part = body[name]
    if (isRecord(part)) fill(parseErrorDetails(part['error'] ?? part['message'], depth + 1))
  }
  if (!reasonOf(details)) details.message = toJson(body['detail'])
  return details
}

/** What an error is known by: its message, or else its code. */
const reasonOf = ({ message, code }: ErrorDetails) => message ?? code

const DETAILS = ['message', 'code', 'type', 'param', 'requestId'] as const

/** Errors within errors, and JSON within texts; the deepest nesting seen is 3. */
const MAX_DEPTH = 4

/** Objects that contain the error, the most reliable first; `base_resp` is MiniMax's. Of a list the first item counts. */
const ERROR_OBJECTS = ['error', 'errors', 'detail', 'base_resp', 'last_error', 'content_filter']

/** Parts of a task that may hold its error or message. */
const PARTS = ['output', 'result', 'metadata', 'data']

/** Fields of the message and of the code, as the documentation, relays, Kling, Luma, Runway, HeyGen, MiniMax, Vidu and kie name them. */
const MESSAGE_FIELD = /^((task_)?(err|error|fail|failure|status)_?)?(message|msg)$/i
const REASON_FIELD = /^(error|failure|detail|((fail|failure)_?)?reasons?)$/i
const CODE_FIELD = /^((err|error|fail|failure|status)_?)?code$/i

/** The first field of the pattern whose text, or first item, says more than success. */
function firstText(body: Record<string, unknown>, pattern: RegExp): string | undefined {
  for (const name of Object.keys(body)) {
    const value = body[name]
    const text = pattern.test(name) && readText(Array.isArray(value) ? value[0] : value)
    if (text && !SUCCESS.test(text)) return text
  }
  return undefined
}

/** The code or message of an envelope that only says that the request went well, or, in the words of some languages, nothing. */
const SUCCESS = /^(success|succeed(ed)?|ok|0|200|none|null|nil|undefined|false|no[ _]errors?)$/i

/**
 * Finds the mark of a moderation that refused a video: the field's name as the code, and its text as the message, where it
 * has one.
 */
export function findRefusal(task: Record<string, unknown>): ErrorDetails {
  const [, code, message] = REFUSED.exec(toJson(task) ?? '') ?? []
  return { code, message }
}

/** The marks of xAI, Veo, fal and relays in the JSON of a task. A text has no such quotes, since JSON escapes them. */
const REFUSED =
  /"(respect_moderation(?=":false)|(?:(?:is|has)_)?(?:moderated|flagged|blocked|nsfw_\w+)(?=":\[?true)|\w*filtered_?(?:count(?=":[1-9])|reasons?(?=":\[?"\w)))":(?:\[?"([^"\\]+))?/i

function parseText(text: string, depth: number): ErrorDetails {
  let message = text.trim()
  if (message.startsWith('<')) return {}
  const json = message.startsWith('{') ? parseJson(message) : undefined
  if (json !== undefined) {
    const details = parseErrorDetails(json, depth + 1)
    // JSON without a message or a code is the message itself, as a `detail` without them is.
    return reasonOf(details) || !toJson(json) ? details : { ...details, message }
  }
  let requestId: string | undefined
  for (
    let end;
    (end = REQUEST_ID.exec(message.slice(-MAX_REQUEST_ID)));
    message = message.slice(0, -end[0].length)
  ) {
    requestId ??= end[1]
  }
  return { message: SUCCESS.test(message) || !SEEN.test(message) ? undefined : readText(message), requestId }
}

/** A character that a reader sees: a message of control characters says nothing. */
const SEEN = /[^\p{C}\s]/u

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
