import type { AttackGroup } from '../AttackGroup.js'
import { REQUESTS } from '../http/caller.js'
import { inTurn, type Random } from '../random.js'

type Headers = Record<string, string>

const ALLOWED = ['app.test', '.example.com', '[::2]']

/** Hosts that are not the app's, and look like them. */
const foreignHost = (random: Random): string =>
  random.pick([
    ...['evil.test', 'evil.test:80', 'app.test.evil.test', 'xapp.test', 'app.tes', 'pp.test', 'test'],
    ...[
      'app.test@evil.test',
      'evil.test#app.test',
      'evil.test?app.test',
      'evil.test/app.test',
      'evil.test,app.test',
    ],
    ...[
      'app.test, evil.test',
      'app.test evil.test',
      'app.test:80:evil',
      'app.test:evil.test',
      'evil.test\\.example.com',
    ],
    ...['example.com.evil.test', 'evilexample.com', 'a.example.com.x', '.app.test'],
    ...[
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0.0.0.0',
      'localhost',
      'localhost:3000',
      '[::1]',
      '[::]',
      '[::2%25x]',
    ],
    ...[
      'app%2etest.evil.test',
      'app.test%00',
      'app.test%2f.evil',
      'app..test',
      '*',
      '*.example.com',
      '..',
      '-',
    ],
    `${random.text(8).toLowerCase()}.test`,
    `${random.int(1, 223)}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`,
  ])

/** The host headers of a request that a page of a foreign domain makes a browser send (DNS rebinding), and odder ones. */
const ATTACKS: Readonly<Record<string, (random: Random) => { headers: Headers; authority?: string }>> = {
  'a foreign host': (random) => ({ headers: { host: foreignHost(random) } }),
  'a foreign host with the page of its own': (random) => {
    const host = foreignHost(random)
    return { headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' } }
  },
  'a foreign host, forwarded for the own one': (random) => ({
    headers: { host: foreignHost(random), 'x-forwarded-host': random.pick(['app.test', 'a.example.com']) },
  }),
  'a foreign host, forwarded by the own one': (random) => ({
    headers: {
      host: 'app.test',
      'x-forwarded-host':
        random.pick([foreignHost(random), `app.test, ${foreignHost(random)}`, ',', '']) || 'x',
    },
  }),
  'a foreign host and the own one in the target': (random) => ({
    headers: { host: foreignHost(random) },
    authority: 'http://app.test',
  }),
  'a foreign host and the own one after it': (random) => ({
    headers: { host: `${foreignHost(random)}\r\nhost: app.test` },
  }),
  'no host': (random) => ({ headers: { host: random.pick(['', ' ', '\t']) } }),
}

const honestHost = (random: Random) =>
  random.pick([
    'app.test',
    'APP.test',
    'app.test:8080',
    'app.test.',
    'www.example.com',
    'a.b.example.com',
    '[::2]:80',
  ])

export const foreignHosts: AttackGroup = {
  name: 'foreign hosts',
  count: 100,
  sample: 16,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', cache: false, allowedHosts: ALLOWED })
    for (const [rule, make] of inTurn(ATTACKS)) {
      const { headers, authority = '' } = make(random)
      const [action, request] = random.pick(Object.entries(REQUESTS))
      const wanted = request(random)
      yield {
        rule,
        input: `${action}, ${authority} ${JSON.stringify(headers)}`,
        async attempt() {
          const path = authority + wanted.path
          const { answer } = await target.send(origin, {
            ...wanted,
            path,
            headers: { ...wanted.headers, ...headers },
          })
          const { calls, authorized } = await target.evidence()
          if (calls.length > 0) return 'the API was asked'
          if (authorized.length > 0) return 'authorize was asked'
          return answer && answer.status >= 400 ? undefined : 'it was not refused'
        },
      }
      if (random() < 0.2) {
        const host = honestHost(random)
        yield {
          rule: 'the own host',
          input: host,
          async attempt() {
            const { answer } = await target.send(origin, { ...wanted, headers: { ...wanted.headers, host } })
            return answer?.status === 200 ? undefined : 'an honest request was refused'
          },
        }
      }
    }
  },
}
