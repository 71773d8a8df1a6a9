import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Attack, AttackGroup } from '../AttackGroup.js'
import { REQUESTS } from '../http/caller.js'
import { type Answer, codeOf } from '../http/readAnswer.js'
import { answerJson, answerRaw, type ApiHandler } from '../http/startApi.js'
import { inTurn, type Random } from '../random.js'
import type { Target } from '../Target.js'

const TASK = { id: 'task_1', object: 'video', status: 'in_progress', progress: 5 }
const JSON_TYPE = { 'content-type': 'application/json' }

/** How long the API may take in these proxies, in ms, and how long a caller waits for what comes of it. */
const TIMEOUT = 400
const PATIENCE = 15_000

/** Writes the same bytes again and again, as long as the connection takes them. */
function pour(response: ServerResponse, piece: Uint8Array | string, delay = 0): void {
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer)
    if (!response.writableNeedDrain) response.write(piece)
  }, delay)
  response.once('close', () => clearInterval(timer))
}

/** Answers that are no answer. The proxy has to say so in its own words, and within its time. */
const BROKEN: Readonly<Record<string, (random: Random) => ApiHandler>> = {
  silence: () => () => undefined,
  'a head and silence': () => (_, response) =>
    void response.writeHead(200, { ...JSON_TYPE, 'content-length': 50 }).flushHeaders(),
  'JSON without end': (random) => (_, response) => {
    response.writeHead(random.pick([200, 500]), JSON_TYPE).write('{"id":"task_1","a":"')
    pour(response, Buffer.alloc(64 * 1024, 'a'))
  },
  'JSON drop by drop': () => (_, response) => {
    response.writeHead(200, JSON_TYPE).write('{"id":"task_1","a":"')
    pour(response, 'x', 30)
  },
  'fewer bytes than promised': (random) => (_, response) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': 5_000 })
    response.write(JSON.stringify(TASK).slice(0, random.int(1, 60)), () => response.destroy())
  },
  'more bytes than promised': (random) => {
    const text = JSON.stringify(TASK)
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${random.int(1, text.length - 1)}`
    return answerRaw(`${head}\r\nConnection: close\r\n\r\n${text}`)
  },
  'text that is no JSON': (random) => (_, response) => {
    response.writeHead(200, {
      'content-type': random.pick(['application/json', 'text/html', 'text/plain', '']),
    })
    response.end(
      random.pick([
        '<html></html>',
        '{',
        "{'a':1}",
        '{"a":1}{"b":2}',
        'NaN',
        '\u0000',
        'undefined',
        '{"a":01}',
      ]),
    )
  },
  'a connection that is closed': () => (_, response) => void response.socket?.destroy(),
  'no HTTP': (random) =>
    answerRaw(
      random.pick([
        'SSH-2.0-x\r\n',
        '\r\n\r\n',
        'HTTP/9.9 200 OK\r\n\r\n',
        'HTTP/1.1 20 OK\r\n\r\n',
        random.text(500),
        'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n{}',
      ]),
    ),
  'a status of no meaning': (random) =>
    answerRaw(
      `HTTP/1.1 ${random.pick([204, 205, 206, 226, 299, 304, 300, 306])} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    ),
  'chunks of no size': (random) =>
    answerRaw(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${random.pick(['zz', '-5', 'ffffffffffffffff', '5;a=b'])}\r\n{"id"`,
    ),
  'a head without end': () => (_, response) => {
    response.socket?.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => response.socket?.write(`X-A: ${'a'.repeat(500)}\r\n`), 5)
    response.socket?.once('close', () => clearInterval(timer))
  },
  'a head of 100 KB': () => answerRaw(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(100_000)}\r\n\r\n{}`),
  'many headers': (random) =>
    answerRaw(
      `HTTP/1.1 200 OK\r\n${Array.from({ length: 5_000 }, (_, index) => `X-${index}: ${random.text(3)}\r\n`).join('')}\r\n{}`,
    ),
  'a bomb of gzip': () => {
    const bomb = gzipSync(Buffer.alloc(32 * 2 ** 20, 'a'), { level: 1 })
    return (_, response) =>
      void response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(bomb)
  },
}

/** JSON that is valid and meant to hurt. Whatever is answered, it is answered. */
const HARMFUL: Readonly<Record<string, (random: Random) => string>> = {
  'a deep list': (random) => '['.repeat(random.pick([1_000, 20_000, 400_000])) + ']'.repeat(400_000),
  'a deep object': (random) => {
    const depth = random.pick([500, 5_000, 90_000])
    return `${'{"data":'.repeat(depth)}{"id":"task_1"}${'}'.repeat(depth)}`
  },
  'many fields': () =>
    `{"id":"task_1",${Array.from({ length: 60_000 }, (_, index) => `"a${index}":1`).join(',')}}`,
  'a text that slows patterns': (random) =>
    JSON.stringify({
      ...TASK,
      message: random.pick([
        'x'.repeat(900_000),
        ' '.repeat(900_000),
        '*'.repeat(900_000),
        '. . '.repeat(200_000),
        '"channel":'.repeat(90_000),
        'your account '.repeat(70_000),
        '%'.repeat(900_000),
        '&#'.repeat(400_000),
        '\\u00'.repeat(200_000),
      ]),
    }),
  'names of objects': () =>
    '{"id":"task_1","__proto__":{"status":"completed"},"constructor":{"prototype":{"x":1}}}',
}

/** Whether an answer says in the proxy's words that nothing usable came. */
function judgeRefusal(answer: Answer | undefined): string | undefined {
  if (answer === undefined) return 'no answer in time'
  if (answer.status < 400) return `it was answered with ${answer.status}`
  if (answer.status === 500 && codeOf(answer) === 'proxy_failed') return 'the proxy failed'
  return codeOf(answer) === undefined && !answer.isComplete ? 'the refusal is not complete' : undefined
}

function broken(
  target: Target,
  origin: string,
  [kind, make]: [string, (random: Random) => ApiHandler],
  random: Random,
): Attack {
  const [action, request] = random.pick(Object.entries(REQUESTS).slice(0, 2))
  return {
    rule: `${kind} as the answer to a ${action}`,
    input: action,
    async attempt() {
      target.api.handler = make(random)
      const { answer } = await target.send(origin, request(random), PATIENCE)
      return judgeRefusal(answer)
    },
  }
}

function harmful(
  target: Target,
  origin: string,
  [kind, make]: [string, (random: Random) => string],
  random: Random,
): Attack {
  const [action, request] = random.pick(Object.entries(REQUESTS))
  const status = random.pick([200, 200, 400, 503])
  return {
    rule: `JSON with ${kind}`,
    input: `${action}, status ${status}`,
    async attempt() {
      target.api.handler = answerJson(make(random), status)
      const { answer } = await target.send(origin, request(random), PATIENCE)
      if (answer === undefined) return 'no answer in time'
      return codeOf(answer) === 'proxy_failed' ? 'the proxy failed' : undefined
    },
  }
}

export const brokenAnswers: AttackGroup = {
  name: 'broken answers of the API',
  count: 90,
  sample: 9,
  async *attacks(target, random) {
    const origin = await target.listen({
      callers: 'anyone',
      cache: false,
      timeout: TIMEOUT,
      createTimeout: TIMEOUT,
      contentTimeout: TIMEOUT,
    })
    const brokenKinds = inTurn(BROKEN)
    const harmfulKinds = inTurn(HARMFUL)
    for (;;) {
      yield broken(target, origin, brokenKinds.next().value, random.fork())
      yield broken(target, origin, brokenKinds.next().value, random.fork())
      yield harmful(target, origin, harmfulKinds.next().value, random.fork())
    }
  },
}
