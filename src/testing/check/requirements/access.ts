import { describeAnswer, describeSuccesses, listStatuses } from '../answer.js'
import { type CheckContext, formOf, PROBE_MODEL, type Requirement } from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'

/** Refusals, and redirects to a sign-in page. */
const REFUSAL_STATUSES = [401, 403, 302, 303, 307]

export const authentication: Requirement = {
  description: 'Rejects unauthenticated requests without calling the API.',
  check: async (context) => {
    const { ask, upstreamOf, completedTask } = context
    const id = (await completedTask()) ?? PROBE_MODEL
    const accepted: string[] = []
    const statuses = new Set<number>()
    const upstream = await upstreamOf(async () => {
      const answers = [
        await ask(`/videos/${id}`, { as: 'anonymous' }),
        await ask(`/videos/${id}/content`, { as: 'anonymous' }),
        await ask('/videos', { as: 'anonymous', body: harmlessCreate(context) }),
      ]
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

const FOREIGN_ORIGIN = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }

export const crossSite: Requirement = {
  description: "Rejects creates that another site sends with the user's credentials (CSRF).",
  check: async (context) => {
    const { ask, upstreamOf } = context
    const own = await ask('/videos', { body: harmlessCreate(context) })
    if ([401, 403, 429].includes(own.status)) {
      return unknown(`needs a user who may create tasks: ${describeAnswer(own)}`)
    }
    let status = 0
    let evidence = ''
    const upstream = await upstreamOf(async () => {
      const answer = await ask('/videos', { body: harmlessCreate(context), headers: FOREIGN_ORIGIN })
      status = answer.status
      evidence = describeAnswer(answer)
    })
    if (upstream.length > 0) return fail(`${evidence}, and the API was called`)
    return status === 403 ? pass(evidence) : fail(evidence)
  },
}

/** A create that is not billed: a valid one on the emulator, else one of a model that no API serves. */
function harmlessCreate({ options, canCreate }: CheckContext): FormData {
  const { model = 'wan2.6', ...others } = options.params ?? {}
  return formOf({ model: canCreate ? model : PROBE_MODEL, prompt: 'A lake', ...others })
}
