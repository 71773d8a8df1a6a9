import { describe } from '../Answer.js'
import type { CheckContext, Guarantee } from '../CheckContext.js'
import { broken, kept, unknown } from '../Verdict.js'

const FOREIGN = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }

/** A create that costs nothing: on the emulator a good one, elsewhere one of a model that nobody serves. */
export function harmlessCreate({ options, canCreate }: CheckContext): FormData {
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
