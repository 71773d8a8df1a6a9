import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { broken, kept } from '../Verdict.js'
import { harmlessCreate } from './crossSite.js'

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
