import type { AttackGroup } from '../AttackGroup.js'
import { CREATE } from '../http/caller.js'
import { formRequest, jsonRequest, partsOf } from '../http/forms.js'
import type { RawRequest } from '../http/exchange.js'
import { headerOf } from '../http/readAnswer.js'
import { inTurn, type Random } from '../random.js'

type Headers = Record<string, string>

const OWN = 'app.test'
const ALLOWED = 'https://studio.example.com'

/** Origins of pages that are not the app's, and look like it. */
const foreignOrigin = (random: Random) =>
  random.pick(
    [
      ...[
        'https://evil.test',
        'http://evil.test',
        'null',
        '',
        'https://',
        'file://',
        'https://app.test.evil.test',
      ],
      ...['https://evilapp.test', 'https://blog.app.test', 'http://app.test:8080', 'https://app.test:444'],
      ...[
        'https://app.test@evil.test',
        'https://evil.test/app.test',
        'https://evil.test#app.test',
        'https://app.test.',
      ],
      ...[
        'http://studio.example.com',
        'https://studio.example.com.evil.test',
        'https://studio.example.com:8443',
      ],
      ...[
        'https://STUDIO.example.com.evil',
        'https://app.test evil.test',
        'https://evil.test, https://app.test',
      ],
      ...[
        'https://app.test, https://evil.test',
        'app.test',
        '//app.test',
        'chrome-extension://app.test.x',
        'https://аpp.test',
      ],
      `https://${random.text(6).toLowerCase()}.test`,
      `https://${OWN}:${random.int(1024, 65535)}`,
    ].map((origin) => Buffer.from(origin).toString('latin1')),
  )

const notOwnHost = (random: Random) =>
  random.pick(['inner.test', 'inner.test:80', '127.0.0.1', '', 'evil.test.', 'x'])

/** Headers of a create that a page of another site makes a browser send. */
const ATTACKS: Readonly<Record<string, (random: Random) => Headers>> = {
  'another origin': (random) => ({ origin: foreignOrigin(random) }),
  'a browser that says cross-site': (random) => ({
    'sec-fetch-site': 'cross-site',
    ...(random() < 0.7 && {
      origin: random.pick([foreignOrigin(random), `https://${OWN}`, `http://${OWN}`]),
    }),
  }),
  'a browser that says same-site': (random) => ({
    'sec-fetch-site': 'same-site',
    ...(random() < 0.7 && { origin: foreignOrigin(random) }),
  }),
  'a Sec-Fetch-Site of no known value': (random) => ({
    'sec-fetch-site': random.pick([
      'Same-Origin',
      'same-origin,cross-site',
      'same-origin, none',
      'SAME-SITE',
      'x',
      'nonе',
      '"none"',
    ]),
    origin: foreignOrigin(random),
  }),
  'another origin behind a reverse proxy': (random) => ({
    origin: foreignOrigin(random),
    'x-forwarded-host': random.pick([OWN, notOwnHost(random), `${OWN}, evil.test`, `inner.test, ${OWN}`]),
    ...(random() < 0.5 && { host: notOwnHost(random) }),
  }),
  'another origin in other headers': (random) => ({
    origin: foreignOrigin(random),
    [random.pick(['referer', 'forwarded', 'x-original-host', 'x-host', 'x-forwarded-server', 'x-real-host'])]:
      `https://${OWN}/`,
  }),
}

/** Headers of a create that the app's own page, or no page at all, sends. */
const HONEST: Readonly<Record<string, (random: Random) => Headers>> = {
  'the own page': (random) => ({
    'sec-fetch-site': 'same-origin',
    origin: random.pick([`https://${OWN}`, `http://${OWN}`]),
  }),
  'the own page in an older browser': (random) => ({
    origin: random.pick([`https://${OWN}`, `http://${OWN}`, `https://${OWN}:443`]),
  }),
  'the own page behind a reverse proxy': () => ({
    origin: 'https://www.example.com',
    host: 'inner.test',
    'x-forwarded-host': 'www.example.com',
  }),
  'no page': () => ({}),
  'an allowed origin': () => ({ origin: ALLOWED, 'sec-fetch-site': 'cross-site' }),
}

const create = (random: Random, headers: Headers): RawRequest => {
  return random() < 0.7 ? formRequest(partsOf(CREATE), headers) : jsonRequest(CREATE, headers)
}

export const sameSite: AttackGroup = {
  name: 'pages of other sites',
  count: 100,
  sample: 24,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', allowedOrigins: [ALLOWED] })
    const honest = inTurn(HONEST)
    for (const [rule, make] of inTurn(ATTACKS)) {
      const headers = make(random)
      const request = create(random, headers)
      yield {
        rule,
        input: JSON.stringify(headers),
        async attempt() {
          const { answer } = await target.send(origin, request)
          const { calls, authorized } = await target.evidence()
          if (calls.length > 0) return 'the create was sent to the API'
          if (authorized.length > 0) return 'authorize was asked'
          return answer?.status === 403 || answer?.status === 400 ? undefined : 'it was not refused'
        },
      }
      if (random() < 0.2) {
        yield {
          rule: 'a preflight',
          input: JSON.stringify(headers),
          async attempt() {
            const asks = {
              'access-control-request-method': 'POST',
              'access-control-request-headers': 'x-forwarded-host',
            }
            const request = { method: 'OPTIONS', path: '/api/v1/videos', headers: { ...headers, ...asks } }
            const { answer } = await target.send(origin, request)
            if (answer && headerOf(answer, 'access-control-allow-origin') !== undefined)
              return 'it was allowed'
            return answer?.status === 405 || answer?.status === 400 ? undefined : 'it was not refused'
          },
        }
      }
      if (random() < 0.2) {
        const [who, makeHonest] = honest.next().value
        const own = makeHonest(random)
        const ownRequest = create(random, own)
        yield {
          rule: `a create of ${who}`,
          input: JSON.stringify(own),
          async attempt() {
            const { answer } = await target.send(origin, ownRequest)
            return answer?.status === 200 ? undefined : 'an honest create was refused'
          },
        }
      }
    }
  },
}
