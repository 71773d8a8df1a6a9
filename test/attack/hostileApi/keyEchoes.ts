import type { ServerResponse } from 'node:http'
import type { AttackGroup } from '../AttackGroup.js'
import { CREATE } from '../http/caller.js'
import { formRequest, jsonRequest, partsOf } from '../http/forms.js'
import type { RawRequest } from '../http/exchange.js'
import { answerJson, answerRaw, type ApiHandler } from '../http/startApi.js'
import { runOf, SPELLINGS } from './spellings.js'
import { inTurn, type Random } from '../random.js'

/** What carries the key: it gets the characters as they are spelled, and answers with them. */
type Carrier = (spelled: string, random: Random) => ApiHandler

const TASK = { id: 'task_1', object: 'video', status: 'in_progress', progress: 5 }
const around = (spelled: string, random: Random) =>
  random.pick([
    spelled,
    `Bad key ${spelled}!`,
    `Bearer ${spelled}`,
    `x${spelled}y`,
    `{"key":"${spelled}"}`,
    `https://a.test/?k=${spelled}&b=1`,
  ])
/** What a header can hold; the rest of a spelling would not arrive at all. */
const inHeader = (text: string) => text.replace(/[^\t\x20-\xff]+/g, ' ').trim()
const STATUSES = [400, 401, 402, 403, 404, 407, 409, 422, 429, 500, 502, 503, 504]

const PASSED_HEADERS = [
  ...['x-request-id', 'x-oneapi-request-id', 'retry-after', 'openai-poll-after-ms', 'etag', 'last-modified'],
  ...['content-type', 'content-range', 'accept-ranges', 'content-length'],
]
const OTHER_HEADERS = [
  ...[
    'set-cookie',
    'location',
    'www-authenticate',
    'server',
    'link',
    'warning',
    'content-disposition',
    'x-debug',
  ],
  ...[
    'authorization',
    'access-control-allow-origin',
    'refresh',
    'content-location',
    'content-encoding',
    'via',
    'trailer',
  ],
]

const MP4 = Buffer.from('\0\0\0\x20ftypisom', 'latin1')

/** Answers as the route wants it, with headers of the carrier's choice. */
const withHeaders =
  (headers: Record<string, string>, status = 200): ApiHandler =>
  (request, response) => {
    const isContent = request.path.includes('/content')
    const body = isContent ? MP4.toString('latin1') : JSON.stringify(TASK)
    const all = { 'content-type': isContent ? 'video/mp4' : 'application/json', ...headers }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    answerRaw(`HTTP/1.1 ${status} OK\r\n${lines.join('')}Connection: close\r\n\r\n${body}`)(request, response)
  }

function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type }).end(text)
}

const CARRIERS: Readonly<Record<string, Carrier>> = {
  'a field of the task': (spelled, random) => {
    const name = random.pick(['prompt', 'video_url', 'note', 'model', 'raw_status', 'size'])
    const text = around(spelled, random)
    const task = random.pick([
      { ...TASK, [name]: text },
      { data: { ...TASK, [name]: text } },
      { ...TASK, output: [{ deep: { [name]: text } }] },
    ])
    return answerJson(task)
  },
  'the name of a field': (spelled, random) => {
    const body = random.pick([
      { ...TASK, [spelled]: 1 },
      { ...TASK, a: { [around(spelled, random)]: 1 } },
    ])
    return answerJson(body)
  },
  'an error as JSON': (spelled, random) => {
    const name = random.pick(['message', 'code', 'type', 'param', 'detail', 'request_id'])
    const error = { message: 'Wrong', type: 'x', param: null, code: 'y', [name]: around(spelled, random) }
    const body = random.pick<unknown>([
      { error },
      error,
      { detail: [error] },
      { errors: [around(spelled, random)] },
      around(spelled, random),
    ])
    const status = random.pick(STATUSES)
    return answerJson(body, status)
  },
  'a failed task': (spelled, random) => {
    const text = around(spelled, random)
    const failed = {
      id: 'task_1',
      status: 'failed',
      ...random.pick([{ error: { message: text } }, { fail_reason: text }, { error: text }]),
    }
    return answerJson(failed)
  },
  'two fields, half in each': (spelled, random) => {
    const at = random.int(0, Math.max(0, spelled.length - 8))
    const body = { ...TASK, first: spelled.slice(0, at), second: spelled.slice(at) }
    return answerJson(body)
  },
  'a page': (spelled, random) => {
    const status = random.pick([200, 200, ...STATUSES])
    const type = random.pick([
      'text/html',
      'text/plain',
      'application/xml',
      'application/json',
      'image/svg+xml',
      '',
    ])
    const text = `<html><body>${around(spelled, random)}</body></html>`
    return (_, response) => sendText(response, status, type, text)
  },
  'JSON cut off': (spelled, random) => {
    const text = JSON.stringify({ ...TASK, note: around(spelled, random) }).slice(0, -2)
    const status = random.pick([200, ...STATUSES])
    return (_, response) => sendText(response, status, 'application/json', text)
  },
  'a header that is passed on': (spelled, random) => {
    const name = random.pick(PASSED_HEADERS)
    return withHeaders({ [name]: inHeader(around(spelled, random)) })
  },
  'a header of an error': (spelled, random) => {
    const name = random.pick(PASSED_HEADERS.slice(0, 4))
    return withHeaders({ [name]: inHeader(around(spelled, random)) }, random.pick(STATUSES))
  },
  'a header that is not passed on': (spelled, random) =>
    withHeaders({ [random.pick(OTHER_HEADERS)]: inHeader(around(spelled, random)) }),
  'the name of a header': (spelled) => withHeaders({ [`x-${spelled.replace(/[^\w-]/g, '')}`]: '1' }),
  'the status text': (spelled, random) =>
    answerRaw(
      `HTTP/1.1 ${random.pick([200, 500])} ${inHeader(spelled)}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
    ),
  'a broken head': (spelled, random) =>
    answerRaw(
      random.pick([
        `HTTP/1.1 200 OK\r\nBad Header ${inHeader(spelled)}\r\n\r\n`,
        `${inHeader(spelled)} 200 OK\r\n\r\n`,
        `HTTP/1.1 200 OK\r\nContent-Length: ${inHeader(spelled)}\r\n\r\n`,
        `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${inHeader(spelled)}\r\n`,
        `HTTP/1.1 200 OK\r\nContent-Encoding: ${inHeader(spelled)}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
      ]),
    ),
  'an address to go to': (spelled, random) => {
    const text = inHeader(spelled).replace(/\s/g, '')
    const location = random.pick([
      `/v1/videos/${text}`,
      `http://api.test/?key=${text}`,
      `http://${text}@api.test/`,
      `http://${text}.test/`,
      `${text}://x`,
      `http://[${text}`,
      `https://api.test/#${text}`,
    ])
    const status = random.pick([301, 302, 303, 307, 308, 300, 304])
    return (_, response) => void response.writeHead(status, { location }).end()
  },
  'an answer that breaks off': (spelled, random) => {
    const text = around(spelled, random)
    const type = random.pick(['application/json', 'video/mp4', 'text/html'])
    return (_, response) => {
      response.writeHead(200, { 'content-type': type, 'content-length': 9999 })
      response.write(text, () => response.destroy())
    }
  },
  'an error of `fetch`': (spelled, random) =>
    withHeaders({ 'x-fetch-fails-with': encodeURIComponent(around(spelled, random)) }),
}

/** Every way to make the proxy ask its API. */
const ACTIONS: Readonly<Record<string, (id: string) => RawRequest>> = {
  create: () => formRequest(partsOf(CREATE)),
  retrieve: (id) => ({ path: `/api/v1/videos/${id}` }),
  content: (id) => ({ path: `/api/v1/videos/${id}/content` }),
  'create as JSON': () => jsonRequest(CREATE),
  'retrieve by HEAD': (id) => ({ method: 'HEAD', path: `/api/v1/videos/${id}` }),
  'content by HEAD': (id) => ({ method: 'HEAD', path: `/api/v1/videos/${id}/content` }),
  'a part of the content': (id) => ({
    path: `/api/v1/videos/${id}/content?download`,
    headers: { range: 'bytes=0-9' },
  }),
  remix: (id) => ({ ...jsonRequest({ prompt: 'A lake' }), path: `/api/v1/videos/${id}/remix` }),
  delete: (id) => ({ method: 'DELETE', path: `/api/v1/videos/${id}` }),
  list: () => ({ path: '/api/v1/videos', headers: { 'x-user': 'ann' } }),
}

export const keyEchoes: AttackGroup = {
  name: 'echoes of the key',
  count: 1_000,
  sample: 48,
  async *attacks(target, random) {
    const timeouts = { timeout: 2_000, createTimeout: 2_000 }
    const origins = await Promise.all(
      target.keys.map((apiKey) =>
        target.listen({ callers: 'anyone', apiKey, routes: ['remix', 'delete'], ...timeouts }),
      ),
    )
    // A list is that of a user.
    const owners = random.text(12)
    const lists = await Promise.all(
      target.keys.map((apiKey) =>
        target.listen({ callers: 'named', apiKey, owners, routes: ['list'], ...timeouts }),
      ),
    )
    const actions = inTurn(ACTIONS)
    for (let turn = 0; ; turn++) {
      for (const [carrier, answer] of Object.entries(CARRIERS)) {
        const spellings = Object.entries(SPELLINGS)
        const [spelling, spell] = random.pick(spellings)
        const [action, request] = actions.next().value
        const which = turn % 2
        const run = runOf(target.keys[which] ?? '', random)
        const spelled = spell(run, random)
        const handler = answer(spelled, random.fork())
        const part = run === target.keys[which] ? 'the key' : 'part of the key'
        yield {
          rule: `${part} ${spelling}`,
          input: `${action}, ${carrier}: ${spelled}`,
          async attempt() {
            target.api.handler = handler
            const { answer: received } = await target.send(
              (action === 'list' ? lists : origins)[which] ?? '',
              request(`task_${random.text(9)}`),
            )
            return received === undefined ? 'no answer' : undefined
          },
        }
      }
    }
  },
}
