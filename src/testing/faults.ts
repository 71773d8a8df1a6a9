import type { EmulatedAnswer } from './http/deliverAnswer.js'

/** A fault of a single request. */
export interface Fault {
  /** The effect in a few words. */
  description: string
  answer: EmulatedAnswer
  /** Number of consecutive requests for a task that the fault hits when it is selected by name. */
  times: number
}

/** The error page that the CDN sends if the API does not respond. */
const cloudflarePage = (status: number, title: string): string => `<!DOCTYPE html>
<html lang="en-US">
<head><title>api.cometapi.com | ${status}: ${title}</title></head>
<body><h1>${title} <span>Error code ${status}</span></h1><p>Cloudflare Ray ID: {request_id}</p></body>
</html>
`

/** The API's error envelope. */
const envelope = (message: string, type: string, code: string) => ({
  error: { message: `${message} (request id: {request_id})`, type, param: null, code },
})

/** The body of a 429. */
export const RATE_LIMIT = envelope(
  'Too many requests, please slow down',
  'rate_limit_error',
  'rate_limit_exceeded',
)

const transient = (description: string, answer: EmulatedAnswer): Fault => ({ description, answer, times: 2 })

const limited = (description: string, headers?: EmulatedAnswer['headers']): Fault =>
  transient(description, { status: 429, ...(headers && { headers }), body: RATE_LIMIT })

/** Responses that a client retries: each hits two requests for a task, then the normal response follows. */
export const transientFaults = {
  '408': transient('408, timeout', {
    status: 408,
    body: envelope('The request took too long', 'timeout_error', 'request_timeout'),
  }),
  '425': transient('425, too early', { status: 425, body: { message: 'Too Early' } }),
  '429': limited('429 without Retry-After'),
  '429-retry-after': limited('429 with Retry-After: 7', { 'retry-after': '7' }),
  '429-retry-date': limited('429 with Retry-After: a date in 7 s', { 'retry-after': '{date+7}' }),
  '429-reset': limited('429 with RateLimit-Reset: 7 only', { 'ratelimit-reset': '7' }),
  '500': transient('500', {
    status: 500,
    body: envelope('Something went wrong on our side', 'server_error', 'internal_server_error'),
  }),
  '500-flat': transient('500, flat: code, message, data', {
    status: 500,
    body: {
      code: 'get_channel_failed',
      message: 'channel 17 is not available (request id: {request_id})',
      data: null,
    },
  }),
  '500-text': transient('500, error is a string', {
    status: 500,
    body: { error: 'upstream error: do request failed' },
  }),
  '500-detail': transient('500, detail only', { status: 500, body: { detail: 'Internal Server Error' } }),
  '500-message': transient('500, message only', { status: 500, body: { message: 'An error occurred' } }),
  '500-cut-json': transient('500, truncated JSON', {
    status: 500,
    body: '{"error":{"message":"The upstr',
  }),
  '502': transient('502, HTML page of a load balancer', {
    status: 502,
    body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  }),
  '503': transient('503', {
    status: 503,
    body: envelope('The system is overloaded, please try again later', 'new_api_error', 'system_overloaded'),
  }),
  '503-empty': transient('503, empty', { status: 503, body: '' }),
  '504': transient('504, plain text', {
    status: 504,
    headers: { 'content-type': 'text/plain' },
    body: 'upstream request timeout',
  }),
  '520': transient('520, HTML', {
    status: 520,
    body: cloudflarePage(520, 'Web server is returning an unknown error'),
  }),
  '521': transient('521, HTML', { status: 521, body: cloudflarePage(521, 'Web server is down') }),
  '522': transient('522, HTML', { status: 522, body: cloudflarePage(522, 'Connection timed out') }),
  '523': transient('523, HTML', { status: 523, body: cloudflarePage(523, 'Origin is unreachable') }),
  '524': transient('524, HTML', { status: 524, body: cloudflarePage(524, 'A timeout occurred') }),
  '526': transient('526, HTML', { status: 526, body: cloudflarePage(526, 'Invalid SSL certificate') }),
  '529': transient('529', { status: 529, body: envelope('Overloaded', 'overloaded_error', 'overloaded') }),
  '200-rate-limit': transient('200, an envelope with the rate limit 1002', {
    status: 200,
    body: { base_resp: { status_code: 1002, status_msg: 'rate limit' } },
  }),
  '200-request-error': transient('200, {status: "error", message}', {
    status: 200,
    body: { status: 'error', message: 'upstream is not responding' },
  }),
  '200-empty': transient('200, empty', { status: 200, body: '' }),
  '200-cut-json': transient('200, truncated JSON', {
    status: 200,
    body: '{"id":"task_example","object":"video","mod',
  }),
  '200-no-status': transient('200, JSON without a task', {
    status: 200,
    body: { request_id: '{request_id}' },
  }),
  '200-null-data': transient('200, data is null', {
    status: 200,
    body: { code: 'success', message: '', data: null },
  }),
} satisfies Record<string, Fault>

const permanent = (description: string, answer: EmulatedAnswer): Fault => ({
  description,
  answer,
  times: Infinity,
})

/** Responses that a client does not retry: each hits every request for a task. */
export const permanentFaults = {
  '301': permanent('301 to another host', {
    status: 301,
    headers: { location: 'https://www.example.com/v1/videos' },
  }),
  '302': permanent('302 to a sign-in page', {
    status: 302,
    headers: { location: 'https://example.com/login' },
    body: '',
  }),
  '400': permanent('400', {
    status: 400,
    body: envelope('Invalid request', 'invalid_request_error', 'invalid_request'),
  }),
  '400-task-not-exist': permanent('400 task_not_exist, flat: code, message, data', {
    status: 400,
    body: { code: 'task_not_exist', message: 'task_not_exist', data: null },
  }),
  '401': permanent('401', {
    status: 401,
    body: envelope('Invalid token', 'invalid_request_error', 'invalid_api_key'),
  }),
  '401-key': permanent('401 that echoes the API key', {
    status: 401,
    headers: { 'x-key-sent': '{api_key}' },
    body: envelope('Incorrect API key provided: {api_key}', 'invalid_request_error', 'invalid_api_key'),
  }),
  '402': permanent('402, out of credit', {
    status: 402,
    body: envelope('Insufficient credit', 'insufficient_quota', 'insufficient_user_quota'),
  }),
  '403': permanent('403', {
    status: 403,
    body: envelope('This token has no access to model wan2.6', 'new_api_error', 'model_not_allowed'),
  }),
  '404': permanent('404', {
    status: 404,
    body: envelope('Not found', 'invalid_request_error', 'not_found'),
  }),
  '413': permanent('413, HTML', {
    status: 413,
    body: '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body><center><h1>413 Request Entity Too Large</h1></center></body>\r\n</html>\r\n',
  }),
  '422': permanent('422, detail is a list', {
    status: 422,
    body: {
      detail: [{ loc: ['body', 'seconds'], msg: 'value is not a valid integer', type: 'type_error.integer' }],
    },
  }),
  '500-invalid-request': permanent('500 invalid_request, which is permanent', {
    status: 500,
    body: envelope('The request is invalid', 'new_api_error', 'invalid_request'),
  }),
  '501': permanent('501', { status: 501, body: { error: 'not implemented' } }),
  '503-model-not-found': permanent('503 model_not_found, which is permanent', {
    status: 503,
    body: envelope(
      'No available channel for model wan2.6 under group default (distributor)',
      'new_api_error',
      'model_not_found',
    ),
  }),
  '200-error': permanent('200 with an error code in the body', {
    status: 200,
    body: { code: 'invalid_api_key', message: 'invalid api key (request id: {request_id})', data: null },
  }),
  '200-html': permanent('200, HTML page', {
    status: 200,
    body: '<!doctype html>\n<html lang="en">\n<head><title>Dashboard</title></head>\n<body><div id="root"></div></body>\n</html>\n',
  }),
} satisfies Record<string, Fault>

/** Faults of the connection, and normal responses with unusual headers or timing. */
const connectionFaults = {
  slow: { description: 'normal response after 5 s', answer: { delay: 5000 }, times: Infinity },
  drip: {
    description: 'normal response in ten chunks over 1.8 s',
    answer: { delivery: 'drip' },
    times: Infinity,
  },
  cut: {
    description: 'normal response, the connection breaks halfway',
    answer: { delivery: 'cut' },
    times: 2,
  },
  reset: {
    description: 'the connection breaks before the response',
    answer: { delivery: 'reset' },
    times: 2,
  },
  hang: { description: 'no response until the caller aborts', answer: { delivery: 'hang' }, times: 1 },
  'leaky-headers': {
    description: 'normal response with a cookie, CORS and server names in its headers',
    answer: {
      headers: {
        'set-cookie': 'upstream_session=emulated-upstream; Path=/',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'x-emulated-upstream',
        server: 'emulated-upstream',
        'x-powered-by': 'emulated-upstream',
        via: '1.1 emulated-upstream',
      },
    },
    times: Infinity,
  },
  'text-plain': {
    description: 'normal response with the type text/plain',
    answer: { headers: { 'content-type': 'text/plain; charset=utf-8' } },
    times: Infinity,
  },
  'wait-hint': {
    description: 'normal response with openai-poll-after-ms: 7000',
    answer: { headers: { 'openai-poll-after-ms': '7000' } },
    times: Infinity,
  },
} satisfies Record<string, Fault>

/** The name of a fault. */
export type FaultName =
  keyof typeof transientFaults | keyof typeof permanentFaults | keyof typeof connectionFaults

/** All faults by name. */
export const faults: Readonly<Record<FaultName, Fault>> = {
  ...transientFaults,
  ...permanentFaults,
  ...connectionFaults,
}
