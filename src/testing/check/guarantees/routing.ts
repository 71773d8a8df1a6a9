import { type Answer, describe, type Guarantee, isRecord } from '../CheckContext.js'
import { broken, kept, keptUnless, unknown } from '../Verdict.js'

const NOWHERE = ['/models', '/videos/check/other', '/videos/check/content/more', '/chat/completions']
const WRONG_METHODS: readonly [string, string][] = [
  ['GET', '/videos'],
  ['PUT', '/videos'],
  ['DELETE', '/videos/check'],
  ['PATCH', '/videos/check'],
  ['DELETE', '/videos/check/content'],
]

function problemsOf(answer: Answer, mayBe: readonly number[]): string[] {
  if (!mayBe.includes(answer.status)) return [describe(answer)]
  const hasNoAllow = answer.status === 405 && !answer.headers.get('allow')
  return hasNoAllow ? [`${answer.asked} answered 405 without Allow`] : []
}

export const routes: Guarantee = {
  about: 'Answers its three routes and nothing else: 404 elsewhere, 405 with Allow for other methods.',
  check: async ({ ask, upstreamOf }) => {
    const problems: string[] = []
    const upstream = await upstreamOf(async () => {
      for (const path of NOWHERE) problems.push(...problemsOf(await ask(path), [404]))
      for (const [method, path] of WRONG_METHODS) {
        problems.push(...problemsOf(await ask(path, { method }), [404, 405]))
      }
    })
    problems.push(...upstream.map(({ method, path }) => `the API was asked ${method} ${path}`))
    return keptUnless(
      problems,
      `${NOWHERE.length} other paths and ${WRONG_METHODS.length} other methods were refused`,
    )
  },
}

/** Ids that lead elsewhere once somebody decodes them. What a URL parser resolves by itself cannot be sent this way. */
const IDS = [
  '..%2Fmodels',
  '%2e%2e%2fmodels',
  '%252e%252e%252fmodels',
  'a%2F..%2F..%2Fmodels',
  '..%5Cmodels',
  '%2e%2e%5cmodels',
  'a%00b',
  'a%0d%0ax-injected:%201',
]

export const smuggling: Guarantee = {
  about: 'Refuses ids that would lead to another path, and asks the API nothing.',
  check: async ({ ask, upstreamOf, canCreate, whyNot }) => {
    const through: string[] = []
    const statuses = new Set<number>()
    const upstream = await upstreamOf(async () => {
      for (const id of IDS) {
        for (const path of [`/videos/${id}`, `/videos/${id}/content`]) {
          const answer = await ask(path)
          statuses.add(answer.status)
          if (answer.status < 400 || answer.status >= 500) through.push(describe(answer))
        }
      }
    })
    if (through.length > 0) return broken(through.join('; '))
    if (upstream.length > 0) {
      return broken(`the API was asked ${upstream.map(({ method, path }) => `${method} ${path}`).join(', ')}`)
    }
    const evidence = `${IDS.length} ids were answered ${[...statuses].join(' or ')}`
    return canCreate
      ? kept(`${evidence}, and the API was not asked`)
      : unknown(`${evidence}; whether by the API ${whyNot}`)
  },
}

export const head: Guarantee = {
  about: 'Answers HEAD of a video with the headers of the whole and no body.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const whole = await ask(`/videos/${id}/content`)
    const answer = await ask(`/videos/${id}/content`, { method: 'HEAD' })
    const type = whole.headers.get('content-type')
    const problems = [
      answer.status !== whole.status && describe(answer),
      answer.bytes.length > 0 && `it had a body of ${answer.bytes.length} bytes`,
      answer.headers.get('content-type') !== type && `its content type is not ${type}`,
      answer.headers.get('content-length') !== String(whole.bytes.length) &&
        `its Content-Length is ${answer.headers.get('content-length')}, not ${whole.bytes.length}`,
    ].filter((problem) => problem !== false)
    return keptUnless(problems, `${answer.status}, ${type}, ${whole.bytes.length} bytes told`)
  },
}

export const redirects: Guarantee = {
  about: "Makes a redirect or a web page in the API's place a clear error.",
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const answers = [await create('create-302')]
    for (const name of ['poll-301', 'poll-302', 'poll-200-html']) {
      answers.push(await ask(`/videos/${await createTask(name)}`))
    }
    const problems = answers.filter(({ status }) => status < 400).map(describe)
    return keptUnless(problems, `answered ${answers.map(({ status }) => status).join(', ')}`)
  },
}

function problemsOfJsonErrors(answer: Answer): string[] {
  if (answer.status < 400) return []
  const error = isRecord(answer.json) ? answer.json['error'] : undefined
  const isEnvelope =
    isRecord(error) && typeof error['message'] === 'string' && 'code' in error && 'type' in error
  const isCalledJson = (answer.headers.get('content-type') ?? '').includes('application/json')
  return isEnvelope && isCalledJson ? [] : [describe(answer)]
}

export const jsonErrors: Guarantee = {
  about: 'Tells errors as JSON in the envelope { error: { message, type, param, code } }.',
  check: async ({ ask, create, createTask, canCreate }) => {
    const answers = [await ask('/videos/..%2Fcheck')]
    if (canCreate) {
      answers.push(await create('create-502'))
      answers.push(await ask(`/videos/${await createTask('poll-524')}`))
      answers.push(await ask(`/videos/${await createTask('poll-503-empty')}`))
      answers.push(await ask(`/videos/${await createTask('instant content-502')}/content`))
      answers.push(await ask(`/videos/${await createTask('stuck')}/content`))
    }
    return keptUnless(answers.flatMap(problemsOfJsonErrors), `${answers.length} errors were`)
  },
}

export const requestId: Guarantee = {
  about: "Passes the API's request id on, by which its support finds a request.",
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const { headers, text } = await ask(`/videos/${await createTask('poll-500')}`)
    const inHeader = headers.get('x-request-id')
    const inBody = /request id: (\w+)/.exec(text)?.[1]
    if (inHeader === null && inBody === undefined)
      return broken('a poll that failed upstream told no request id')
    return kept(`a poll that failed upstream told the id ${inHeader ?? inBody}`)
  },
}

export const nosniff: Guarantee = {
  about: 'Keeps browsers from guessing types: X-Content-Type-Options: nosniff.',
  check: async ({ ask, completedTask }) => {
    const id = await completedTask()
    const answers = [await ask('/videos/..%2Fcheck')]
    if (id !== undefined) answers.push(await ask(`/videos/${id}`), await ask(`/videos/${id}/content`))
    const without = answers.filter(({ headers }) => headers.get('x-content-type-options') !== 'nosniff')
    return keptUnless(
      without.map(({ asked }) => `${asked} answered without it`),
      `${answers.length} answers had it`,
    )
  },
}

export const caching: Guarantee = {
  about: 'Lets no shared cache keep what belongs to one user: Cache-Control private or no-store.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const answers = [await ask(`/videos/${id}`), await ask(`/videos/${id}/content`)]
    const kinds = answers.map(
      ({ asked, headers }) => [asked, headers.get('cache-control') ?? 'none'] as const,
    )
    const problems = kinds.filter(
      ([, value]) => !/\b(private|no-store)\b/.test(value) || /\bpublic\b/.test(value),
    )
    return keptUnless(
      problems.map(([asked, value]) => `${asked} has Cache-Control ${value}`),
      kinds.map(([, value]) => value).join(' and '),
    )
  },
}
