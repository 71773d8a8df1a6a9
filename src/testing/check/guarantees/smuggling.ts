import { describe } from '../Answer.js'
import type { Guarantee } from '../CheckContext.js'
import { broken, kept, unknown } from '../Verdict.js'

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
