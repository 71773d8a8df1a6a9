import { type Answer, describeAnswer, listStatuses } from '../answer.js'
import { formOf, harmlessFields, type Requirement } from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'

export const manyValues: Requirement = {
  description: 'Refuses a create of very many values quickly, with a 4xx and without calling the API.',
  check: async (context) => {
    const { ask, upstreamOf, canCreate, whyNot } = context
    const own = await ask('/videos', { body: formOf(harmlessFields(context)) })
    if ([401, 403, 429].includes(own.status))
      return unknown(`needs a user who may create tasks: ${describeAnswer(own)}`)
    const problems: string[] = []
    const answers: Answer[] = []
    const upstream = await upstreamOf(async () => {
      for (const [shape, body] of Object.entries(bodiesOfManyValues(harmlessFields(context)))) {
        const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : undefined
        const since = performance.now()
        // A server may end the connection instead of reading on; the answer is then lost.
        const answer = await ask('/videos', { body, headers }).catch(() => undefined)
        const seconds = (performance.now() - since) / 1000
        if (answer) answers.push(answer)
        if (answer && (answer.status < 400 || answer.status >= 500))
          problems.push(`${shape}: ${describeAnswer(answer)}`)
        if (seconds > MAX_REFUSAL_SECONDS) problems.push(`${shape}: the refusal took ${seconds.toFixed(1)} s`)
      }
    })
    const isAlive = await ask('/videos/..%2Fcheck').catch(() => undefined)
    if (!isAlive) problems.push('the proxy no longer answers')
    problems.push(...upstream.map(({ method, path }) => `the API was called: ${method} ${path}`))
    if (problems.length > 0) return fail(problems.join('; '))
    const evidence = `the bodies were answered ${listStatuses(answers) || 'by the end of the connection'}`
    return canCreate ? pass(evidence) : unknown(`${evidence}; whether the API was called ${whyNot}`)
  },
}

/** The longest time that a refusal may take, network included. */
const MAX_REFUSAL_SECONDS = 5

/** Creates of a few megabytes at most, in shapes that cost a parser far more than their bytes. */
function bodiesOfManyValues(fields: Readonly<Record<string, string>>): Record<string, string | FormData> {
  const withValue = (json: string) => `${JSON.stringify(fields).slice(0, -1)},"x":${json}}`
  const listOf = (item: string, count: number) => `[${`${item},`.repeat(count - 1)}${item}]`
  const keys = Array.from({ length: 20_000 }, (_, index) => `"k${index}":1`)
  const form = formOf(fields)
  for (let part = 0; part < 5_000; part++) form.append('x', '1')
  return {
    'JSON of 30,000 numbers': withValue(listOf('1', 30_000)),
    'JSON of 2,000,000 numbers': withValue(listOf('1', 2_000_000)),
    'JSON of 1,000,000 objects': withValue(listOf('{}', 1_000_000)),
    'JSON of 20,000 keys': `${JSON.stringify(fields).slice(0, -1)},${keys.join(',')}}`,
    'JSON of 10,000 levels': withValue(`${'['.repeat(10_000)}${']'.repeat(10_000)}`),
    'a form of 5,000 parts': form,
  }
}

/** Parameters of other gateways, which multiply the cost of a video or name another model, and an id of the caller's. */
export const UNDOCUMENTED_PARAMS = {
  n: '10',
  metadata: '{"model":"wan2.7"}',
  model_name: 'wan2.7',
  'model[]': 'wan2.7',
  duration: '15',
  task_id: 'video-proxy-check',
}

export const closedLimits: Requirement = {
  description: 'Sends no undocumented parameter of a create to the API, such as n, metadata and model_name.',
  needsEmulator: true,
  check: async (context) => {
    const { ask, upstreamOf } = context
    const create = (extra: Record<string, string>) =>
      ask('/videos', { body: formOf({ ...harmlessFields(context), ...extra }) })
    const own = await create({})
    if (own.status >= 300) return unknown(`needs a create that is accepted: ${describeAnswer(own)}`)
    const problems: string[] = []
    for (const [name, value] of Object.entries(UNDOCUMENTED_PARAMS)) {
      const upstream = await upstreamOf(() => create({ [name]: value }))
      if (upstream.some(({ params = {} }) => name in params))
        problems.push(`the API received ${name}: ${value}`)
    }
    const names = Object.keys(UNDOCUMENTED_PARAMS).join(', ')
    return passUnless(problems, `the API received none of ${names}`)
  },
}
