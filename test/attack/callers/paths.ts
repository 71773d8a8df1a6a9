import type { Attack, AttackGroup } from '../AttackGroup.js'
import { type Answer, codeOf } from '../http/readAnswer.js'
import type { Evidence } from '../server/ProxySettings.js'
import { inTurn, type Random } from '../random.js'

/** A request that may lead somewhere else, or an id that is only odd and has to arrive. */
interface PathInput {
  method?: string
  path: string
  headers?: Record<string, string>
  /** The id that has to reach the API, where the path is an honest one. */
  honestId?: string
}

const hex = (code: number, random: Random) => {
  const digits = code.toString(16).padStart(2, '0')
  return random() < 0.5 ? digits : digits.toUpperCase()
}

/** Encodes characters as `%xx`, and the percent signs again for each further time. */
function encode(text: string, times: number, random: Random): string {
  if (times === 0) return text
  const bytes = [...Buffer.from(text, 'latin1')].map((byte) => `%${hex(byte, random)}`).join('')
  return bytes.replaceAll('%', `%${'25'.repeat(times - 1)}`)
}

const prefix = (random: Random) => random.pick(['', '/api', '/api/v1', '/a/b/c'])
const tail = (random: Random) => random.pick(['', '/content', '/content?variant=thumbnail', '?x=1'])
const target = (random: Random) =>
  random.pick(['models', 'chat/completions', 'videos', 'videos/task_9', '', 'v1', 'x'])
const dots = (random: Random) =>
  [...random.pick(['.', '..', '..', '...'])].map((dot) => encode(dot, random.int(0, 4), random)).join('')
const slash = (random: Random) =>
  random() < 0.4 ? '/' : encode(random.pick(['/', '\\', '/', '//']), random.int(1, 4), random)
const inId = (text: string, random: Random) => {
  const id = random.text(random.int(1, 12))
  const at = random.int(0, id.length)
  return `${id.slice(0, at)}${text}${id.slice(at)}`
}

/** Bytes that other readers take for a dot, a slash or nothing at all. */
const LOOKALIKES = [
  ...['%c0%ae', '%c0%af', '%e0%80%ae', '%e0%80%af', '%f0%80%80%af', '%c1%9c', '%ed%a0%80', '%ff', '%fe%ff'],
  ...['%ef%bc%8f', '%ef%bc%8e', '%ef%bc%bc', '%e2%88%95', '%e2%81%84', '%e3%80%82', '%e2%80%a4', '%e2%80%8b'],
  ...['%u002e', '%u002f', '%25u002e', '%2%65', '%%32%65', '%%2e', '%2', '%', '%zz', '%c2%85', '%e2%80%a8'],
]

const RULES: Readonly<Record<string, (random: Random) => PathInput>> = {
  'dot segments in any encoding': (random) => {
    const steps = Array.from({ length: random.int(1, 4) }, () => dots(random) + slash(random)).join('')
    const start = random() < 0.5 ? '' : `t1${slash(random)}`
    return { path: `${prefix(random)}/videos/${start}${steps}${target(random)}${tail(random)}` }
  },
  'separators in ids': (random) => {
    const parts = Array.from({ length: random.int(2, 4) }, () =>
      random.pick(['t1', 'content', 'videos', '..', '']),
    )
    return { path: `${prefix(random)}/videos/${parts.join(slash(random))}${tail(random)}` }
  },
  'control characters in ids': (random) => {
    const code = random.pick([0, 7, 9, 10, 13, 27, 31, 127, 0x85, 0xad])
    const text = encode(String.fromCharCode(code), random.int(1, 4), random)
    const more = random() < 0.5 ? '' : `X-Evil:${encode(' ', 1, random)}1`
    return { path: `${prefix(random)}/videos/${inId(text + more, random)}${tail(random)}` }
  },
  'malformed and lookalike bytes': (random) => {
    const pieces = Array.from({ length: random.int(1, 3) }, () => random.pick(LOOKALIKES)).join('')
    return { path: `${prefix(random)}/videos/${inId(pieces, random)}${slash(random)}${target(random)}` }
  },
  'queries and fragments in ids': (random) => {
    const mark = random.pick(['?', '#', ';', '&', '@', ':'])
    const text =
      encode(mark, random.int(1, 3), random) + random.pick(['x=1', 'variant=..', '/../models', 'admin'])
    return { path: `${prefix(random)}/videos/${inId(text, random)}${tail(random)}` }
  },
  'targets in other forms': (random) => {
    const path = `/v1/videos/${random.text(5)}`
    const start = random.pick([
      'http://evil.test',
      'https://evil.test:1',
      '//evil.test',
      '///evil.test',
      '@evil.test',
      '*',
      '\\\\evil.test',
      'file://',
      '/http://evil.test',
    ])
    return { path: start + path }
  },
  'prefixes that climb': (random) => ({
    path: `/api${slash(random)}${dots(random)}${slash(random)}${random.pick(['videos', 'Videos', 'videos%00', 'videos;x', 'video%73'])}/t1`,
  }),
  'other methods': (random) => ({
    method: random.pick([
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'LINK',
      'PURGE',
      'SEARCH',
      'M-SEARCH',
      'get',
      'Post',
      'POST',
    ]),
    path: `${prefix(random)}/videos/${random.text(5)}${random.pick(['', '/content', '/remix', '/remix/x', '/../remix'])}`,
  }),
  'headers that name another target': (random) => {
    const name = random.pick([
      'x-http-method-override',
      'x-method-override',
      'x-original-url',
      'x-rewrite-url',
      'x-forwarded-prefix',
      'x-forwarded-path',
      'forwarded',
      'x-forwarded-host',
      'host',
      'authorization',
      'proxy-authorization',
      'openai-organization',
    ])
    const value = random.pick([
      'DELETE',
      '/v1/models',
      'http://evil.test/',
      'evil.test',
      'host=evil.test',
      'Bearer stolen',
    ])
    return { path: `/api/v1/videos/${random.text(5)}`, headers: { [name]: value } }
  },
  'variants and queries': (random) => {
    const value =
      random.pick(['thumbnail', 'spritesheet', 'Thumbnail', 'thumbnail&x=1', '../models', 'video']) +
      encode(random.pick(['&', '#', '/', '\r', '\n', '\0']), random.int(0, 2), random).replace(
        /[\r\n\0]/g,
        '',
      )
    const query = random.pick([
      `variant=${value}`,
      `variant=x&variant=${value}`,
      `key=1&variant=${value}`,
      `Variant=${value}`,
      `variant[]=${value}`,
    ])
    return { path: `/api/videos/t1/content?${query}` }
  },
  'ids of any length': (random) => {
    const honestId = random.text(random.pick([1, 40, 200, 900, random.int(1, 2_000), 2_000]))
    return { path: `/api/v1/videos/${honestId}`, honestId }
  },
  'ids far too long': (random) => ({ path: `/api/v1/videos/${random.text(random.int(4_000, 14_000))}` }),
  'ids of any letters': (random) => {
    const letters = 'aZ09-_=+:;,!@$&\'()*~|"<>{}[]^` éü漢字🎬Ж'
    const honestId = `${random.pick(['', 'task_', 'a/b/', 'x..y', '...'])}${Array.from({ length: random.int(1, 30) }, () => random.pick([...letters])).join('')}z`
    return {
      path: `/api/v1/videos/${encodeURIComponent(honestId)}${random.pick(['', '/content'])}`,
      honestId,
    }
  },
}

/** Where the proxy may ask, whatever it was asked. */
const ALLOWED_URL =
  /^http:\/\/api\.test\/v1\/videos\/([^/?#\\]+)(?:\/content(?:\?variant=(?:thumbnail|spritesheet))?)?$/

const HOSTILE_ID = /[\p{Cc}\\]|(?:^|\/)\.{1,2}(?:\/|$)/u

/** Whether a server behind the API that decodes a segment again and again would be led elsewhere. */
function isHostile(segment: string): boolean {
  for (let text = segment; ;) {
    if (HOSTILE_ID.test(text)) return true
    const decoded = text.replace(/%([0-7][0-9a-f])/gi, (_, digits: string) =>
      String.fromCharCode(parseInt(digits, 16)),
    )
    if (decoded === text) return false
    text = decoded
  }
}

function judge({ calls, authorized }: Evidence, { honestId }: PathInput, answer: Answer | undefined) {
  for (const { url, method } of calls) {
    const segment = ALLOWED_URL.exec(url)?.[1]
    if (segment === undefined || isHostile(segment)) return 'another path was asked for at the API'
    if (method !== 'GET' && method !== 'HEAD') return 'the API was asked with another method'
    const id = decodeURIComponent(segment)
    if (!authorized.some(({ taskId }) => taskId === id))
      return 'the API was asked for another task than authorize'
  }
  if (answer === undefined) return 'no answer'
  // Adapters answer 500 in words of their own where no `Request` can be made.
  if (answer.status >= 500 && codeOf(answer) !== undefined) return 'the proxy failed'
  if (honestId === undefined) return undefined
  const asked = calls.map(({ url }) => decodeURIComponent(ALLOWED_URL.exec(url)?.[1] ?? ''))
  return answer.status === 200 && asked.length === 1 && asked[0] === honestId
    ? undefined
    : 'an honest id did not arrive'
}

export const paths: AttackGroup = {
  name: 'paths',
  count: 700,
  sample: 39,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', cache: false })
    for (const [rule, make] of inTurn(RULES)) {
      const input = make(random)
      const attack: Attack = {
        rule,
        input:
          `${input.method ?? 'GET'} ${input.path} ${input.headers ? JSON.stringify(input.headers) : ''}`.trim(),
        async attempt() {
          const { answer } = await target.send(origin, input)
          return judge(await target.evidence(), input, answer)
        },
      }
      yield attack
    }
  },
}
