import type { AttackGroup } from '../AttackGroup.js'
import { createTask } from '../http/caller.js'
import type { RawRequest } from '../http/exchange.js'
import { textOf } from '../http/readAnswer.js'
import { type ApiHandler, sendJson } from '../http/startApi.js'
import { inTurn, type Random } from '../random.js'
import type { Target } from '../Target.js'

const MAX_PROMPT = 40
const MAX_PAGE = 100
/** Pages of the API that one list may read. */
const MAX_PAGES = 5

/** Tasks at the API: two of the attacker `ann`, and those of others. */
interface Genuine {
  ids: string[]
  bobs: string
  /** Made with the same key, and not by the proxy. */
  elsewhere: string
}

const deleteOf = (id: string, headers: Record<string, string> = { 'x-user': 'ann' }): RawRequest => ({
  method: 'DELETE',
  path: `/api/v1/videos/${id}`,
  headers,
})

const remixOf = (
  id: string,
  body: unknown = { prompt: 'A lake' },
  headers: Record<string, string> = {},
): RawRequest => ({
  method: 'POST',
  path: `/api/v1/videos/${id}/remix`,
  headers: { 'x-user': 'ann', 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

const listOf = (query: string): RawRequest => ({
  path: `/api/v1/videos${query}`,
  headers: { 'x-user': 'ann' },
})

const otherSite = (random: Random) => ({
  origin: random.pick(['https://evil.test', 'null', 'https://app.test.evil.test']),
  ...(random() < 0.5 && { 'sec-fetch-site': random.pick(['cross-site', 'same-site']) }),
})

/** Ids that are not those of a task of the attacker. */
const foreignId = (random: Random, { ids, bobs, elsewhere }: Genuine) =>
  random.pick([
    ...[bobs, elsewhere, `${random.pick(ids)}%00`, `${bobs}%20`, `%20${bobs}`, `..%2Fvideos%2F${bobs}`],
    ...[`${random.pick(ids)}%2F..%2F${bobs}`, `${random.pick(ids)}%3Fid=${bobs}`, `${bobs}%23`],
    ...[`${random.pick(ids)},${bobs}`, bobs.toUpperCase(), 'remix', 'videos', '%2e%2e', '*', 'null'],
    `task_${random.text(random.int(1, 60))}`,
  ])

/** Requests that must be refused without a request to the API. */
const REFUSED: Readonly<Record<string, (random: Random, genuine: Genuine) => RawRequest>> = {
  'a delete of a task of another': (random, genuine) => deleteOf(foreignId(random, genuine)),
  'a delete without a user': (random, { ids, bobs }) => deleteOf(random.pick([...ids, bobs]), {}),
  'a delete from another site': (random, { ids }) =>
    deleteOf(random.pick(ids), { 'x-user': 'ann', ...otherSite(random) }),
  'a remix of a task of another': (random, genuine) => remixOf(foreignId(random, genuine)),
  'a remix without a user': (random, { ids, bobs }) => ({
    ...remixOf(random.pick([...ids, bobs])),
    headers: { 'content-type': 'application/json' },
  }),
  'a remix from another site': (random, { ids }) => remixOf(random.pick(ids), undefined, otherSite(random)),
  'a list without a user': (random) => ({ ...listOf(random.pick(['', '?limit=1'])), headers: {} }),
  'a forged cursor': (random, genuine) => {
    const cursor = random.pick([foreignId(random, genuine), '', '%', '%ff', `%2500${genuine.bobs}`])
    return listOf(`?after=${cursor}${random.pick(['', '&limit=5', '&order=asc'])}`)
  },
  'a huge page': (random) =>
    listOf(
      `?limit=${random.pick(['101', '1000000', '-1', '0', '1e9', '0x64', '1.5', 'NaN', '9'.repeat(400), '%20', '1%00', '１'])}`,
    ),
}

const longPrompt = (random: Random) => random.text(random.int(MAX_PROMPT + 1, 4_000))

/** Bodies of a remix of the attacker's own video: refused, or nothing but a prompt within the limit is sent. */
const REMIXES: Readonly<Record<string, (random: Random) => unknown>> = {
  'a remix with another parameter': (random) => ({
    prompt: 'A lake',
    [random.pick(['n', 'model', 'seconds', 'size', 'duration', 'metadata', 'id', 'task_id', 'model_name'])]:
      random.pick(['10', 10, 'sora-2-pro', { n: 10 }, [10]]),
  }),
  'a remix with a parameter in disguise': (random) => ({
    prompt: 'A lake',
    [random.pick([
      'Model',
      'model[]',
      ' model',
      'model ',
      'mod\u0000el',
      'prompt[]',
      'Prompt',
      '__proto__',
      'constructor',
    ])]: longPrompt(random),
  }),
  'a remix with a prompt beyond the limit': (random) => ({ prompt: longPrompt(random) }),
  'a remix with a prompt that is no text': (random) => ({
    prompt: random.pick([[longPrompt(random)], { text: longPrompt(random) }, 7, true, null]),
  }),
  'a remix with two prompts': (random) =>
    `{"prompt":"A lake","${random.pick(['prompt', '\\u0070rompt'])}":"${longPrompt(random)}"}`,
  'a remix of another JSON': (random) =>
    random.pick([
      '[]',
      '"A lake"',
      'null',
      '7',
      '',
      '{',
      '{"prompt":"a"}{"prompt":"b"}',
      `[{"prompt":"A lake"}]`,
    ]),
}

/** Lists of a hostile API, which name tasks of others in many ways; none of their ids may come out. */
const LISTS: Readonly<Record<string, (random: Random, genuine: Genuine) => unknown>> = {
  'a list of all tasks': (_, { ids, bobs, elsewhere }) => pageOf([...ids, bobs, elsewhere]),
  'an endless list of others': (random, { bobs }) => ({
    ...pageOf([bobs]),
    has_more: true,
    last_id: `task_${random.text(8)}`,
  }),
  'a cursor of another': (_, { ids, bobs }) => ({ ...pageOf(ids), first_id: bobs, last_id: bobs }),
  'a task with two ids': (random, { ids: [id = ''], bobs }) => ({
    data: [
      random.pick([
        { id: bobs, task_id: id },
        { task_id: bobs, video_id: bobs },
      ]),
    ],
  }),
  'a list of other JSON': (random, { bobs }) =>
    random.pick([
      { data: bobs },
      { data: { id: bobs } },
      [bobs],
      [[{ id: bobs }]],
      { data: [null, 7, bobs] },
    ]),
}

const pageOf = (ids: string[]) => ({
  object: 'list',
  data: ids.map((id) => ({ id, object: 'video', status: 'completed', progress: 100 })),
  has_more: false,
})

export const optionalRoutes: AttackGroup = {
  name: 'remix, list and delete',
  count: 300,
  sample: 60,
  async *attacks(target, random) {
    const origin = await target.listen({
      callers: 'named',
      owners: random.text(12),
      cache: false,
      limits: { promptLength: MAX_PROMPT },
      routes: ['remix', 'list', 'delete'],
    })
    const ids = [await createTask(target, origin, 'ann'), await createTask(target, origin, 'ann')]
    const bobs = await createTask(target, origin, 'bob')
    const genuine: Genuine = { ids, bobs, elsewhere: 'task_elsewhere' }
    const honest = target.api.handler

    const [refused, remixes, lists] = [inTurn(REFUSED), inTurn(REMIXES), inTurn(LISTS)]
    for (;;) {
      for (let turn = 0; turn < 3; turn++) {
        const [rule, make] = refused.next().value
        const request = make(random, genuine)
        yield { rule, input: describe(request), attempt: () => sendRefused(target, origin, request) }
      }
      const [remixRule, makeBody] = remixes.next().value
      const remix = remixOf(ids[0] ?? '', makeBody(random))
      yield { rule: remixRule, input: describe(remix), attempt: () => sendRemix(target, origin, remix) }

      yield {
        rule: 'an honest remix and delete',
        input: 'of an own task',
        async attempt() {
          const id = await createTask(target, origin, 'ann')
          const made = await sendCounted(target, origin, remixOf(id))
          const gone = await sendCounted(target, origin, deleteOf(id))
          const isDone = made.answer?.status === 200 && gone.answer?.status === 200
          return isDone && made.calls.length === 1 && gone.calls.length === 1 ? undefined : 'it was refused'
        },
      }

      const [listRule, makeList] = lists.next().value
      const list = makeList(random, genuine)
      const query = random.pick([
        '',
        '?limit=1',
        `?after=${ids[0]}`,
        '?limit=1&limit=1000000',
        '?limit=2&order=asc',
      ])
      yield {
        rule: listRule,
        input: `${query} ${JSON.stringify(list)}`,
        async attempt() {
          const answerList: ApiHandler = (request, response) =>
            request.method === 'GET' ? sendJson(response, list) : honest(request, response)
          target.api.handler = answerList
          const { answer, calls } = await sendCounted(target, origin, listOf(query))
          target.api.handler = honest
          if (calls.length > MAX_PAGES) return 'it was asked for too many pages'
          if (calls.some(({ url }) => Number(new URL(url).searchParams.get('limit')) > MAX_PAGE))
            return 'it was asked for a huge page'
          const text = answer ? textOf(answer) : ''
          if (listRule === 'a list of all tasks' && query === '' && !ids.every((id) => text.includes(id)))
            return 'an honest list was refused'
          return [bobs, genuine.elsewhere].some((id) => text.includes(id))
            ? { problem: 'a task of another came out', detail: text.slice(0, 200) }
            : undefined
        },
      }
    }
  },
}

const describe = ({ method = 'GET', path, headers, body }: RawRequest) =>
  `${method} ${path} ${JSON.stringify(headers)} ${String(body ?? '')}`

/** Sends a request; gives the answer and what the API got meanwhile. */
async function sendCounted(target: Target, origin: string, request: RawRequest) {
  const before = (await target.evidence()).calls.length
  const { answer } = await target.send(origin, request)
  return { answer, calls: (await target.evidence()).calls.slice(before) }
}

async function sendRefused(target: Target, origin: string, request: RawRequest) {
  const { answer, calls } = await sendCounted(target, origin, request)
  if (calls.length > 0) return { problem: 'the API was asked', detail: calls.map(({ url }) => url).join() }
  return answer && answer.status >= 400 && answer.status < 500 ? undefined : 'it was not refused'
}

async function sendRemix(target: Target, origin: string, request: RawRequest) {
  const { answer, calls } = await sendCounted(target, origin, request)
  if (calls.length === 0) {
    return answer && answer.status >= 400 && answer.status < 500 ? undefined : 'it was not refused'
  }
  if (calls.length > 1) return 'it was sent more than once'
  const body = target.api.requests.at(-1)?.body.toString() ?? ''
  const { prompt, ...others } = Object(JSON.parse(body))
  if (Object.keys(others).length > 0) return { problem: 'another parameter reached the API', detail: body }
  if (typeof prompt !== 'string' || prompt.length > MAX_PROMPT)
    return { problem: 'a prompt beyond the limit reached the API', detail: body.slice(0, 100) }
  return body === JSON.stringify({ prompt })
    ? undefined
    : 'a body that others may read otherwise reached the API'
}
