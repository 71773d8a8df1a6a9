import type { EmulatedRequest } from '../../requestLog.js'
import { type Answer, describeAnswer, describeSuccesses, listStatuses } from '../answer.js'
import {
  type AskOptions,
  type CheckContext,
  formOf,
  harmlessFields,
  jsonOf,
  PROBE_MODEL,
  type Requirement,
} from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'

/** What comes after the path of a task where a picture of its film is sent or shown. */
export const STILL_PATH = '/content?variant=thumbnail'

/** Refusals, and redirects to a sign-in page. */
const REFUSAL_STATUSES = [401, 403, 302, 303, 307]

export const authentication: Requirement = {
  description: 'Rejects unauthenticated requests without calling the API.',
  check: async (context) => {
    const { ask, upstreamOf, completedTask, isOn } = context
    const id = (await completedTask()) ?? PROBE_MODEL
    // At the real API, a proxy that lets everyone in would delete the task.
    const unknownTask = `/videos/${PROBE_MODEL}`
    const accepted: string[] = []
    const statuses = new Set<number>()
    const upstream = await upstreamOf(async () => {
      const answers = [
        await ask(`/videos/${id}`, { as: 'anonymous' }),
        await ask(`/videos/${id}/content`, { as: 'anonymous' }),
        await ask('/videos', { as: 'anonymous', body: formOf(harmlessFields(context)) }),
      ]
      if (isOn('list')) answers.push(await ask('/videos', { as: 'anonymous' }))
      if (isOn('delete')) answers.push(await ask(unknownTask, { as: 'anonymous', method: 'DELETE' }))
      if (isOn('remix'))
        answers.push(await ask(`${unknownTask}/remix`, { ...jsonOf({ prompt: 'check' }), as: 'anonymous' }))
      if (isOn('share')) answers.push(await ask(`${unknownTask}/share`, { as: 'anonymous', method: 'POST' }))
      if (isOn('still'))
        answers.push(await ask(unknownTask + STILL_PATH, { as: 'anonymous', method: 'PUT', body: 'check' }))
      for (const answer of answers) {
        statuses.add(answer.status)
        if (!REFUSAL_STATUSES.includes(answer.status)) accepted.push(describeAnswer(answer))
      }
    })
    if (accepted.length > 0) return fail(accepted.join('; '))
    if (upstream.length > 0) return fail('refused, but the API was called')
    return pass(`poll, download and create without credentials answered ${[...statuses].join(' or ')}`)
  },
}

export const ownership: Requirement = {
  description: "Denies access to another user's task.",
  check: async ({ ask, completedTask, options, whyNot }) => {
    if (options.otherHeaders === undefined) return unknown('needs a second user: pass otherHeaders')
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const own = await ask(`/videos/${id}`)
    if (own.status !== 200) return unknown(`needs a task that its owner can access: ${describeAnswer(own)}`)
    const answers = [
      await ask(`/videos/${id}`, { as: 'other' }),
      await ask(`/videos/${id}/content`, { as: 'other' }),
    ]
    return passUnless(describeSuccesses(answers), `another user was answered ${listStatuses(answers)}`)
  },
}

export const privateAnswers: Requirement = {
  description:
    "Shares no answer between users: after a task's owner, others get no more than before, and no 304.",
  check: async ({ ask, completedTask, options, whyNot }) => {
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const others = options.otherHeaders ? (['other', 'anonymous'] as const) : (['anonymous'] as const)
    const problems: string[] = []
    const statuses = new Set<number>()
    for (const path of [`/videos/${id}`, `/videos/${id}/content`]) {
      const before = new Map<string, Answer>()
      for (const as of others) before.set(as, await ask(path, { as }))
      const own = await ask(path)
      if (own.status !== 200) return unknown(`needs a task that its owner can access: ${describeAnswer(own)}`)
      const conditions: Record<string, string>[] = [
        {},
        { 'if-none-match': own.headers.get('etag') ?? '*' },
        { range: 'bytes=0-1' },
      ]
      for (const as of others) {
        for (const headers of conditions) {
          const answer = await ask(path, { as, headers })
          statuses.add(answer.status)
          // Who was let in before is a matter of authentication and ownership.
          if (isRefusal(before.get(as)) && !isRefusal(answer)) problems.push(describeAnswer(answer))
        }
      }
    }
    if (problems.length > 0) return fail(problems.join('; '))
    const evidence = `after the owner, others were answered ${[...statuses].join(' or ')}`
    return others.length === 1
      ? unknown(`${evidence}; needs a second user: pass otherHeaders`)
      : pass(evidence)
  },
}

export const isRefusal = (answer: Answer | undefined) =>
  answer === undefined || answer.status >= 400 || REFUSAL_STATUSES.includes(answer.status)

/** Headers of a request that another site's page sends. */
const FOREIGN_ORIGIN = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }

export const crossSite: Requirement = {
  description: "Rejects creates that another site sends with the user's credentials (CSRF).",
  check: async (context) => {
    const { ask, upstreamOf } = context
    const own = await ask('/videos', { body: formOf(harmlessFields(context)) })
    if ([401, 403, 429].includes(own.status)) {
      return unknown(`needs a user who may create tasks: ${describeAnswer(own)}`)
    }
    let status = 0
    let evidence = ''
    const upstream = await upstreamOf(async () => {
      const answer = await ask('/videos', { body: formOf(harmlessFields(context)), headers: FOREIGN_ORIGIN })
      status = answer.status
      evidence = describeAnswer(answer)
    })
    if (upstream.length > 0) return fail(`${evidence}, and the API was called`)
    return status === 403 ? pass(evidence) : fail(evidence)
  },
}

/** What callers without credentials, and the second user, get through. */
export async function strangerProblems(
  context: CheckContext,
  path: string,
  request: AskOptions,
): Promise<string[]> {
  const problems = await anonymousProblems(context, path, request)
  if (context.options.otherHeaders === undefined) return problems
  return [...problems, ...(await refusalProblems(context, path, { ...request, as: 'other' }))]
}

/** The same for callers without credentials. */
export const anonymousProblems = (context: CheckContext, path: string, request: AskOptions = {}) =>
  refusalProblems(context, path, { ...request, as: 'anonymous' })

/** What the page of another site gets through with the user's credentials. */
export const foreignSiteProblems = (context: CheckContext, path: string, request: AskOptions) =>
  refusalProblems(context, path, { ...request, headers: { ...request.headers, ...FOREIGN_ORIGIN } })

/** Whether a request is refused without a call of the API. */
export async function refusalProblems({ ask, upstreamOf }: CheckContext, path: string, request: AskOptions) {
  const problems: string[] = []
  const upstream = await upstreamOf(async () => {
    const answer = await ask(path, request)
    if (!isRefusal(answer)) problems.push(describeAnswer(answer))
  })
  // A proxy that keeps films copies them at any time.
  return [...problems, ...calls(upstream.filter(({ route }) => route !== 'content'))]
}

/** Requests that the API should not have received. */
export const calls = (upstream: readonly EmulatedRequest[]) =>
  upstream.map(({ method, path }) => `the API was called: ${method} ${path}`)
