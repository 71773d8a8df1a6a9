import type { ApiError } from './ApiError.js'

const invalid = (param: string | null, code: string, message: string): ApiError => ({
  status: 400,
  message,
  type: 'invalid_request_error',
  param,
  code,
})

/** The vendor's errors, word for word what goes over the wire. */
export const apiErrors = {
  invalidApiKey: {
    status: 401,
    message: 'Invalid token',
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_api_key',
  },
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
    allow,
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
  malformedMultipart: invalid(null, 'invalid_request', 'The multipart body could not be read'),
  missingField: (field: string) =>
    invalid(field, 'missing_required_parameter', `Missing required parameter: '${field}'`),
  notText: (field: string) => invalid(field, 'invalid_value', `'${field}' must be text, not a file`),
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
      `The emulator has no scenario '${name}'; see video-task-emulator --help`,
    ),
  modelNotFound: (model: string) => ({
    status: 503,
    message: `No available channel for model ${model} under group default (distributor)`,
    type: 'comet_api_error',
    param: null,
    code: 'model_not_found',
  }),
} as const satisfies Record<string, ApiError | ((...args: never[]) => ApiError)>
