import type { AttackGroup } from '../AttackGroup.js'
import { createTask, linkOf } from '../http/caller.js'
import { API_URL, type ProxySettings, SECRET } from '../server/ProxySettings.js'
import { inTurn } from '../random.js'

/** How a second proxy, which shares a secret or a store with the first, differs from it. */
const DIFFERENCES: Readonly<Record<string, (otherKey: string) => Partial<ProxySettings>>> = {
  'another API': () => ({ baseURL: 'http://other-api.test/v1' }),
  'another version of the API': () => ({ baseURL: 'http://api.test/v2' }),
  'another key': (apiKey) => ({ apiKey }),
  'another API and key': (apiKey) => ({ apiKey, baseURL: 'http://other-api.test/v1' }),
}

/** What is taken from the first proxy to the second. */
const TAKEN = ['an id', 'an id for content', 'a link', 'a known owner', 'an answer of the cache'] as const

export const otherApi: AttackGroup = {
  name: 'ids at another API or key',
  count: 40,
  sample: 20,
  async *attacks(target, random) {
    for (const [difference, differ] of inTurn(DIFFERENCES)) {
      for (const taken of TAKEN) {
        const store = random.text(12)
        const settings: ProxySettings =
          taken === 'a known owner'
            ? { callers: 'named', owners: store, cache: false }
            : taken === 'an answer of the cache'
              ? { callers: 'anyone', cache: store }
              : { callers: 'named', secret: SECRET, hasContentLinks: true, cache: false }
        const other = differ(target.keys[1])
        yield {
          rule: `${taken} at ${difference}`,
          input: JSON.stringify(other.baseURL ?? API_URL),
          async attempt() {
            const here = await target.listen(settings)
            const there = await target.listen({ ...settings, ...other })
            const headers = { 'x-user': 'ann' }
            const id = await createTask(target, here, 'ann')
            if (taken === 'an answer of the cache')
              await target.send(here, { path: `/api/v1/videos/${id}`, headers })
            const query = taken === 'a link' ? await linkOf(target, here, id, 'ann') : ''
            const isContent = taken === 'a link' || taken === 'an id for content'
            const path = `/api/v1/videos/${id}${isContent ? `/content${query}` : ''}`
            const before = (await target.evidence()).calls.length
            const { answer } = await target.send(there, { path, headers: taken === 'a link' ? {} : headers })
            const isAsked = (await target.evidence()).calls.length > before
            if (taken === 'an answer of the cache')
              return isAsked ? undefined : 'it was answered from the other proxy'
            if (isAsked) return 'it opened a task of the other proxy'
            return answer && answer.status >= 400 ? undefined : 'it was not refused'
          },
        }
      }
    }
  },
}
