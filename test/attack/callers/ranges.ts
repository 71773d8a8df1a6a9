import type { AttackGroup } from '../AttackGroup.js'
import type { RawRequest } from '../http/exchange.js'
import { type Answer, headerOf } from '../http/readAnswer.js'
import { type ApiHandler, VIDEO } from '../http/startApi.js'
import { inTurn, type Random } from '../random.js'

const SIZE = VIDEO.byteLength
const ETAG = '"v2"'
const MODIFIED = 'Thu, 01 Jan 2026 00:00:00 GMT'

/** A place in the video, or around and far beyond its end. */
const place = (random: Random): string =>
  random.pick([
    () => String(random.int(0, SIZE - 1)),
    () =>
      String(random.pick([0, 1, 7, 63, 64, 65, 4_095, 65_535, 65_536, SIZE - 2, SIZE - 1, SIZE, SIZE + 1])),
    () => String(random.int(0, 2 ** 31)),
    () =>
      random.pick([
        '9007199254740991',
        '9007199254740992',
        '18446744073709551616',
        '9'.repeat(40),
        '0'.repeat(30) + '5',
      ]),
  ])()

const RANGES: Readonly<Record<string, (random: Random) => string>> = {
  'one range': (random) => {
    const first = random.int(0, SIZE + 10)
    return `bytes=${first}-${random() < 0.3 ? '' : first + random.int(0, SIZE)}`
  },
  'odd places': (random) => `bytes=${place(random)}-${random() < 0.3 ? '' : place(random)}`,
  'the end': (random) => `bytes=-${random.pick(['0', '1', String(SIZE), String(SIZE + 1), place(random)])}`,
  'several ranges': (random) =>
    `bytes=${Array.from({ length: random.pick([2, 3, 10, 1_000]) }, () => `${random.int(0, 9)}-${random.int(0, 99)}`).join(random.pick([',', ', ', ',,']))}`,
  'another unit': (random) =>
    random.pick([
      'lines=0-9',
      'byte=0-9',
      'bytes 0-9',
      '0-9',
      '=0-9',
      'bytes:0-9',
      'none',
      'bytes=0-9;q=1',
      'xbytes=0-9',
    ]),
  'another spelling': (random) =>
    random.pick([
      'Bytes=0-9',
      'BYTES=5-',
      'bytes= 0-9',
      'bytes=0 -9',
      'bytes=0- 9',
      'bytes=\t5-9',
      'bytes=00000-00009',
      'bytes=+0-9',
      'bytes=0x0-0x9',
      'bytes=0-9.0',
      'bytes=1e1-2e1',
      'bytes=-+5',
    ]),
  nonsense: (random) =>
    random.pick([
      'bytes=',
      'bytes=-',
      'bytes=--5',
      'bytes=9-5',
      'bytes=a-b',
      'bytes=5',
      '',
      'bytes=*',
      'bytes=0-9%0d%0aX-Evil:1',
      'bytes=\xff-\xfe',
      'bytes=0-9"',
      'bytes=NaN-',
      'bytes=-Infinity',
      `bytes=0-${'1'.repeat(7_000)}`,
      'bytes=null',
    ]),
}

interface Span {
  first: number
  last: number
}

/** Which bytes a header asks for, as RFC 9110 (14.1) says; 'none' of this video, or `undefined` where it may be ignored. */
function askedOf(header: string | undefined): Span | 'none' | undefined {
  const [, start = '', end = ''] = /^bytes=(\d*)-(\d*)$/i.exec(header ?? '') ?? []
  if (start === '' && end === '') return undefined
  if (start === '') {
    const length = Math.min(Number(end), SIZE)
    return length === 0 ? 'none' : { first: SIZE - length, last: SIZE - 1 }
  }
  if (end !== '' && BigInt(end) < BigInt(start)) return undefined
  if (Number(start) >= SIZE) return 'none'
  return { first: Number(start), last: end === '' ? SIZE - 1 : Math.min(Number(end), SIZE - 1) }
}

/** A range that starts beyond the end may be called none, in whatever order its ends are. */
const isBeyondEnd = (header: string | undefined) => Number(/=(\d+)-/.exec(header ?? '')?.[1]) >= SIZE

const HEADERS = { 'content-type': 'video/mp4', etag: ETAG, 'last-modified': MODIFIED }

function sendWhole(headers: Record<string, string | number>): ApiHandler {
  return ({ method }, response) => {
    response.writeHead(200, { ...HEADERS, ...headers }).end(method === 'HEAD' ? undefined : VIDEO)
  }
}

function sendPart({ first, last }: Span, contentRange: string): ApiHandler {
  return ({ method }, response) => {
    const headers = { ...HEADERS, 'content-range': contentRange, 'content-length': last - first + 1 }
    response.writeHead(206, headers).end(method === 'HEAD' ? undefined : VIDEO.subarray(first, last + 1))
  }
}

const UNKNOWN_LENGTH = 'of unknown length'

/** APIs that do as RFC 9110 says, each in its own way. */
const HONEST: Readonly<Record<string, ApiHandler>> = {
  'that knows no ranges': sendWhole({ 'content-length': SIZE }),
  'that knows ranges': (request, response) => {
    const asked = request.method === 'HEAD' ? undefined : askedOf(request.headers.range)
    const isCurrent = [undefined, ETAG, MODIFIED].includes(request.headers['if-range']?.toString())
    if (!asked || !isCurrent)
      return sendWhole({ 'content-length': SIZE, 'accept-ranges': 'bytes' })(request, response)
    if (asked === 'none') return void response.writeHead(416, { 'content-range': `bytes */${SIZE}` }).end()
    return sendPart(asked, `bytes ${asked.first}-${asked.last}/${SIZE}`)(request, response)
  },
  [UNKNOWN_LENGTH]: sendWhole({}),
}

/** APIs that send something else than they say, or than they were asked for. */
const LIARS: Readonly<Record<string, (random: Random) => ApiHandler>> = {
  'another part': (random) => {
    const first = random.int(0, SIZE - 2)
    const span = { first, last: random.int(first, SIZE - 1) }
    return sendPart(span, `bytes ${span.first}-${span.last}/${SIZE}`)
  },
  'a part called another': (random) => {
    const span = { first: random.int(100, 200), last: random.int(300, 400) }
    return sendPart(
      span,
      random.pick([
        'bytes 0-9/10',
        `bytes 9-5/${SIZE}`,
        'bytes */*',
        'bytes 0-9',
        'items 0-9/10',
        `bytes 0-${SIZE}/5`,
        'bytes -1-9/10',
        `bytes 100-${span.last + 1}/${SIZE}`,
      ]),
    )
  },
  'a shorter video': (random) => (_, response) => {
    response.writeHead(200, { ...HEADERS, 'content-length': SIZE })
    response.write(VIDEO.subarray(0, random.int(1, SIZE - 1)), () => response.destroy())
  },
}

/** What is known of the API that an answer comes from. */
interface Expected {
  isLie: boolean
  /** Whether `If-Range` holds. */
  isConditionMet: boolean
  /** Whether the API names the length of the whole video; else a part cannot be answered. */
  isLengthKnown: boolean
}

/** Whether the answer holds the bytes that it says, and those that were asked for. */
function judge(
  answer: Answer,
  header: string | undefined,
  { isLie, isConditionMet, isLengthKnown }: Expected,
): string | undefined {
  const contentRange = headerOf(answer, 'content-range')
  const length = headerOf(answer, 'content-length')
  if (length !== undefined && answer.isComplete && Number(length) !== answer.body.byteLength)
    return 'it has another length than it says'
  const asked = isConditionMet ? askedOf(header) : undefined
  if (answer.status === 200) {
    if (contentRange !== undefined) return 'a whole video was called a part'
    if (!isLie && isLengthKnown && typeof asked === 'object') return 'the whole came in the place of a part'
    return answer.isComplete && !answer.body.equals(VIDEO) ? 'other bytes came' : undefined
  }
  if (answer.status === 416) {
    if (asked !== 'none' && !isBeyondEnd(header)) return 'a range of the video was called none'
    return contentRange === undefined || contentRange === `bytes */${SIZE}`
      ? undefined
      : 'another size was reported'
  }
  const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(contentRange ?? '') ?? []
  if (first === undefined || last === undefined) return 'a part came without its place'
  if (size !== '*' && Number(size) !== SIZE) return 'another size was reported'
  if (asked === undefined || asked === 'none') return 'a part came that was not asked for'
  const isWhole = isLie ? Number(last) <= asked.last : Number(last) === asked.last
  if (Number(first) !== asked.first || !isWhole) return 'another part came'
  const isSame = answer.body.equals(VIDEO.subarray(Number(first), Number(last) + 1))
  return answer.isComplete && !isSame ? 'other bytes came' : undefined
}

export const ranges: AttackGroup = {
  name: 'ranges',
  count: 500,
  sample: 21,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', contentTimeout: 10_000 })
    const honest = inTurn(HONEST)
    const liars = inTurn(LIARS)
    for (const [rule, write] of inTurn(RANGES)) {
      const range = write(random)
      const isLie = random() < 0.3
      const [kind, handler] = isLie ? pickLiar(liars.next().value, random) : honest.next().value
      const ifRange =
        random() < 0.3
          ? random.pick([ETAG, '"v1"', `W/${ETAG}`, MODIFIED, 'Wed, 31 Dec 2025 00:00:00 GMT', 'x', '""'])
          : undefined
      const request: RawRequest = {
        path: `/api/v1/videos/t1/content${random() < 0.1 ? '?download=a.mp4' : ''}`,
        headers: { range, ...(ifRange && { 'if-range': ifRange }) },
        method: random() < 0.1 ? 'HEAD' : 'GET',
      }
      yield {
        rule: `${rule}, from an API ${kind}`,
        input: `${request.method ?? ''} Range: ${range}${ifRange ? `, If-Range: ${ifRange}` : ''}`,
        async attempt() {
          target.api.requests.length = 0
          target.api.handler = handler
          const { answer } = await target.send(origin, request)
          for (const { headers } of target.api.requests) {
            if (headers.range !== undefined && !/^bytes=(?:\d+-\d*|-\d+)$/.test(headers.range))
              return 'the header reached the API as it was'
          }
          if (answer === undefined) return isLie ? undefined : 'no answer'
          // Node refuses a header that is too long, or no header at all.
          if ([400, 431].includes(answer.status)) return undefined
          if (answer.status >= 500) return isLie ? undefined : 'an honest video did not arrive'
          if (request.method === 'HEAD')
            return answer.status === 200 ? undefined : 'HEAD was answered with a part'
          // An API that sends a part although `If-Range` does not hold is believed.
          const isConditionMet = isLie || [undefined, ETAG, MODIFIED].includes(ifRange)
          // A range of thousands of digits may be ignored.
          const isLengthKnown = kind !== UNKNOWN_LENGTH && range.length < 100
          return judge(answer, range, { isLie, isConditionMet, isLengthKnown })
        },
      }
    }
  },
}

const pickLiar = (
  [name, make]: [string, (random: Random) => ApiHandler],
  random: Random,
): [string, ApiHandler] => [`that sends ${name}`, make(random)]
