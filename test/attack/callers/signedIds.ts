import type { AttackGroup } from '../AttackGroup.js'
import { createTask, linkOf } from '../http/caller.js'
import { ALPHANUMERIC, inTurn, type Random } from '../random.js'
import { SECRET } from '../server/ProxySettings.js'

const OTHER_SECRET = 'another-secret-of-an-attacked-proxy-98765'
const DIGITS = `${ALPHANUMERIC}-_`

/** Ids and links that are genuine, but not the attacker's, or not for what they are used for. */
interface Genuine {
  /** Ids of the user `ann` at the attacked proxy. */
  ids: string[]
  /** An id of `bob`, one that no user owns, and one of `ann` under another secret. */
  bobs: string
  owners: string
  foreign: string
  /** Query of the link to the content of the first id. */
  link: string
}

/** Changes a random character of a text into another one of the same alphabet. */
function changeOne(text: string, from: number, random: Random): string {
  const at = random.int(from, text.length - 1)
  const other = random.pick([...DIGITS].filter((digit) => digit !== text[at]))
  return text.slice(0, at) + other + text.slice(at + 1)
}

const bytesOf = (id: string) => Buffer.from(id.slice(id.indexOf('_') + 1), 'base64url')
const idOf = (bytes: Buffer) => `task_${bytes.toString('base64url')}`

/** Puts bytes of one id into another, such as the owner of one into the signature of the other. */
function splice(into: string, from: string, random: Random): string {
  const [bytes, others] = [bytesOf(into), bytesOf(from)]
  const start = random.int(0, bytes.byteLength - 2)
  others.copy(bytes, start, start, random.int(start + 1, bytes.byteLength))
  return idOf(bytes)
}

/** Spells the same bytes with unused bits set, which some decoders ignore. */
function setUnusedBits(id: string, random: Random): string {
  const unused = (id.length - id.indexOf('_') - 1) % 4
  const last = DIGITS.indexOf(id.at(-1) ?? '')
  const order = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const value = order.indexOf(DIGITS[last] ?? '') | random.int(1, unused === 2 ? 15 : 3)
  return unused === 0 ? `${id}A` : id.slice(0, -1) + (order[value] ?? '')
}

const FORGERIES: Readonly<Record<string, (random: Random, genuine: Genuine) => string>> = {
  'one character changed': (random, { ids }) => changeOne(random.pick(ids), 5, random),
  'several characters changed': (random, { ids }) =>
    Array.from({ length: random.int(2, 9) }).reduce<string>(
      (id) => changeOne(id, 5, random),
      random.pick(ids),
    ),
  'the unused bits set': (random, { ids }) => setUnusedBits(random.pick(ids), random),
  'cut short': (random, { ids }) => {
    const id = random.pick(ids)
    return id.slice(0, random.int(1, id.length - 1))
  },
  extended: (random, { ids }) => random.pick(ids) + random.text(random.int(1, 200), DIGITS),
  'padded or spaced': (random, { ids }) =>
    random.pick(ids) + random.pick(['=', '==', '%20', '%09', '%C2%A0', '.', '~', '%E2%80%8B', '/', ';x']),
  'with another prefix': (random, { ids }) =>
    random.pick(['', 'task', 'TASK_', 'task_task_', 'video_', '_', '%20task_']) + random.pick(ids).slice(5),
  'in other letters': (random, { ids }) => {
    const id = random.pick(ids)
    return random.pick([id.toLowerCase(), id.toUpperCase(), id.replaceAll('-', '+').replaceAll('_', '%2F')])
  },
  'spliced from two ids': (random, { ids, bobs, foreign, owners }) =>
    random() < 0.5
      ? splice(random.pick([bobs, foreign, owners]), random.pick(ids), random)
      : splice(random.pick(ids), random.pick([bobs, foreign, owners]), random),
  'of another user': (_, { bobs }) => bobs,
  'of no user': (_, { owners }) => owners,
  'of another secret': (_, { foreign }) => foreign,
  "the API's own": (random) => `task_${random.int(1, 5)}`,
  'random bytes': (random) => `task_${random.text(random.int(1, 120), DIGITS)}`,
  'another version': (random, { ids }) => {
    const bytes = bytesOf(random.pick(ids))
    bytes[0] = (bytes[0] ?? 0) ^ (1 << random.int(0, 7))
    return idOf(bytes)
  },
}

const LINKS: Readonly<Record<string, (random: Random, link: URLSearchParams) => string>> = {
  'a link that lasts longer': (random, link) => {
    const later = Number(link.get('expires')) + random.int(1, 1e6)
    return `expires=${later}&signature=${link.get('signature')}`
  },
  'a link whose time is no number': (random, link) => {
    const time = link.get('expires')
    const written = random.pick([
      `${time}.5`,
      `${time}e1`,
      `0x${time}`,
      `-${time}`,
      `${time}%20`,
      '',
      'NaN',
      'Infinity',
      '9'.repeat(13),
    ])
    return `expires=${written}&signature=${link.get('signature')}`
  },
  'a link with another signature': (random, link) => {
    const signature = link.get('signature') ?? ''
    const other = random.pick([
      () => changeOne(signature, 0, random),
      () => signature.slice(0, random.int(0, signature.length - 1)),
      () => signature + random.text(random.int(1, 9), DIGITS),
      () => random.text(43, DIGITS),
    ])
    return `expires=${link.get('expires')}&signature=${other()}`
  },
  'a link with two values': (random, link) => {
    const twice = random.pick([
      'expires=9999999999',
      `signature=${random.text(43)}`,
      `signature=${link.get('signature')}`,
    ])
    return random() < 0.5 ? `${link}&${twice}` : `${twice}&${link}`
  },
  'half a link': (random, link) =>
    random.pick([
      `expires=${link.get('expires')}`,
      `signature=${link.get('signature')}`,
      'expires=&signature=',
    ]),
}

export const signedIds: AttackGroup = {
  name: 'ids and links',
  count: 400,
  sample: 40,
  async *attacks(target, random) {
    const settings = { secret: SECRET, hasContentLinks: true, cache: false } as const
    const origin = await target.listen({ ...settings, callers: 'named' })
    const forAnyone = await target.listen({ ...settings, callers: 'anyone' })
    const foreign = await target.listen({ ...settings, callers: 'named', secret: OTHER_SECRET })
    const ids = [await createTask(target, origin, 'ann'), await createTask(target, origin, 'ann')]
    const [first = ''] = ids
    const genuine: Genuine = {
      ids,
      bobs: await createTask(target, origin, 'bob'),
      owners: await createTask(target, forAnyone),
      foreign: await createTask(target, foreign, 'ann'),
      link: await linkOf(target, origin, first, 'ann'),
    }
    await target.evidence()

    /** Asks for what is refused, as a request that nothing comes of at the API. */
    const attempt = (path: string, headers: Record<string, string>) => async () => {
      const before = (await target.evidence()).calls.length
      const { answer } = await target.send(origin, { path, headers })
      const { calls } = await target.evidence()
      if (calls.length > before) return 'the API was asked for a task that is not the caller’s'
      return answer && answer.status >= 400 && answer.status < 500 ? undefined : 'it was not refused'
    }
    const ids_ = inTurn(FORGERIES)
    const links = inTurn(LINKS)
    for (;;) {
      for (let turn = 0; turn < 3; turn++) {
        const [rule, forge] = ids_.next().value
        const id = forge(random, genuine)
        if (ids.includes(id)) continue
        const route = random.pick(['', '/content', '/content?download'])
        const path = `/api/v1/videos/${id}${route}`
        yield { rule: `an id ${rule}`, input: `GET ${path}`, attempt: attempt(path, { 'x-user': 'ann' }) }
      }
      const [rule, forge] = links.next().value
      const path = `/api/v1/videos/${first}/content?${forge(random, new URLSearchParams(genuine.link))}`
      yield { rule, input: `GET ${path}`, attempt: attempt(path, {}) }
      const elsewhere = random.pick([
        `/api/v1/videos/${first}${genuine.link}`,
        `/api/v1/videos/${random.pick([genuine.bobs, genuine.foreign, ids[1] ?? ''])}/content${genuine.link}`,
      ])
      yield { rule: 'a link used elsewhere', input: `GET ${elsewhere}`, attempt: attempt(elsewhere, {}) }
    }
  },
}
