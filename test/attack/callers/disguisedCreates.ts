import type { VideoProxyLimits } from 'react-video-task/server'
import type { AttackGroup } from '../AttackGroup.js'
import { readForm } from '../http/forms.js'
import type { ApiRequest } from '../http/startApi.js'
import { inTurn } from '../random.js'
import { CHECKED, CREATES_BEYOND_LIMITS, HONEST, OWN_ID } from './inputs/createsBeyondLimits.js'

/** Each of them alone has to close what it does not name. */
const LIMITS: readonly VideoProxyLimits[] = [
  { models: ['wan2.6'] },
  { models: { 'wan2.6': {} } },
  { promptLength: 40 },
  { seconds: [5] },
  { sizes: ['1280x720'] },
  { models: { 'wan2.6': { seconds: [5], sizes: ['1280x720'] } }, promptLength: 40 },
]

/** Names of the task itself, which the API gives and no caller. */
const ID_NAME = /^(?:id|task_?id)$/i

/** Reads what reached the API and gives what is wrong with it, as the strictest and the most lenient reader would. */
function judgeBody({ body, headers, path }: ApiRequest, limits: VideoProxyLimits): string | undefined {
  if (path !== '/v1/videos') return 'a query reached the API'
  const type = headers['content-type'] ?? ''
  const fields = /json/i.test(type) ? readJson(body.toString()) : readFormFields(body, type)
  if (fields === undefined) return 'a body that others may read otherwise reached the API'
  const params = Object.fromEntries(fields)
  if (Object.values(params).some((value) => typeof value === 'object'))
    return 'an object that no limit names reached the API'
  const names = fields.map(([name]) => name)
  if (new Set(names).size < names.length) return 'a parameter reached the API twice'
  if (names.some((name) => ID_NAME.test(name))) return 'an id of the caller reached the API'
  const isLimited = Object.keys(limits).length > 0
  if (isLimited && names.some((name) => !CHECKED.some((known) => known === name)))
    return 'a parameter that no limit names reached the API'
  return isWithin(params, limits) ? undefined : 'a value beyond the limit reached the API'
}

function isWithin(
  params: Record<string, unknown>,
  { models, promptLength, seconds, sizes }: VideoProxyLimits,
): boolean {
  const isOneModel = typeof models === 'object' && !Array.isArray(models)
  const lengths = seconds ?? (isOneModel && Object.values(models)[0]?.seconds)
  const frames = sizes ?? (isOneModel && Object.values(models)[0]?.sizes)
  if (models && params['model'] !== HONEST.model) return false
  if (promptLength !== undefined && String(params['prompt']).length > promptLength) return false
  if (lengths && String(params['seconds']) !== HONEST.seconds) return false
  return !frames || params['size'] === HONEST.size
}

function readFormFields(body: Buffer, type: string): [string, unknown][] | undefined {
  const fields = readForm(body, type)
  if (!fields?.every(({ name, head }) => head === `Content-Disposition: form-data; name="${name}"`))
    return undefined
  return fields.map(({ name, value }) => [name, value.toString()])
}

/** All names of a JSON object of plain values; names that stand twice are given twice. */
function readJson(text: string): [string, unknown][] | undefined {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) return undefined
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined)
  const names = tokens.map(([token]): string => JSON.parse(token.replace(/\s*:$/, '')))
  return names.map((name) => [name, Object.getOwnPropertyDescriptor(value, name)?.value])
}

export const disguisedCreates: AttackGroup = {
  name: 'creates in disguise',
  count: 300,
  sample: 42,
  async *attacks(target, random) {
    const free = await target.listen({ callers: 'anyone' })
    const origins = await Promise.all(LIMITS.map((limits) => target.listen({ callers: 'anyone', limits })))
    for (const [rule, make] of inTurn(CREATES_BEYOND_LIMITS)) {
      const request = make(random)
      const chosen = random.int(0, LIMITS.length - 1)
      const isFree = rule === OWN_ID && random() < 0.5
      const [limits = {}, origin = ''] = isFree ? [{}, free] : [LIMITS[chosen], origins[chosen]]
      const type = request.headers?.['content-type'] ?? ''
      yield {
        rule,
        input: `${JSON.stringify(limits)} ${type} ${request.path} ${String(request.body)}`,
        async attempt() {
          target.api.requests.length = 0
          const { answer } = await target.send(origin, request)
          const sent = target.api.requests.map((received) => judgeBody(received, limits))
          if (sent.length > 1) return 'it was sent more than once'
          if (sent[0] !== undefined) return sent[0]
          if (answer === undefined || answer.status >= 500) return 'the proxy failed'
          return undefined
        },
      }
    }
  },
}
