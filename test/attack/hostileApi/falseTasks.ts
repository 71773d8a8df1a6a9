import type { Attack, AttackGroup } from '../AttackGroup.js'
import { CREATE, createTask, REQUESTS } from '../http/caller.js'
import { formRequest, partsOf } from '../http/forms.js'
import { codeOf, fieldOf, jsonOf } from '../http/readAnswer.js'
import { answerJson, answerRaw, honestApi, VIDEO } from '../http/startApi.js'
import type { Random } from '../random.js'
import { SECRET } from '../server/ProxySettings.js'
import type { Target } from '../Target.js'

const TASK = { id: 'task_1', object: 'video', status: 'in_progress', progress: 5 }
const HOSTILE_IDS = [
  '..',
  '../../models',
  'a\\..\\b',
  '%2e%2e',
  '',
  ' ',
  '\u0000',
  'a\r\nb',
  '\ud800',
  { id: 'x' },
  ['x'],
  true,
  -1,
  'x'.repeat(5_000),
  '__proto__',
  'https://evil.test/',
  '?x',
  '#x',
  '.',
]

/** The fields that each header may be passed on as. */
const GRAMMAR: Readonly<Record<string, RegExp>> = {
  'retry-after': /^(?:\d+|\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT)$/,
  'openai-poll-after-ms': /^\d+(?:\.\d+)?$/,
  'x-request-id': /^[\w.:=+/@-]{1,200}$/,
  'x-oneapi-request-id': /^[\w.:=+/@-]{1,200}$/,
  etag: /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/,
  'last-modified': /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  'content-range': /^bytes (?:\d+-\d+|\*)\/(?:\d+|\*)$/,
  'content-type': /^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+="?[\w.-]+"?)*$/,
  'accept-ranges': /^(?:bytes|none)$/,
  'content-length': /^\d{1,15}$/,
}

function badHeaders(target: Target, origin: string, random: Random): Attack {
  const name = random.pick(Object.keys(GRAMMAR).slice(0, 7))
  const value = random.pick([
    '-1',
    '1e9',
    '<script>',
    `${'9'.repeat(400)}`,
    'Bearer x y',
    'a b',
    'tomorrow',
    '\xe9\xff',
    '"a" "b"',
    'javascript:1',
    '; x',
    "' or 1=1",
    'bytes 0-',
    random.text(600),
  ])
  const [action, request] = random.pick(Object.entries(REQUESTS))
  return {
    rule: `${name} out of its grammar`,
    input: `${action}, ${name}: ${value}`,
    async attempt() {
      const isContent = action === 'content'
      const body = isContent ? VIDEO.toString('latin1') : JSON.stringify(TASK)
      const type = `Content-Type: ${isContent ? 'video/mp4' : 'application/json'}`
      target.api.handler = answerRaw(
        `HTTP/1.1 200 OK\r\n${type}\r\n${name}: ${value}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      )
      const { answer } = await target.send(origin, request(random))
      for (const [passed, text] of answer?.headers ?? []) {
        if (GRAMMAR[passed] && !GRAMMAR[passed].test(text)) return `${passed} was passed on as it came`
      }
      return undefined
    },
  }
}

/** An API that gives a new create the id of a task that someone else owns. */
function knownId(target: Target, origin: string, random: Random): Attack {
  const id = `task_${random.text(10)}`
  return {
    rule: 'a known id returned by a create',
    input: id,
    async attempt() {
      target.api.handler = answerJson({ ...TASK, id })
      await createTask(target, origin, 'ann')
      const create = formRequest(partsOf(CREATE), { 'x-user': 'bob' })
      const { answer } = await target.send(origin, create)
      const poll = async (user: string) =>
        (await target.send(origin, { path: `/api/v1/videos/${id}`, headers: { 'x-user': user } })).answer
          ?.status
      if ((await poll('bob')) === 200) return 'the task got another owner'
      if ((await poll('ann')) !== 200) return 'its owner lost the task'
      if (answer?.status !== 502) return 'the create was not answered with 502'
      return (await target.evidence()).errors.length > 0 ? undefined : 'it was not reported'
    },
  }
}

/** Ids that are replaced have to be ids: other fields of the same value stay. */
function likeAnId(target: Target, signed: string, random: Random): Attack {
  const id = random.pick<string | number>(['5', 5, 'wan2.6', 'in_progress', 'A lake', '1280x720'])
  return {
    rule: 'an id that other fields hold as well',
    input: JSON.stringify(id),
    async attempt() {
      const task = { ...TASK, id, seconds: '5', size: '1280x720', model: 'wan2.6', prompt: 'A lake' }
      target.api.handler = answerJson(task)
      const { answer } = await target.send(signed, formRequest(partsOf(CREATE)))
      const shown = answer && jsonOf(answer)
      const isKept = (['seconds', 'size', 'model', 'prompt', 'status'] as const).every(
        (name) => fieldOf(shown, name) === task[name],
      )
      return isKept ? undefined : 'a field that is no id was replaced'
    },
  }
}

function hostileId(target: Target, origin: string, random: Random): Attack {
  const id = random.pick<unknown>(HOSTILE_IDS)
  return {
    rule: 'an id that leads elsewhere',
    input: JSON.stringify(id).slice(0, 100),
    async attempt() {
      target.api.handler = answerJson({ ...TASK, id })
      const { answer } = await target.send(origin, REQUESTS.create())
      if (answer === undefined || codeOf(answer) === 'proxy_failed') return 'the proxy failed'
      const shown = fieldOf(jsonOf(answer), 'id')
      target.api.handler = honestApi()
      if (typeof shown === 'string')
        await target.send(origin, {
          path: `/api/v1/videos/${encodeURIComponent(shown.replace(/\p{Cs}/gu, ''))}`,
        })
      const { calls } = await target.evidence()
      return calls.every(({ url }) => /^http:\/\/api\.test\/v1\/videos(?:\/[^/?#\\]+)?$/.test(url))
        ? undefined
        : 'another path was asked for at the API'
    },
  }
}

export const falseTasks: AttackGroup = {
  name: 'false tasks and headers of the API',
  count: 120,
  sample: 15,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', cache: false })
    const owned = await target.listen({ callers: 'named', cache: false, owners: random.text(8) })
    const signed = await target.listen({ callers: 'anyone', cache: false, secret: SECRET })
    for (;;) {
      yield badHeaders(target, origin, random.fork())
      yield badHeaders(target, origin, random.fork())
      yield knownId(target, owned, random.fork())
      yield likeAnId(target, signed, random.fork())
      yield hostileId(target, random() < 0.5 ? origin : signed, random.fork())
    }
  },
}
