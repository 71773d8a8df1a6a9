import { type CheckContext, describe, type Guarantee } from '../CheckContext.js'
import { broken, kept, keptUnless, unknown } from '../Verdict.js'

/** No permission, or a way to the page that asks for it. */
const REFUSALS = [401, 403, 302, 303, 307]

export const anonymous: Guarantee = {
  about: 'Refuses whoever shows no permission, and asks the API nothing.',
  check: async (context) => {
    const { ask, upstreamOf, completedTask } = context
    const id = (await completedTask()) ?? 'video-proxy-check'
    const through: string[] = []
    const statuses = new Set<number>()
    const upstream = await upstreamOf(async () => {
      const answers = [
        await ask(`/videos/${id}`, { as: 'nobody' }),
        await ask(`/videos/${id}/content`, { as: 'nobody' }),
        await ask('/videos', { as: 'nobody', body: harmlessCreate(context) }),
      ]
      for (const answer of answers) {
        statuses.add(answer.status)
        if (!REFUSALS.includes(answer.status)) through.push(describe(answer))
      }
    })
    if (through.length > 0) return broken(through.join('; '))
    if (upstream.length > 0) return broken('refused, but the API was asked')
    return kept(`poll, download and create as nobody were answered ${[...statuses].join(' or ')}`)
  },
}

export const owners: Guarantee = {
  about: "Refuses one user's task to another user.",
  check: async ({ ask, completedTask, options, whyNot }) => {
    if (options.otherHeaders === undefined) return unknown('needs a second user: pass otherHeaders')
    const id = await completedTask()
    if (id === undefined) return unknown(`needs a task: pass taskId; or ${whyNot}`)
    const own = await ask(`/videos/${id}`)
    if (own.status !== 200) return unknown(`needs a task that its owner sees: ${describe(own)}`)
    const answers = [
      await ask(`/videos/${id}`, { as: 'other' }),
      await ask(`/videos/${id}/content`, { as: 'other' }),
    ]
    const through = answers.filter(({ status }) => status < 400).map(describe)
    return keptUnless(
      through,
      `another user was answered ${answers.map(({ status }) => status).join(' and ')}`,
    )
  },
}

const FOREIGN = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }

/** A create that costs nothing: on the emulator a good one, elsewhere one of a model that nobody serves. */
function harmlessCreate({ options, canCreate }: CheckContext): FormData {
  const form = new FormData()
  const { model = 'wan2.6', ...others } = options.params ?? {}
  form.set('model', canCreate ? model : 'video-proxy-check')
  form.set('prompt', 'A lake')
  for (const [name, value] of Object.entries(others)) form.set(name, value)
  return form
}

export const crossSite: Guarantee = {
  about: "Refuses a create that another site's page sends in the user's name.",
  check: async (context) => {
    const { ask, upstreamOf } = context
    const own = await ask('/videos', { body: harmlessCreate(context) })
    if ([401, 403, 429].includes(own.status)) {
      return unknown(`needs a caller who may create: ${describe(own)}`)
    }
    let status = 0
    let evidence = ''
    const upstream = await upstreamOf(async () => {
      const answer = await ask('/videos', { body: harmlessCreate(context), headers: FOREIGN })
      status = answer.status
      evidence = describe(answer)
    })
    if (upstream.length > 0) return broken(`${evidence}, and the API was asked`)
    return status === 403 ? kept(evidence) : broken(evidence)
  },
}
