import { emulatorScenarios, type FaultName } from 'react-video-task/testing'
import { describe, expect, it } from 'vitest'
import { KEY } from './support/createTestApi.js'
import { createTestTask } from './support/createTestTask.js'

const JSON_TYPE = 'application/json; charset=utf-8'
const HTML = 'text/html; charset=utf-8'

/** The API's error envelope; `ID` is the request's id. */
const envelope = (message: string, type: string, code: string) =>
  `{"error":{"message":"${message} (request id: ID)","type":"${type}","param":null,"code":"${code}"}}`

const cloudflare = (
  status: 520 | 521 | 522 | 523 | 524 | 526,
  title: string,
): [FaultName, number, string, string] => [
  `${status}`,
  status,
  HTML,
  `<!DOCTYPE html>\n<html lang="en-US">\n<head><title>api.cometapi.com | ${status}: ${title}</title></head>\n` +
    `<body><h1>${title} <span>Error code ${status}</span></h1><p>Cloudflare Ray ID: ID</p></body>\n</html>\n`,
]

const LIMITED = envelope('Too many requests, please slow down', 'rate_limit_error', 'rate_limit_exceeded')

/** What the API sends, word for word. */
const ANSWERS: [FaultName, status: number, type: string | null, body: string][] = [
  ['301', 301, null, ''],
  ['302', 302, null, ''],
  ['400', 400, JSON_TYPE, envelope('Invalid request', 'invalid_request_error', 'invalid_request')],
  ['401', 401, JSON_TYPE, envelope('Invalid token', 'invalid_request_error', 'invalid_api_key')],
  ['402', 402, JSON_TYPE, envelope('Insufficient credit', 'insufficient_quota', 'insufficient_user_quota')],
  [
    '403',
    403,
    JSON_TYPE,
    envelope('This token has no access to model wan2.6', 'new_api_error', 'model_not_allowed'),
  ],
  ['404', 404, JSON_TYPE, envelope('Not found', 'invalid_request_error', 'not_found')],
  ['408', 408, JSON_TYPE, envelope('The request took too long', 'timeout_error', 'request_timeout')],
  [
    '413',
    413,
    HTML,
    '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body><center><h1>413 Request Entity Too Large</h1></center></body>\r\n</html>\r\n',
  ],
  [
    '422',
    422,
    JSON_TYPE,
    '{"detail":[{"loc":["body","seconds"],"msg":"value is not a valid integer","type":"type_error.integer"}]}',
  ],
  ['425', 425, JSON_TYPE, '{"message":"Too Early"}'],
  ['429', 429, JSON_TYPE, LIMITED],
  [
    '500',
    500,
    JSON_TYPE,
    envelope('Something went wrong on our side', 'server_error', 'internal_server_error'),
  ],
  ['501', 501, JSON_TYPE, '{"error":"not implemented"}'],
  [
    '502',
    502,
    HTML,
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  ],
  [
    '503',
    503,
    JSON_TYPE,
    envelope('The system is overloaded, please try again later', 'new_api_error', 'system_overloaded'),
  ],
  ['504', 504, 'text/plain', 'upstream request timeout'],
  ['529', 529, JSON_TYPE, envelope('Overloaded', 'overloaded_error', 'overloaded')],
  ['429-retry-after', 429, JSON_TYPE, LIMITED],
  ['429-retry-date', 429, JSON_TYPE, LIMITED],
  ['429-reset', 429, JSON_TYPE, LIMITED],
  [
    '500-flat',
    500,
    JSON_TYPE,
    '{"code":"get_channel_failed","message":"channel 17 is not available (request id: ID)","data":null}',
  ],
  ['500-text', 500, JSON_TYPE, '{"error":"upstream error: do request failed"}'],
  ['500-detail', 500, JSON_TYPE, '{"detail":"Internal Server Error"}'],
  ['500-message', 500, JSON_TYPE, '{"message":"An error occurred"}'],
  ['500-cut-json', 500, JSON_TYPE, '{"error":{"message":"The upstr'],
  ['503-empty', 503, null, ''],
  ['200-rate-limit', 200, JSON_TYPE, '{"base_resp":{"status_code":1002,"status_msg":"rate limit"}}'],
  ['200-request-error', 200, JSON_TYPE, '{"status":"error","message":"upstream is not responding"}'],
  ['200-empty', 200, null, ''],
  ['200-cut-json', 200, JSON_TYPE, '{"id":"task_example","object":"video","mod'],
  ['200-no-status', 200, JSON_TYPE, '{"request_id":"ID"}'],
  ['200-null-data', 200, JSON_TYPE, '{"code":"success","message":"","data":null}'],
  ['400-task-not-exist', 400, JSON_TYPE, '{"code":"task_not_exist","message":"task_not_exist","data":null}'],
  [
    '401-key',
    401,
    JSON_TYPE,
    envelope('Incorrect API key provided: sk-test-4711', 'invalid_request_error', 'invalid_api_key'),
  ],
  [
    '500-invalid-request',
    500,
    JSON_TYPE,
    envelope('The request is invalid', 'new_api_error', 'invalid_request'),
  ],
  [
    '503-model-not-found',
    503,
    JSON_TYPE,
    envelope(
      'No available channel for model wan2.6 under group default (distributor)',
      'new_api_error',
      'model_not_found',
    ),
  ],
  [
    '200-error',
    200,
    JSON_TYPE,
    '{"code":"invalid_api_key","message":"invalid api key (request id: ID)","data":null}',
  ],
  [
    '200-html',
    200,
    HTML,
    '<!doctype html>\n<html lang="en">\n<head><title>Dashboard</title></head>\n<body><div id="root"></div></body>\n</html>\n',
  ],
  cloudflare(520, 'Web server is returning an unknown error'),
  cloudflare(521, 'Web server is down'),
  cloudflare(522, 'Connection timed out'),
  cloudflare(523, 'Origin is unreachable'),
  cloudflare(524, 'A timeout occurred'),
  cloudflare(526, 'Invalid SSL certificate'),
]

/** Headers that some of them have. */
const HEADERS: Partial<Record<FaultName, Record<string, string>>> = {
  '301': { location: 'https://www.example.com/v1/videos' },
  '302': { location: 'https://example.com/login' },
  '401-key': { 'x-key-sent': KEY },
  '429-retry-after': { 'retry-after': '7' },
  '429-retry-date': { 'retry-after': 'Thu, 28 May 2026 03:15:59 GMT' },
  '429-reset': { 'ratelimit-reset': '7' },
}

/** Those after which a client polls again: they hit two requests. */
const isTransient = (name: string, status: number) =>
  /^(?:408|425|429|50[0234]|52\d)/.test(name) && !/invalid|not-found/.test(name) && status !== 501
    ? true
    : /^200-(?!error|html)/.test(name)

describe('a fault', () => {
  it.each(ANSWERS)('of the name %s is sent word for word', async (name, status, type, body) => {
    const { poll } = createTestTask(`poll-${name}`)
    const answers: unknown[] = []
    for (let count = 1; count <= 3; count++) {
      const answer = await poll()
      const { 'x-request-id': id = '', ...headers } = Object.fromEntries(answer.headers)
      answers.push([answer.status, headers, (await answer.text()).replaceAll(id, 'ID')])
    }
    const fault = [status, { ...(type !== null && { 'content-type': type }), ...HEADERS[name] }, body]
    const task = [200, { 'content-type': JSON_TYPE }, expect.stringContaining('"status":"queued"')]
    expect(answers).toEqual([fault, fault, isTransient(name, status) ? task : fault])
  })

  it('says how often it hits, where that is not always', () => {
    const described = new Map<string, string>(emulatorScenarios.map((one) => [one.name, one.description]))
    for (const [name, status] of ANSWERS) {
      expect(described.get(`poll-${name}`), name).toMatch(
        isTransient(name, status) ? /^a poll: \S.+, 2 times$/ : /^a poll: \S(?!.* times$)/,
      )
      expect(described.get(`create-${name}`), name).toMatch(/^every create: \S(?!.* times$)/)
      expect(described.get(`content-${name}`), name).toMatch(/^a download: \S/)
    }
    expect(described.get('poll-cut')).toBe('a poll: normal response, the connection breaks halfway, 2 times')
    expect(described.get('poll-hang')).toBe('a poll: no response until the caller aborts, once')
  })

  it('of the headers is a normal response with those of the server behind', async () => {
    const { headers } = await createTestTask('poll-leaky-headers').poll()
    expect(Object.fromEntries(headers)).toMatchObject({
      ...{ 'content-type': JSON_TYPE, 'set-cookie': 'upstream_session=emulated-upstream; Path=/' },
      ...{ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'x-emulated-upstream' },
      ...{ server: 'emulated-upstream', 'x-powered-by': 'emulated-upstream', via: '1.1 emulated-upstream' },
    })
    const text = await createTestTask('poll-text-plain').poll()
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const hint = await createTestTask('poll-wait-hint').poll()
    expect(hint.headers.get('openai-poll-after-ms')).toBe('7000')
  })
})
