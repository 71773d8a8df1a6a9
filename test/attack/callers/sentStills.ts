import { setTimeout as wait } from 'node:timers/promises'
import type { AttackGroup } from '../AttackGroup.js'
import { createTask } from '../http/caller.js'
import type { RawRequest } from '../http/exchange.js'
import { fieldOf, jsonOf } from '../http/readAnswer.js'
import { inTurn, type Random } from '../random.js'
import type { ProxySettings } from '../server/ProxySettings.js'
import type { Target } from '../Target.js'
import { makeJpeg } from '../../server/support/makeJpeg.js'
import { failingArchives } from './failingArchives.js'
import { STILL_CROWDS } from './slowStills.js'

const VIDEOS = '/api/v1/videos'
const STILL = makeJpeg()
const MAX_BYTES = 256 * 1024

/** Films that are kept without a picture, and a task whose film is not. */
interface Kept {
  own: string
  bobs: string
  link: string
}

const putOf = (id: string, body: Uint8Array | string, headers: Record<string, string> = {}): RawRequest => ({
  method: 'PUT',
  path: `${VIDEOS}/${id}/content?variant=thumbnail`,
  headers: { 'x-user': 'ann', 'content-type': 'image/jpeg', ...headers },
  body,
})

const chunked = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${bytes.byteLength.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])

/** Requests that keep no picture. */
const REFUSED: Readonly<Record<string, (random: Random, kept: Kept) => RawRequest>> = {
  'of a stranger': (random, { own, bobs }) =>
    random.pick([putOf(own, STILL, { 'x-user': 'bob' }), putOf(bobs, STILL)]),
  'without a user': (_, { own }) => ({ ...putOf(own, STILL), headers: {} }),
  'by a public link': (random, { link }) => putOf(link, STILL, { 'x-user': random.pick(['ann', 'bob']) }),
  'from another site': (random, { own }) =>
    putOf(
      own,
      STILL,
      random.pick<Record<string, string>>([
        { origin: 'https://evil.test' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site', origin: 'https://blog.app.test' },
      ]),
    ),
  'of a task that is not known': (random) => putOf(`task_${random.text(12)}`, STILL),
  'of other bytes': (random, { own }) =>
    putOf(
      own,
      random.pick([
        '',
        '<html><script>alert(1)</script>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
        Buffer.from('GIF89a'),
        Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
        Buffer.concat([Buffer.from('<b>'), STILL]),
        Buffer.concat([STILL, Buffer.from('</b>')]),
        random.text(5_000),
      ]),
    ),
  'cut short': (random, { own }) => putOf(own, STILL.slice(0, random.int(1, STILL.length - 1))),
  'of too many pixels': (random, { own }) =>
    putOf(own, makeJpeg(random.int(1025, 65_535), random.int(1024, 65_535), 10)),
  'of no pixels': (random, { own }) => putOf(own, random.pick([makeJpeg(0, 270), makeJpeg(480, 0)])),
  'of too many bytes': (random, { own }) => putOf(own, makeJpeg(480, 270, MAX_BYTES + random.int(0, 90_000))),
  'of too many bytes in chunks': (_, { own }) =>
    putOf(own, chunked(makeJpeg(480, 270, 2 * MAX_BYTES)), { 'transfer-encoding': 'chunked' }),
  'without an end': (_, { own }) => ({
    ...putOf(own, chunked(makeJpeg(480, 270, 16 * MAX_BYTES)), { 'transfer-encoding': 'chunked' }),
    pieceSize: 65_536,
  }),
  'with a length that is too long': (random, { own }) =>
    putOf(own, STILL, { 'content-length': random.pick(['99999999', '262145', '9'.repeat(15)]) }),
  'with a length that is too short': (random, { own }) =>
    putOf(own, STILL, { 'content-length': String(random.int(0, STILL.length - 1)) }),
  'as another variant': (random, { own }) => ({
    ...putOf(own, STILL),
    path: `${VIDEOS}/${own}/content${random.pick(['', '?variant', '?variant=spritesheet', '?variant=THUMBNAIL', '?variant=../x'])}`,
  }),
}

export const sentStills: AttackGroup = {
  name: 'stills',
  count: 368,
  sample: 66,
  async *attacks(target, random) {
    const name = random.text(9)
    const named: ProxySettings = {
      callers: 'named',
      cache: false,
      routes: ['share'],
      tasks: name,
      archive: name,
    }
    const origin = await target.listen(named)
    const forAnyone = await target.listen({ ...named, callers: 'anyone' })
    const own = await keepFilm(target, origin, 'ann')
    const bobs = await keepFilm(target, origin, 'bob')
    const shared = await target.send(origin, {
      method: 'POST',
      path: `${VIDEOS}/${own}/share`,
      headers: { 'x-user': 'ann' },
    })
    const link = String(shared.answer && fieldOf(jsonOf(shared.answer), 'id'))
    for (const [rule, [crowd, count, sample]] of Object.entries(STILL_CROWDS)) {
      const tries = target.isSample ? sample : count
      const attempt = () => crowd(target, tries, keepFilm)
      if (tries > 0) yield { rule, input: `${tries} connections`, tries, attempt }
    }
    yield* failingArchives(target, named, origin, keepFilm)
    for (const [rule, make] of inTurn(REFUSED)) {
      const request = make(random, { own, bobs, link })
      yield {
        rule: `a still ${rule}`,
        input: `${request.path} ${JSON.stringify(request.headers)} ${request.body?.length} bytes`,
        attempt: () => sendRefused(target, origin, own, request),
      }
      if (rule === 'without a user') {
        const attempt = () => sendRefused(target, forAnyone, own, putOf(own, STILL))
        yield { rule: 'a still of a caller without a name', input: 'authorize: true', attempt }
      }
      if (rule === 'as another variant') {
        yield {
          rule: 'stills at once',
          input: '8 of one film',
          tries: 8,
          attempt: () => sendAtOnce(target, origin),
        }
      }
    }
  },
}

/** Makes a task, and waits until its film is kept. */
async function keepFilm(target: Target, origin: string, user: string): Promise<string> {
  const id = await createTask(target, origin, user)
  for (let round = 0; round < 200; round++) {
    if ((await stillOf(target, origin, id, user)) === 'wanted') return id
    await wait(20)
  }
  throw new Error('A film was not kept.')
}

async function stillOf(target: Target, origin: string, id: string, user = 'ann') {
  const { answer } = await target.send(origin, { path: `${VIDEOS}/${id}`, headers: { 'x-user': user } })
  return answer && fieldOf(jsonOf(answer), 'still')
}

async function sendRefused(target: Target, origin: string, own: string, request: RawRequest) {
  const before = (await target.evidence()).calls.length
  const { answer, isTimeout } = await target.send(origin, request)
  if ((await target.evidence()).calls.length > before) return 'the API was asked'
  if (isTimeout) return 'it was not answered in time'
  // The connection of a sender that goes on may be closed before it reads the answer.
  const isRefused = answer ? answer.status >= 400 && answer.status < 500 : request.pieceSize !== undefined
  if (!isRefused) return 'it was not refused'
  const { answer: picture } = await target.send(origin, {
    path: `${VIDEOS}/${own}/content?variant=thumbnail`,
    headers: { 'x-user': 'ann' },
  })
  return picture?.body.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) ? 'it was kept' : undefined
}

/** The first of many pictures is kept, and repeats change nothing. */
async function sendAtOnce(target: Target, origin: string) {
  const id = await keepFilm(target, origin, 'ann')
  const pictures = Array.from({ length: 8 }, (_, at) => makeJpeg(480, 270, 1_000 + at))
  const sent = await Promise.all(pictures.map((picture) => target.send(origin, putOf(id, picture))))
  const statuses = sent.map(({ answer }) => answer?.status)
  const first = statuses.indexOf(201)
  if (statuses.filter((status) => status === 409).length !== 7 || first < 0) {
    return { problem: 'not one of them was kept', detail: statuses.join() }
  }
  const headers = { 'x-user': 'ann' }
  const path = `${VIDEOS}/${id}/content?variant=thumbnail`
  const { answer } = await target.send(origin, { path, headers })
  return answer?.body.equals(pictures[first] ?? STILL) ? undefined : 'another picture is served'
}
