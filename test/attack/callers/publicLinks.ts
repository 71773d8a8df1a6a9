import type { AttackGroup } from '../AttackGroup.js'
import { CREATE, createTask } from '../http/caller.js'
import type { RawRequest } from '../http/exchange.js'
import { fieldOf, headerOf, jsonOf } from '../http/readAnswer.js'
import { ALPHANUMERIC, inTurn, type Random } from '../random.js'
import { type ProxySettings, SECRET } from '../server/ProxySettings.js'
import type { Target } from '../Target.js'
import { type Private, TALKATIVE, talkativeApi } from './inputs/talkativeAnswers.js'

const DIGITS = `${ALPHANUMERIC}-_`
const VIDEOS = '/api/v1/videos'

/** A task with a link, at one proxy. */
interface Shared extends Private {
  origin: string
  /** The id of the link, of one that was revoked, and of one whose task was deleted. */
  link: string
  revoked: string
  deleted: string
  /** Origins of proxies with the same tasks, by the option that throws. */
  failing: Readonly<Record<string, string>>
}

const shareOf = (id: string, method = 'POST', headers: Record<string, string> = {}): RawRequest => ({
  method,
  path: `${VIDEOS}/${id}/share`,
  headers,
})

/** Ids that are nearly that of a link. */
const FORGERIES: Readonly<Record<string, (random: Random, shared: Shared) => string>> = {
  'with a character changed': (random, { link }) => {
    const at = random.int(6, link.length - 1)
    return link.slice(0, at) + random.pick([...DIGITS].filter((one) => one !== link[at])) + link.slice(at + 1)
  },
  'cut short': (random, { link }) => link.slice(0, random.int(1, link.length - 1)),
  extended: (random, { link }) => link + random.text(random.int(1, 90), DIGITS),
  guessed: (random) => `share_${random.text(43, DIGITS)}`,
  'in other letters': (random, { link }) =>
    random.pick([link.toUpperCase(), link.toLowerCase(), `Share_${link.slice(6)}`, `SHARE_${link.slice(6)}`]),
  'spaced or escaped': (random, { link }) =>
    random.pick([
      `%20${link}`,
      `${link}%20`,
      `${link}%00`,
      `${link}%0A`,
      `${link}=`,
      `${link};x`,
      `${link}%252e`,
    ]),
  'of a row of the store': (random, { link, publicId }) =>
    random.pick([
      `share%0A${publicId}`,
      `share%0A${link}`,
      `share%250A${publicId}`,
      `share\u2028${publicId}`,
    ]),
  'that was revoked': (_, { revoked }) => revoked,
  'of a deleted task': (_, { deleted }) => deleted,
  'of two': (random, { link, revoked }) =>
    random.pick([`${link},${revoked}`, `${revoked}${link}`, `${link}${link}`]),
}

const otherSite = (random: Random): Record<string, string> =>
  random.pick<Record<string, string>>([
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: 'https://app.test.evil.test', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'https://blog.app.test' },
  ])

const method = (random: Random) => random.pick(['POST', 'DELETE'])

/** Requests that are refused without a request to the API, and after which the link is as it was. */
const REFUSED: Readonly<Record<string, (random: Random, shared: Shared) => RawRequest>> = {
  'a share or revoke of a stranger': (random, { publicId }) =>
    shareOf(publicId, method(random), { 'x-user': 'bob' }),
  'a share or revoke without a user': (random, { publicId }) => shareOf(publicId, method(random)),
  'a share or revoke from another site': (random, { publicId, owner }) =>
    shareOf(publicId, method(random), { 'x-user': owner, ...otherSite(random) }),
  'a share or revoke of the link itself': (random, { link, owner }) =>
    shareOf(
      link,
      method(random),
      random.pick<Record<string, string>>([{}, { 'x-user': 'bob' }, { 'x-user': owner }]),
    ),
  'a delete or remix by a link': (random, { link, owner }) => ({
    ...random.pick([
      { method: 'DELETE', path: `${VIDEOS}/${link}` },
      { method: 'POST', path: `${VIDEOS}/${link}/remix`, body: '{"prompt":"A sea"}' },
    ]),
    headers: {
      'content-type': 'application/json',
      ...random.pick<Record<string, string>>([{}, { 'x-user': 'bob' }, { 'x-user': owner }]),
    },
  }),
  'a still by a link': (random, { link, owner }) => ({
    method: 'PUT',
    path: `${VIDEOS}/${link}/content?variant=thumbnail`,
    headers: random.pick<Record<string, string>>([{}, { 'x-user': 'bob' }, { 'x-user': owner }]),
    body: '\u00ff',
  }),
  'a list by a link': (random, { link }) => ({
    path: `${VIDEOS}?${random.pick(['after', 'owner', 'user', 'id', 'cursor'])}=${link}`,
  }),
  'another method of the routes': (random, { link, publicId, owner }) => ({
    method: random.pick(['PUT', 'PATCH', 'OPTIONS', 'GET', 'HEAD', 'PROPFIND']),
    path: `${VIDEOS}/${random.pick([link, publicId])}/share`,
    headers: random.pick<Record<string, string>>([{}, { 'x-user': owner }]),
  }),
  'a task by its own id, without a user': (random, { publicId, taskId }) => ({
    path: `${VIDEOS}/${random.pick([publicId, taskId])}${random.pick(['', '/content'])}`,
  }),
}

export const publicLinks: AttackGroup = {
  name: 'public links',
  count: 400,
  sample: 80,
  async *attacks(target, random) {
    const { handler: honest, lastId } = talkativeApi(random.text(9))
    target.api.handler = honest
    const proxies = [
      await startShared(target, random, lastId),
      await startShared(target, random, lastId, SECRET),
    ]
    const [forgeries, refused, talkative, failures] = [
      inTurn(FORGERIES),
      inTurn(REFUSED),
      inTurn(TALKATIVE),
      inTurn(FAILURES),
    ]
    for (;;) {
      for (const shared of proxies) {
        const [forgery, forge] = forgeries.next().value
        const id = forge(random, shared) + random.pick(['', '/content', '/content?download'])
        const guess = { path: `${VIDEOS}/${id}` }
        yield { rule: `a link ${forgery}`, input: id, attempt: () => sendRefused(target, shared, guess) }

        const [rule, make] = refused.next().value
        const request = make(random, shared)
        yield { rule, input: JSON.stringify(request), attempt: () => sendRefused(target, shared, request) }

        const [what, talk] = talkative.next().value
        const path = openPath(random, shared.link)
        yield {
          rule: `an API that answers ${what}`,
          input: path,
          async attempt() {
            target.api.handler = talk(random, shared)
            const problem = await sendOpened(target, shared, shared.origin, path)
            target.api.handler = honest
            return problem ?? checkOpen(target, shared)
          },
        }

        const [from, status] = failures.next().value
        const failing = openPath(random, shared.link)
        yield {
          rule: `${from} that throws`,
          input: failing,
          attempt: () => sendOpened(target, shared, shared.failing[from] ?? '', failing, status),
        }
      }
    }
  },
}

/** What throws, and whether a link is then opened all the same. */
const FAILURES: Readonly<Record<string, boolean>> = { authorize: true, sharedFields: false, tasks: false }

const openPath = (random: Random, link: string) =>
  random.pick([
    ...[`/${link}`, `/${link}/content`, `/${link}/content?download`, `/${link}/content?variant=thumbnail`],
    `?ids=${link}`,
  ])

/** Starts a proxy with a task that has a link, and others with the same tasks, of which one option throws. */
async function startShared(
  target: Target,
  random: Random,
  lastId: () => string,
  secret?: string,
): Promise<Shared> {
  const [owner, prompt] = [`owner${random.text(9)}`, CREATE.prompt]
  const settings = {
    ...{
      callers: 'named',
      cache: false,
      tasks: random.text(9),
      routes: ['share', 'delete', 'remix', 'list'],
    },
    ...(secret !== undefined && { secret }),
  } satisfies ProxySettings
  const origin = await target.listen(settings)
  const make = async () => {
    const publicId = await createTask(target, origin, owner)
    const { answer } = await target.send(origin, shareOf(publicId, 'POST', { 'x-user': owner }))
    const link = answer && fieldOf(jsonOf(answer), 'id')
    if (typeof link !== 'string') throw new Error(`An honest share was answered ${answer?.status}.`)
    return { publicId, link }
  }
  const shared = await make()
  const taskId = lastId()
  const revoked = await make()
  await target.send(origin, shareOf(revoked.publicId, 'DELETE', { 'x-user': owner }))
  const deleted = await make()
  const path = `${VIDEOS}/${deleted.publicId}`
  await target.send(origin, { method: 'DELETE', path, headers: { 'x-user': owner } })
  const words = { owner, prompt, taskId, publicId: shared.publicId, key: target.keys[0] }
  const text = Object.values(words).join(' ')
  const failing: Record<string, string> = {}
  for (const from of ['authorize', 'sharedFields', 'tasks'] as const)
    failing[from] = await target.listen({ ...settings, throws: { from, text } })
  return { ...words, ...shared, origin, failing, revoked: revoked.link, deleted: deleted.link }
}

/** Whether the link shows its task to everyone. */
async function checkOpen(target: Target, { origin, link }: Shared) {
  const { answer } = await target.send(origin, { path: `${VIDEOS}/${link}` })
  return answer?.status === 200 ? undefined : 'an honest link does not open'
}

async function sendRefused(target: Target, shared: Shared, request: RawRequest) {
  const before = (await target.evidence()).calls.length
  const { answer, received } = await target.send(shared.origin, request)
  if ((await target.evidence()).calls.length > before) return 'the API was asked'
  if (!answer || answer.status < 400 || answer.status >= 500) return 'it was not refused'
  return findPrivate(shared, received) ?? checkOpen(target, shared)
}

/** Opens a link, and searches what comes for what is the owner's. */
async function sendOpened(target: Target, shared: Shared, origin: string, path: string, opens?: boolean) {
  const { answer, received, isTimeout } = await target.send(origin, { path: VIDEOS + path })
  if (!answer || isTimeout) return 'it was not answered'
  const isVideo = /^(?:video|image)\//.test(headerOf(answer, 'content-type') ?? '')
  const head = received.slice(0, received.indexOf('\r\n\r\n'))
  const found = findPrivate(shared, isVideo ? head : received)
  if (found) return found
  const { errors } = await target.evidence()
  if (errors.some((error) => error.includes(shared.link))) return 'the link is in an error report'
  if (opens === undefined || path.startsWith('?')) return undefined
  if (opens)
    return answer.status === 200 || path.includes('variant') ? undefined : 'an honest link was refused'
  const isShown = answer.status < 400 && !path.includes('/content')
  return isShown ? 'it was shown all the same' : undefined
}

/** What of the owner's is in a text. */
function findPrivate(shared: Shared, text: string) {
  const words = ['owner', 'prompt', 'taskId', 'publicId'] as const
  const found = words.find((word) => shared[word] !== '' && text.includes(shared[word]))
  if (found) return { problem: `the ${found} came out`, detail: text.slice(0, 600) }
  const url = /(?:api|bucket)\.test/.exec(text)
  return url ? { problem: 'the URL of the API came out', detail: text.slice(0, 600) } : undefined
}
