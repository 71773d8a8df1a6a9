/** The fields of an error response of the API. */
export interface ApiError {
  /** HTTP status. */
  status: number
  /** `error.message`, without the request id that is appended to it. */
  message: string
  /** `error.type`. */
  type: string
  /** `error.param`: the invalid field. */
  param: string | null
  /** `error.code`: the machine-readable reason. */
  code: string | null
  /** Headers of the response, such as `Allow` of a 405. */
  headers?: Readonly<Record<string, string>>
}

/** Thrown by a route to answer with an error response of the API. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault'

  constructor(readonly apiError: ApiError) {
    super(apiError.message)
  }
}

const invalid = (param: string | null, code: string, message: string): ApiError => ({
  status: 400,
  message,
  type: 'invalid_request_error',
  param,
  code,
})

/** The errors of the API, word for word as sent on the wire. */
export const apiErrors = {
  invalidApiKey: {
    status: 401,
    message: 'Invalid token',
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_api_key',
  },
  keyLimited: (headers: Record<string, string>) => ({
    status: 429,
    message: 'Rate limit of this API key reached, please slow down',
    type: 'rate_limit_error',
    param: null,
    code: 'rate_limit_exceeded',
    headers,
  }),
  unknownRoute: (method: string, path: string) => ({
    status: 404,
    message: `Invalid URL (${method} ${path})`,
    type: 'invalid_request_error',
    param: null,
    code: null,
  }),
  methodNotAllowed: (method: string, allow: string) => ({
    status: 405,
    message: `Method ${method} is not allowed here, only ${allow}`,
    type: 'invalid_request_error',
    param: null,
    code: 'method_not_allowed',
    headers: { allow },
  }),
  taskNotExist: invalid('task_id', 'task_not_exist', 'task_not_exist'),
  malformedId: invalid('task_id', 'invalid_request', 'The task id in the path is not valid percent-encoding'),
  notCompleted: (status: string) =>
    invalid(null, 'video_not_ready', `Video is not ready yet, current status: ${status}`),
  fileGone: {
    status: 502,
    message: 'Failed to fetch video content: upstream returned status 403',
    type: 'server_error',
    param: null,
    code: 'fetch_video_failed',
  },
  notMultipart: invalid(null, 'invalid_request', "request Content-Type isn't multipart/form-data"),
  notJson: invalid(null, 'invalid_request', "request Content-Type isn't application/json"),
  malformedJson: invalid(null, 'invalid_request', 'The body must be a JSON object'),
  bodyTooLarge: (limit: number) => ({
    status: 413,
    message: `The request body is larger than ${limit} bytes, the \`maxBodyBytes\` of this emulator`,
    type: 'invalid_request_error',
    param: null,
    code: 'body_too_large',
  }),
  malformedMultipart: invalid(null, 'invalid_request', 'The multipart body could not be read'),
  missingField: (field: string) =>
    invalid(field, 'missing_required_parameter', `Missing required parameter: '${field}'`),
  notText: (field: string) => invalid(field, 'invalid_value', `'${field}' must be text, not a file`),
  notList: (field: string) => invalid(field, 'invalid_value', `'${field}' must be a list`),
  notFile: (field: string) => invalid(field, 'invalid_value', `'${field}' must be a file`),
  tooManyReferences: (limit: number, count: number) =>
    invalid(
      'input_reference',
      'invalid_value',
      `At most ${limit} 'input_reference' may be sent, got ${count}`,
    ),
  noReferences: (model: string) =>
    invalid(
      'input_reference',
      'invalid_value',
      `the specified task_type r2v does not support model ${model.replace('doubao-', '')}`,
    ),
  noPicture: (types: readonly string[]) =>
    invalid('input_reference', 'invalid_value', `'input_reference' must be one of: ${types.join(', ')}`),
  notRemixable: (model: string) =>
    invalid('model', 'invalid_request', `Videos of the model ${model} cannot be remixed`),
  remixOfUnfinished: (status: string) =>
    invalid(
      'video_id',
      'invalid_request',
      `Only a completed video can be remixed, current status: ${status}`,
    ),
  deleteOfUnfinished: (status: string) =>
    invalid('video_id', 'invalid_request', `Only a finished video can be deleted, current status: ${status}`),
  promptTooLong: (limit: number, length: number) =>
    invalid('prompt', 'string_above_max_length', `'prompt' may hold ${limit} characters, got ${length}`),
  invalidValue: (field: string, value: string, expected: readonly string[]) =>
    invalid(
      field,
      'invalid_value',
      `Invalid value: '${value}'. Supported values are: ${expected.join(', ')}`,
    ),
  unknownScenario: (header: string, name: string) =>
    invalid(
      header,
      'unknown_scenario',
      `Unknown scenario '${name}'. Run video-task-emulator --help for the list.`,
    ),
  modelNotFound: (model: string) => ({
    status: 503,
    message: `No available channel for model ${model} under group default (distributor)`,
    type: 'comet_api_error',
    param: null,
    code: 'model_not_found',
  }),
} as const satisfies Record<string, ApiError | ((...args: never[]) => ApiError)>

/** Wraps an error in the API's JSON envelope; the message ends with the request id, as new-api gateways send it. */
export function apiErrorResponse({ status, headers, ...error }: ApiError, requestId: string): Response {
  const { message, type, param, code } = error
  const body = { error: { message: `${message} (request id: ${requestId})`, type, param, code } }
  return jsonResponse(body, { status, headers })
}

const STORAGE_ERRORS = {
  expired: { status: 403, code: 'AccessDenied', message: 'Request has expired' },
  wrongSignature: {
    status: 403,
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
  },
  missing: { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' },
}

/** An error of the object store behind `video_url`: XML, as S3 sends it. */
export function storageErrorResponse(kind: keyof typeof STORAGE_ERRORS, requestId: string): Response {
  const { status, code, message } = STORAGE_ERRORS[kind]
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`
  return new Response(body, { status, headers: { 'content-type': 'application/xml' } })
}

/** A JSON response with the content type that the API sends. */
export function jsonResponse(
  body: unknown,
  init: { status?: number; headers?: Readonly<Record<string, string>> | undefined } = {},
) {
  const headers = { 'content-type': 'application/json; charset=utf-8', ...init.headers }
  return new Response(JSON.stringify(body), { status: init.status ?? 200, headers })
}
