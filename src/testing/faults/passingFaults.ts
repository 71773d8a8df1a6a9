import { cloudflarePage } from './cloudflarePage.js'
import type { Fault } from './Fault.js'

const envelope = (message: string, type: string, code: string | null) => ({
  error: { message: `${message} (request id: {request_id})`, type, param: null, code },
})

const RATE_LIMIT = envelope('Too many requests, please slow down', 'rate_limit_error', 'rate_limit_exceeded')

const passing = (about: string, answer: Fault['answer']): Fault => ({ about, answer, times: 2 })

/** Answers after which asking again helps: each hits two requests about a task, then all is well. */
export const passingFaults = {
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
