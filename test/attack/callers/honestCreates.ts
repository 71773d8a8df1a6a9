import { isDeepStrictEqual } from 'node:util'
import type { Attack, AttackGroup } from '../AttackGroup.js'
import { CREATE } from '../http/caller.js'
import { formRequest, jsonRequest, type Part, partsOf, readForm, writeForm } from '../http/forms.js'
import type { RawRequest } from '../http/exchange.js'
import { type Answer, fieldOf, jsonOf, textOf } from '../http/readAnswer.js'
import { type ApiRequest, honestApi, sendJson } from '../http/startApi.js'
import { inTurn, type Random } from '../random.js'
import type { Target } from '../Target.js'
import { SECRET } from '../server/ProxySettings.js'

const BLOCK = 64 * 1024
/** Room for the largest form that is sent. */
const MAX_BODY = 4 * BLOCK
const PROMPT_LENGTH = 60

/** A create that has to reach the API as it was written. */
interface HonestCreate {
  input: string
  request: RawRequest
  /** Parts of the form that have to arrive, or the text that JSON has to hold. */
  parts?: readonly Part[]
  json?: string
  /** The proxy of the create that limits prompts. */
  isLimited?: boolean
}

/** Parts with a file that makes the whole form a number of bytes long. */
function partsOfSize(size: number, boundary: string): Part[] {
  const file = (length: number): Part => ({
    name: 'input_reference',
    fileName: 'lake.png',
    lines: ['Content-Type: image/png'],
    value: bytes.subarray(0, length),
  })
  const bytes = Buffer.alloc(size, 'PNG')
  const rest = writeForm([...partsOf(CREATE), file(0)], boundary).byteLength
  return [...partsOf(CREATE), file(size - rest)]
}

const BOUNDARIES = [
  'b',
  '----WebKitFormBoundaryAbCdEfGhIjKlMnOp',
  '----formdata-undici-012345678901',
  '-'.repeat(69) + 'b',
]

/** A form with a file that is sent in pieces of some size, or in one where that is 0. */
function formOfSize(size: number, boundary: string, pieceSize: number): HonestCreate {
  const parts = partsOfSize(size, boundary)
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  const request = { method: 'POST', path: '/api/v1/videos', headers, body: writeForm(parts, boundary) }
  return {
    input: `${size} bytes, boundary ${boundary}, in pieces of ${pieceSize || 'any size'}`,
    request: { ...request, ...(pieceSize > 0 && { pieceSize }) },
    parts,
  }
}

/** The greatest distance between the end of a form and the end of a block that is tried. */
const MAX_DISTANCE = 80

/** Forms whose end comes before, at and after the end of a block: at 0, 1, -1, 2, -2 and so on. */
function formAtBlockEnd(turn: number): HonestCreate {
  const step = turn % (2 * MAX_DISTANCE + 1)
  const distance = Math.ceil(step / 2) * (step % 2 ? 1 : -1)
  const boundary = BOUNDARIES[Math.floor(turn / (2 * MAX_DISTANCE + 1)) % BOUNDARIES.length] ?? 'b'
  return formOfSize(BLOCK + distance, boundary, BLOCK / 4)
}

const form = (input: string, parts: readonly Part[]): HonestCreate => ({
  input,
  request: formRequest(parts),
  parts,
})

const RULES: Readonly<Record<string, (random: Random) => HonestCreate>> = {
  'a form of any size in any pieces': (random) => {
    const size = BLOCK * random.int(1, 3) + random.int(-80, 80)
    return formOfSize(
      size,
      random.pick(BOUNDARIES),
      random.pick([0, BLOCK, 16_384, 1_000, size - random.int(1, 80)]),
    )
  },
  'empty text fields': (random) => {
    const empty = { [random.pick(['negative_prompt', 'style', 'user', 'a'])]: '' }
    const parts = partsOf(random() < 0.5 ? { ...empty, ...CREATE } : { ...CREATE, ...empty })
    return form(parts.map(({ name, value }) => `${name}=${String(value)}`).join('&'), parts)
  },
  'an empty file': () =>
    form('a file of 0 bytes', [
      ...partsOf(CREATE),
      { name: 'input_reference', fileName: 'a.png', lines: ['Content-Type: image/png'], value: '' },
    ]),
  'line breaks in a prompt at the limit': (random) => {
    const breaks = random.int(1, 20)
    const lines = Array.from({ length: breaks + 1 }, (_, index) =>
      index < breaks ? 'a' : 'a'.repeat(PROMPT_LENGTH - 2 * breaks),
    )
    const prompt = lines.join('\r\n')
    return {
      ...form(
        `promptLength ${PROMPT_LENGTH}, a prompt of ${prompt.length - breaks} characters with ${breaks} line breaks`,
        partsOf({ ...CREATE, prompt }),
      ),
      isLimited: true,
    }
  },
  'text of any kind': (random) => {
    const prompt = Array.from({ length: random.int(1, 40) }, () =>
      random.pick(['a', '\r\n', '--x', '"', '\\', '🎬', '漢', '%0a', '\t', '\ufeff', '&', 'é']),
    ).join('')
    return form(JSON.stringify(prompt), partsOf({ ...CREATE, prompt: `x${prompt}` }))
  },
  'numbers of 64 bits': (random) => {
    const seed = random.pick(['', '-']) + random.int(1, 9) + random.text(random.int(15, 18), '0123456789')
    const json = random.pick([`"seed":${seed}`, `"options":{"seed":${seed}}`])
    return { input: json, request: jsonRequest(`{"model":"wan2.6","prompt":"A lake",${json}}`), json }
  },
}

function judgeArrival(
  received: ApiRequest | undefined,
  { parts, json }: HonestCreate,
  answer: Answer | undefined,
): string | undefined {
  if (answer === undefined) return 'it was not answered'
  if (answer.status !== 200 || received === undefined) return 'it was refused'
  if (json !== undefined)
    return received.body.toString().includes(json) ? undefined : 'it arrived with other digits'
  const fields = readForm(received.body, received.headers['content-type'] ?? '')
  const isSame = parts?.every((part, index) => {
    const field = fields?.[index]
    return (
      field?.name === part.name &&
      field.value.equals(Buffer.from(part.value)) &&
      (field.fileName === undefined) === (part.fileName === undefined)
    )
  })
  return isSame ? undefined : 'it arrived otherwise'
}

/** Creates a task whose id is of some length, and polls it. */
async function pollLongId(target: Target, origin: string, id: string): Promise<string | undefined> {
  target.api.handler = ({ method }, response) =>
    sendJson(response, { id, object: 'video', status: 'queued', progress: method === 'POST' ? 0 : 5 })
  const { answer: created } = await target.send(origin, jsonRequest(CREATE))
  const shown = created && fieldOf(jsonOf(created), 'id')
  if (typeof shown !== 'string' || created?.status !== 200) return 'it was not created'
  const { answer } = await target.send(origin, { path: `/api/v1/videos/${encodeURIComponent(shown)}` })
  return answer?.status === 200 ? undefined : 'it cannot be polled'
}

/** Polls a task of some megabytes. */
async function pollLargeTask(target: Target, origin: string, bytes: number): Promise<string | undefined> {
  const task = {
    id: `t${bytes}`,
    object: 'video',
    status: 'in_progress',
    progress: 5,
    preview: 'A'.repeat(bytes),
  }
  target.api.handler = (_, response) => sendJson(response, task)
  const { answer } = await target.send(origin, { path: `/api/v1/videos/t${bytes}` })
  if (answer?.status === 200)
    return isDeepStrictEqual(JSON.parse(textOf(answer)), task) ? undefined : 'it arrived otherwise'
  return answer?.status === 502 && /large|too (?:long|big)/i.test(textOf(answer))
    ? undefined
    : 'it was refused without the reason'
}

export const honestCreates: AttackGroup = {
  name: 'honest creates and answers',
  count: 560,
  sample: 18,
  async *attacks(target, random) {
    const origin = await target.listen({ callers: 'anyone', maxBodyBytes: MAX_BODY })
    const limited = await target.listen({ callers: 'anyone', limits: { promptLength: PROMPT_LENGTH } })
    const signed = await target.listen({ callers: 'anyone', secret: SECRET, cache: false })
    const honest = honestApi()

    const sends = (rule: string, create: HonestCreate): Attack => ({
      rule,
      input: create.input,
      async attempt() {
        target.api.handler = honest
        target.api.requests.length = 0
        const { answer } = await target.send(create.isLimited ? limited : origin, create.request)
        return judgeArrival(target.api.requests[0], create, answer)
      },
    })
    const rules = inTurn(RULES)
    for (let turn = 0; ; turn++) {
      for (const step of [0, 1])
        yield sends('a form that ends around the end of a block', formAtBlockEnd(2 * turn + step))
      const [rule, make] = rules.next().value
      yield sends(rule, make(random))
      if (turn % 8 === 0) {
        const id = `task_${random.text(random.pick([100, 700, 1_100, 1_995]))}`
        const [kind, place] = random.pick([
          ['', origin],
          [', signed', signed],
        ] as const)
        yield {
          rule: `a long id of the API${kind}`,
          input: `an id of ${id.length} characters`,
          attempt: () => pollLongId(target, place, id),
        }
      }
      if (turn % 20 === 0) {
        const bytes = random.int(1, 8) * 2 ** 20
        yield {
          rule: 'a task of some megabytes',
          input: `${bytes} bytes`,
          attempt: () => pollLargeTask(target, origin, bytes),
        }
      }
    }
  },
}
