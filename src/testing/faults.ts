import type { EmulatedAnswer } from './answers.js'

/** Something that goes wrong with one request, as it looks on the wire. */
export interface Fault {
  /** What it is, for people. */
  about: string
  answer: EmulatedAnswer
  /** How many requests in a row about one task it hits, where it is chosen by name. */
  times: number
}

/** The page a CDN answers with when the API behind it does not. */
const cloudflarePage = (status: number, title: string): string => `<!DOCTYPE html>
<html lang="en-US">
<head><title>api.cometapi.com | ${status}: ${title}</title></head>
<body><h1>${title} <span>Error code ${status}</span></h1><p>Cloudflare Ray ID: {request_id}</p></body>
</html>
`

const envelope = (message: string, type: string, code: string | null) => ({
  error: { message: `${message} (request id: {request_id})`, type, param: null, code },
})

const RATE_LIMIT = envelope('Too many requests, please slow down', 'rate_limit_error', 'rate_limit_exceeded')

const passing = (about: string, answer: Fault['answer']): Fault => ({ about, answer, times: 2 })

/** Answers after which asking again helps: each hits two requests about a task, then all is well. */
export const transientFaults = {
  '408': passing('408, timed out', {
    status: 408,
    body: envelope('The request took too long', 'timeout_error', 'request_timeout'),
  }),
  '425': passing('425, too early', { status: 425, body: { message: 'Too Early' } }),
  '429': passing('429 without Retry-After', { status: 429, body: RATE_LIMIT }),
  '429-retry-after': passing('429 with Retry-After: 7', {
    status: 429,
    headers: { 'retry-after': '7' },
    body: RATE_LIMIT,
  }),
  '429-retry-date': passing('429 with Retry-After: a date in 7 s', {
    status: 429,
    headers: { 'retry-after': '{date+7}' },
    body: RATE_LIMIT,
  }),
  '500': passing('500', {
    status: 500,
    body: envelope('Something went wrong on our side', 'server_error', 'internal_server_error'),
  }),
  '500-flat': passing('500, flat: code, message, data', {
    status: 500,
    body: {
      code: 'get_channel_failed',
      message: 'channel 17 is not available (request id: {request_id})',
      data: null,
    },
  }),
  '500-text': passing('500, error is a text', {
    status: 500,
    body: { error: 'upstream error: do request failed' },
  }),
  '500-detail': passing('500, detail', { status: 500, body: { detail: 'Internal Server Error' } }),
  '500-message': passing('500, message alone', { status: 500, body: { message: 'An error occurred' } }),
  '500-cut-json': passing('500, JSON that is cut short', {
    status: 500,
    body: '{"error":{"message":"The upstr',
  }),
  '502': passing('502, HTML page of a load balancer', {
    status: 502,
    body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  }),
  '503': passing('503', {
    status: 503,
    body: envelope('The system is overloaded, please try again later', 'new_api_error', 'system_overloaded'),
  }),
  '503-empty': passing('503, empty', { status: 503, body: '' }),
  '504': passing('504, plain text', {
    status: 504,
    headers: { 'content-type': 'text/plain' },
    body: 'upstream request timeout',
  }),
  '520': passing('520, HTML', {
    status: 520,
    body: cloudflarePage(520, 'Web server is returning an unknown error'),
  }),
  '521': passing('521, HTML', { status: 521, body: cloudflarePage(521, 'Web server is down') }),
  '522': passing('522, HTML', { status: 522, body: cloudflarePage(522, 'Connection timed out') }),
  '523': passing('523, HTML', { status: 523, body: cloudflarePage(523, 'Origin is unreachable') }),
  '524': passing('524, HTML', { status: 524, body: cloudflarePage(524, 'A timeout occurred') }),
  '200-empty': passing('200, empty', { status: 200, body: '' }),
  '200-cut-json': passing('200, JSON that is cut short', {
    status: 200,
    body: '{"id":"task_example","object":"video","mod',
  }),
  '200-no-status': passing('200, no task in it', { status: 200, body: { request_id: '{request_id}' } }),
  '200-null-data': passing('200, data is null', {
    status: 200,
    body: { code: 'success', message: '', data: null },
  }),
} satisfies Record<string, Fault>

const envelopeFinalFaults = (
  message: string,
  type: string,
  code: string | null,
  param: string | null = null,
) => ({
  error: { message: `${message} (request id: {request_id})`, type, param, code },
})

const final = (about: string, answer: Fault['answer']): Fault => ({ about, answer, times: Infinity })

/** Answers after which asking again is in vain: each hits all requests about a task. */
export const permanentFaults = {
  '301': final('301 to another host', {
    status: 301,
    headers: { location: 'https://www.example.com/v1/videos' },
  }),
  '302': final('302 to a sign-in page', {
    status: 302,
    headers: { location: 'https://example.com/login' },
    body: '',
  }),
  '400': final('400', {
    status: 400,
    body: envelopeFinalFaults('Invalid request', 'invalid_request_error', 'invalid_request'),
  }),
  '400-task-not-exist': final('400, the id is unknown', {
    status: 400,
    body: { code: 'task_not_exist', message: 'task_not_exist', data: null },
  }),
  '401': final('401', {
    status: 401,
    body: envelopeFinalFaults('Invalid token', 'invalid_request_error', 'invalid_api_key'),
  }),
  '401-key': final('401 whose message repeats the key', {
    status: 401,
    headers: { 'x-key-sent': '{api_key}' },
    body: envelopeFinalFaults(
      'Incorrect API key provided: {api_key}',
      'invalid_request_error',
      'invalid_api_key',
    ),
  }),
  '402': final('402, out of credit', {
    status: 402,
    body: envelopeFinalFaults('Insufficient credit', 'insufficient_quota', 'insufficient_user_quota'),
  }),
  '403': final('403', {
    status: 403,
    body: envelopeFinalFaults(
      'This token has no access to model wan2.6',
      'new_api_error',
      'model_not_allowed',
    ),
  }),
  '404': final('404', {
    status: 404,
    body: envelopeFinalFaults('Not found', 'invalid_request_error', 'not_found'),
  }),
  '413': final('413, HTML', {
    status: 413,
    body: '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body><center><h1>413 Request Entity Too Large</h1></center></body>\r\n</html>\r\n',
  }),
  '422': final('422, detail is a list', {
    status: 422,
    body: {
      detail: [{ loc: ['body', 'seconds'], msg: 'value is not a valid integer', type: 'type_error.integer' }],
    },
  }),
  '500-invalid-request': final('500 that is final: invalid_request', {
    status: 500,
    body: envelopeFinalFaults('The request is invalid', 'new_api_error', 'invalid_request'),
  }),
  '501': final('501', { status: 501, body: { error: 'not implemented' } }),
  '503-model-not-found': final('503 that is final: model_not_found', {
    status: 503,
    body: envelopeFinalFaults(
      'No available channel for model wan2.6 under group default (distributor)',
      'new_api_error',
      'model_not_found',
    ),
  }),
  '200-error': final('200, an error in the envelope', {
    status: 200,
    body: { code: 'invalid_api_key', message: 'invalid api key (request id: {request_id})', data: null },
  }),
  '200-html': final('200, HTML page', {
    status: 200,
    body: '<!doctype html>\n<html lang="en">\n<head><title>Dashboard</title></head>\n<body><div id="root"></div></body>\n</html>\n',
  }),
} satisfies Record<string, Fault>

/** Good answers that come over badly, or with something to say about time. */
const connectionFaults = {
  slow: { about: 'as usual, 5 s late', answer: { delay: 5000 }, times: Infinity },
  drip: { about: 'as usual, in ten pieces over 1.8 s', answer: { delivery: 'drip' }, times: Infinity },
  cut: { about: 'as usual, but the connection breaks half way', answer: { delivery: 'cut' }, times: 2 },
  reset: { about: 'the connection breaks before the answer', answer: { delivery: 'reset' }, times: 2 },
  hang: { about: 'no answer at all', answer: { delivery: 'hang' }, times: 1 },
  'leaky-headers': {
    about: 'as usual, with a cookie, CORS and the names of the servers',
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
    about: 'as usual, called text/plain',
    answer: { headers: { 'content-type': 'text/plain; charset=utf-8' } },
    times: Infinity,
  },
  'wait-hint': {
    about: 'as usual, with openai-poll-after-ms: 7000',
    answer: { headers: { 'openai-poll-after-ms': '7000' } },
    times: Infinity,
  },
} satisfies Record<string, Fault>

/** The name of a fault. */
export type FaultName =
  keyof typeof transientFaults | keyof typeof permanentFaults | keyof typeof connectionFaults

/** All that can go wrong with one request, by name. */
export const faults: Readonly<Record<FaultName, Fault>> = {
  ...transientFaults,
  ...permanentFaults,
  ...connectionFaults,
}
