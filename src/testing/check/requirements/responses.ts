import { type Answer, describeAnswer, describeSuccesses, isRecord, listStatuses } from '../answer.js'
import type { Requirement } from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'

export const head: Requirement = {
  description: 'Answers HEAD of a video with the headers of the full response and no body.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const whole = await ask(`/videos/${id}/content`)
    const answer = await ask(`/videos/${id}/content`, { method: 'HEAD' })
    const type = whole.headers.get('content-type')
    const length = answer.headers.get('content-length')
    const size = whole.bytes.length
    const problems = [
      answer.status !== whole.status && describeAnswer(answer),
      answer.bytes.length > 0 && `it had a body of ${answer.bytes.length} bytes`,
      answer.headers.get('content-type') !== type && `its content type is not ${type}`,
      length !== String(size) && `its Content-Length is ${length}, not ${size}`,
    ].filter((problem) => problem !== false)
    return passUnless(problems, `${answer.status}, ${type}, Content-Length ${size}`)
  },
}

export const redirects: Requirement = {
  description: 'Turns a redirect or a web page from the API into an error.',
  needsEmulator: true,
  check: async ({ ask, create, createTask }) => {
    const answers = [await create('create-302')]
    for (const name of ['poll-301', 'poll-302', 'poll-200-html']) {
      answers.push(await ask(`/videos/${await createTask(name)}`))
    }
    return passUnless(describeSuccesses(answers), `answered ${listStatuses(answers)}`)
  },
}

export const jsonErrors: Requirement = {
  description: 'Returns errors as JSON: { error: { message, type, param, code } }.',
  check: async ({ ask, create, createTask, canCreate }) => {
    const answers = [await ask('/videos/..%2Fcheck')]
    if (canCreate) {
      answers.push(await create('create-502'))
      answers.push(await ask(`/videos/${await createTask('poll-524')}`))
      answers.push(await ask(`/videos/${await createTask('poll-503-empty')}`))
      answers.push(await ask(`/videos/${await createTask('instant content-502')}/content`))
      answers.push(await ask(`/videos/${await createTask('stuck')}/content`))
    }
    const problems = answers.filter((answer) => answer.status >= 400 && !isJsonError(answer))
    return passUnless(problems.map(describeAnswer), `${answers.length} errors had this format`)
  },
}

function isJsonError({ json, headers }: Answer): boolean {
  const error = isRecord(json) ? json['error'] : undefined
  const isEnvelope =
    isRecord(error) && typeof error['message'] === 'string' && 'code' in error && 'type' in error
  return isEnvelope && (headers.get('content-type') ?? '').includes('application/json')
}

export const requestId: Requirement = {
  description: "Forwards the API's request id, which its support needs to find a request.",
  needsEmulator: true,
  check: async ({ ask, createTask }) => {
    const { headers, text } = await ask(`/videos/${await createTask('poll-500')}`)
    const id = headers.get('x-request-id') ?? /request id: (\w+)/.exec(text)?.[1]
    return id === undefined
      ? fail('the answer to a poll that failed upstream has no request id')
      : pass(`the answer to a poll that failed upstream has the request id ${id}`)
  },
}

export const nosniff: Requirement = {
  description: 'Sends X-Content-Type-Options: nosniff, so that browsers do not guess content types.',
  check: async ({ ask, completedTask }) => {
    const id = await completedTask()
    const answers = [await ask('/videos/..%2Fcheck')]
    if (id !== undefined) answers.push(await ask(`/videos/${id}`), await ask(`/videos/${id}/content`))
    const without = answers.filter(({ headers }) => headers.get('x-content-type-options') !== 'nosniff')
    return passUnless(
      without.map(({ asked }) => `${asked} was answered without it`),
      `${answers.length} answers had it`,
    )
  },
}

/** Headers by which caches of different places are addressed; only the first is needed. */
const CACHE_HEADERS = ['cache-control', 'cdn-cache-control', 'surrogate-control']

export const cacheControl: Requirement = {
  description:
    'Keeps every answer, errors and 304 too, out of shared caches: Cache-Control private or no-store.',
  check: async ({ ask, completedTask, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const content = `/videos/${id}/content`
    const answers = [
      await ask(`/videos/${id}`),
      await ask(content),
      await ask(content, { headers: { range: 'bytes=0-1' } }),
      await ask('/videos/video-proxy-check'),
      await ask('/videos/..%2Fcheck'),
    ]
    const head = await ask(content, { method: 'HEAD' })
    if (head.status < 400) answers.push(head)
    const etag = answers[1]?.headers.get('etag')
    if (etag) answers.push(await ask(content, { headers: { 'if-none-match': etag } }))
    const values = answers.map(({ headers }) => headers.get('cache-control') ?? 'none')
    return passUnless(answers.flatMap(cacheProblems), [...new Set(values)].join(' and '))
  },
}

/** Names the cache headers of an answer that let a shared cache keep it. */
export function cacheProblems({ asked, status, headers }: Answer): string[] {
  const named = CACHE_HEADERS.filter((name, index) => index === 0 || headers.has(name))
  return named.flatMap((name) => {
    const value = headers.get(name) ?? 'none'
    const isPrivate = /\b(private|no-store)\b/.test(value) && !/\b(public|s-maxage)\b/.test(value)
    return isPrivate ? [] : [`${asked} answered ${status} with ${name}: ${value}`]
  })
}
