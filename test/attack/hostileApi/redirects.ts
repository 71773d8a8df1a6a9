import type { Attack, AttackGroup } from '../AttackGroup.js'
import { formRequest, partsOf } from '../http/forms.js'
import type { RawRequest } from '../http/exchange.js'
import { CREATE } from '../http/caller.js'
import { answerJson, answerRaw, type ApiHandler, VIDEO } from '../http/startApi.js'
import { inTurn, type Random } from '../random.js'
import type { Target } from '../Target.js'
import { privateHost } from './privateAddresses.js'

const STATUSES = [301, 302, 303, 307, 308] as const
const content = (): RawRequest => ({ path: '/api/v1/videos/t1/content' })

const redirect = (location: string, status: number) =>
  answerRaw(
    `HTTP/1.1 ${status} Found\r\nLocation: ${location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    'utf8',
  )

const sendVideo: ApiHandler = (_, response) => {
  response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': VIDEO.byteLength }).end(VIDEO)
}

/** Hosts that the proxy may ask: the API, and the bucket it may be sent to. */
const KNOWN = /^https?:\/\/(?:api|bucket)\.test[/?]/

/** Asks for a video whose API redirects, and judges where the proxy went. */
async function follow(target: Target, origin: string, request: RawRequest): Promise<string | undefined> {
  const { answer } = await target.send(origin, request)
  const { calls } = await target.evidence()
  if (calls.some(({ url }) => !KNOWN.test(url))) return 'the proxy went there'
  if (target.inside.requests.length > 0) return 'a server on loopback was reached'
  if (calls.length > 6) return 'it went on without end'
  const away = calls.findIndex(({ url }) => !/^https?:\/\/api\.test/.test(url))
  if (away >= 0 && calls.slice(away).some(({ hasKey }) => hasKey)) return 'the key was taken along'
  if (answer === undefined) return 'no answer'
  return answer.status === 502 ? undefined : `it was answered with ${answer.status}`
}

/** A redirect to somewhere inside the server's network. */
function toInside(target: Target, origin: string, random: Random, turn: number): Attack {
  const { notation, host } = privateHost(random, turn)
  const port = new URL(target.inside.origin).port
  const scheme = random.pick(['http', 'http', 'HTTP', 'https'])
  const user = random() < 0.1 ? random.pick(['user@', 'bucket.test@', 'bucket.test:80@']) : ''
  const location = `${scheme}://${user}${host}${random.pick(['', `:${port}`, ':80', ':22'])}/${random.pick(['latest/meta-data/', 'v1/videos/t1/content', ''])}`
  const isLater = random() < 0.3
  const status = random.pick(STATUSES)
  return {
    rule: `to an address inside, ${notation}`,
    input: `${isLater ? 'bucket.test, then ' : ''}${location}`,
    attempt() {
      target.api.handler = redirect(isLater ? 'http://bucket.test/v.mp4' : location, status)
      target.bucket.handler = redirect(location, status)
      return follow(target, origin, content())
    },
  }
}

const OTHER_SCHEMES = [
  'file:///etc/passwd',
  'ftp://bucket.test/v',
  'data:video/mp4;base64,AAAA',
  'javascript:1',
  'ws://bucket.test/',
  'blob:http://api.test/1',
  'gopher://127.0.0.1:6379/_x',
  'about:blank',
  'urn:x',
]

const RULES: Readonly<
  Record<string, (random: Random) => { location: string; request?: RawRequest; bucket?: string }>
> = {
  'to another scheme': (random) => ({ location: random.pick(OTHER_SCHEMES) }),
  'to what is no address': (random) => ({
    location: random.pick([
      'http://',
      'http://[',
      '//',
      'http:// x',
      'http://a b/',
      'http://%00/',
      '\\\\127.0.0.1\\x',
    ]),
  }),
  'with a user in it': () => ({ location: 'http://user:pass@bucket.test/v.mp4' }),
  'in a circle': (random) => ({
    location: random.pick([
      '/v1/videos/t1/content',
      'http://api.test/v1/videos/t1/content',
      '?x=1',
      '',
      '.',
      'http://bucket.test/v',
    ]),
    bucket: random.pick(['http://api.test/v1/videos/t1/content', '/again']),
  }),
  'of a poll': (random) => ({
    location: random.pick(['http://127.0.0.1:1/', 'http://bucket.test/task', '/v1/videos/t2']),
    request: { path: `/api/v1/videos/${random.text(6)}` },
  }),
  'of a create': (random) => ({
    location: random.pick(['http://127.0.0.1:1/', 'http://bucket.test/task', '/v1/videos']),
    request: formRequest(partsOf(CREATE)),
  }),
}

/** Redirects that have to be followed: to a bucket, and to another place at the API. */
function honest(target: Target, origin: string, random: Random): Attack {
  const path = `/${random.text(8)}.mp4?X-Amz-Expires=60`
  const location = random.pick([`http://bucket.test${path}`, '/files/1.mp4', `//bucket.test${path}`])
  const status = random.pick(STATUSES)
  return {
    rule: 'an honest redirect to a bucket',
    input: location,
    async attempt() {
      target.api.handler = (request, response) =>
        (request.path.startsWith('/files') ? sendVideo : redirect(location, status))(request, response)
      target.bucket.requests.length = 0
      target.bucket.handler = sendVideo
      const { answer } = await target.send(origin, content())
      if (target.bucket.requests.some(({ headers }) => headers.authorization !== undefined))
        return 'the key was taken along'
      return answer?.body.equals(VIDEO) ? undefined : 'an honest video did not arrive'
    },
  }
}

/** A redirect of a secure API to where everyone can listen. */
function downgrade(target: Target, secure: string, random: Random): Attack {
  const location = random.pick(['http://bucket.test/v.mp4', 'http://api.test/v1/videos/t1/content'])
  return {
    rule: 'from https to http',
    input: location,
    attempt() {
      target.api.handler = redirect(location, 302)
      target.bucket.handler = sendVideo
      return follow(target, secure, content())
    },
  }
}

export const redirects: AttackGroup = {
  name: 'redirects of the API',
  count: 300,
  sample: 25,
  async *attacks(target, random) {
    const settings = { callers: 'anyone', cache: false, timeout: 10_000, contentTimeout: 10_000 } as const
    const origin = await target.listen(settings)
    const secure = await target.listen({ ...settings, baseURL: 'https://api.test/v1' })
    const rules = inTurn(RULES)
    for (let turn = 0; ; turn++) {
      target.inside.handler = answerJson({ secret: 'inside' })
      target.inside.requests.length = 0
      for (let step = 0; step < 3; step++) yield toInside(target, origin, random, 3 * turn + step)
      const [rule, make] = rules.next().value
      const { location, request = content(), bucket = '/' } = make(random)
      yield {
        rule,
        input: location,
        attempt() {
          target.api.handler = redirect(location, 302)
          target.bucket.handler = redirect(bucket, 302)
          return follow(target, origin, request)
        },
      }
      yield turn % 2 ? downgrade(target, secure, random) : honest(target, origin, random)
    }
  },
}
