import type { AttackGroup } from '../AttackGroup.js'
import { createTask } from '../http/caller.js'
import { fieldOf, jsonOf } from '../http/readAnswer.js'
import { ALPHANUMERIC, inTurn, type Random } from '../random.js'
import { SECRET } from '../server/ProxySettings.js'

/** Tasks that one request may ask for. */
const MAX_TASKS = 50

/** Ids of the attacker `ann`, and one of `bob`. */
interface Genuine {
  ids: string[]
  bobs: string
}

/** What is asked for: a query, the distinct own tasks in it, and whether it must be refused as a whole. */
interface ManyTasks {
  query: string
  own: number
  isRefused?: boolean
  headers?: Record<string, string>
}

/** Ids that are none of the attacker's. */
const foreignId = (random: Random, { ids, bobs }: Genuine) =>
  random.pick([
    ...[bobs, bobs, `task_${random.text(random.int(1, 99))}`, `${random.pick(ids)}%00`, `${bobs}%20`, '%zz'],
    ...[
      '..%2Fmodels',
      '%2e%2e',
      '%252e%252e%252fmodels',
      `${random.pick(ids)}%2F..%2F${bobs}`,
      '',
      '*',
      'null',
    ],
    ...[`${random.pick(ids)}%2C${bobs}`, `${random.pick(ids)}%252C${bobs}`, random.pick(ids).toLowerCase()],
    ...[
      '__proto__',
      'constructor',
      '%22%7D%5D%7D',
      '%0A%7B%22id%22%3A1%7D',
      `${random.pick(ids)}%3Fids=${bobs}`,
    ],
  ])

const listOf = (count: number, make: () => string) => Array.from({ length: count }, make)

const RULES: Readonly<Record<string, (random: Random, genuine: Genuine) => ManyTasks>> = {
  'tasks of others beside own ones': (random, genuine) => {
    const own = genuine.ids.slice(0, random.int(0, genuine.ids.length))
    const foreign = listOf(random.int(1, MAX_TASKS - own.length), () => foreignId(random, genuine))
    return { query: `ids=${shuffle([...own, ...foreign], random).join()}`, own: own.length }
  },
  'the same tasks many times': (random, { ids }) => ({
    query: `ids=${listOf(random.int(2, MAX_TASKS), () => random.pick(ids)).join()}`,
    own: ids.length,
  }),
  'more tasks than one request may ask for': (random, { ids }) => ({
    query: `ids=${listOf(random.int(MAX_TASKS + 1, 400), () => random.pick([...ids, 'a', ''])).join()}`,
    own: 0,
    isRefused: true,
  }),
  'an endless list': (random, { ids }) => ({
    query: `ids=${ids.join()},${random.text(random.int(20_000, 2 ** 20), `${ALPHANUMERIC},`)}`,
    own: 0,
    isRefused: true,
  }),
  'two lists': (random, { ids, bobs }) => ({
    query: random.pick([`ids=${ids[0]}&ids=${bobs}`, `ids=${bobs}&x=1&ids=${ids.join()}`, 'ids=&ids=']),
    own: 0,
    isRefused: true,
  }),
  'a list under another name': (random, { bobs }) => ({
    query: random.pick([
      `IDS=${bobs}`,
      `ids[]=${bobs}`,
      `%69ds=${bobs}`,
      `ids%00=${bobs}`,
      `id=${bobs}`,
      'ids',
    ]),
    own: 0,
  }),
  'no user': (random, genuine) => ({
    query: `ids=${[...genuine.ids, foreignId(random, genuine)].join()}`,
    own: 0,
    headers: {},
  }),
}

export const manyTasks: AttackGroup = {
  name: 'many tasks at once',
  count: 350,
  sample: 42,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'named', secret: SECRET, cache: false })
    const ids = [await createTask(target, origin, 'ann'), await createTask(target, origin, 'ann')]
    const genuine: Genuine = { ids, bobs: await createTask(target, origin, 'bob') }
    const rules = inTurn(RULES)
    for (;;) {
      const [rule, make] = rules.next().value
      const { query, own, isRefused = false, headers = { 'x-user': 'ann' } } = make(random, genuine)
      yield {
        rule,
        input: `GET ?${query}`,
        async attempt() {
          const before = await target.evidence()
          const [calls, asked] = [before.calls.length, before.authorized.length]
          const { answer } = await target.send(origin, { path: `/api/v1/videos?${query}`, headers })
          const after = await target.evidence()
          if (after.calls.length - calls > own) return 'the API was asked for more than the own tasks'
          if (after.authorized.length - asked > MAX_TASKS) return 'authorize was asked for more than 50 tasks'
          // A server may end the connection over a request line that is too long.
          if (answer === undefined) return isRefused ? undefined : 'it was not answered'
          if (answer.status >= 500) return 'the proxy failed'
          if (isRefused) return answer.status >= 400 ? undefined : 'it was not refused'
          return answer.status === 200 ? judgeParts(fieldOf(jsonOf(answer), 'data'), ids) : undefined
        },
      }
    }
  },
}

/** Every part about another task is one of two refusals, the same for the tasks of others as for those that never were. */
function judgeParts(parts: unknown, own: readonly string[]): string | undefined {
  if (!Array.isArray(parts)) return 'the answer is no list of parts'
  for (const part of parts as unknown[]) {
    const [id, status] = [fieldOf(part, 'id'), fieldOf(part, 'status')]
    if (own.some((one) => one === id)) continue
    const code = fieldOf(fieldOf(fieldOf(part, 'body'), 'error'), 'code')
    const refusal = `${String(status)} ${String(code)}`
    if (!['404 task_not_exist', '400 invalid_id', '403 forbidden'].includes(refusal))
      return 'a task of another was not refused as one that never was'
    if ((refusal === '400 invalid_id') !== (id === null)) return 'an invalid id came out'
  }
  return undefined
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
