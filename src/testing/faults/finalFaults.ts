import type { Fault } from './Fault.js'

const envelope = (message: string, type: string, code: string | null, param: string | null = null) => ({
  error: { message: `${message} (request id: {request_id})`, type, param, code },
})

const final = (about: string, answer: Fault['answer']): Fault => ({ about, answer, times: Infinity })

/** Answers after which asking again is in vain: each hits all requests about a task. */
export const finalFaults = {
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
    body: envelope('Invalid request', 'invalid_request_error', 'invalid_request'),
  }),
  '400-task-not-exist': final('400, the id is unknown', {
    status: 400,
    body: { code: 'task_not_exist', message: 'task_not_exist', data: null },
  }),
  '401': final('401', {
    status: 401,
    body: envelope('Invalid token', 'invalid_request_error', 'invalid_api_key'),
  }),
  '401-key': final('401 whose message repeats the key', {
    status: 401,
    headers: { 'x-key-sent': '{api_key}' },
    body: envelope('Incorrect API key provided: {api_key}', 'invalid_request_error', 'invalid_api_key'),
  }),
  '402': final('402, out of credit', {
    status: 402,
    body: envelope('Insufficient credit', 'insufficient_quota', 'insufficient_user_quota'),
  }),
  '403': final('403', {
    status: 403,
    body: envelope('This token has no access to model wan2.6', 'new_api_error', 'model_not_allowed'),
  }),
  '404': final('404', { status: 404, body: envelope('Not found', 'invalid_request_error', 'not_found') }),
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
    body: envelope('The request is invalid', 'new_api_error', 'invalid_request'),
  }),
  '501': final('501', { status: 501, body: { error: 'not implemented' } }),
  '503-model-not-found': final('503 that is final: model_not_found', {
    status: 503,
    body: envelope(
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
