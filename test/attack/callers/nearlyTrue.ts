import type { AttackGroup } from '../AttackGroup.js'
import { CREATE, createTask } from '../http/caller.js'
import { headerOf } from '../http/readAnswer.js'
import { jsonRequest } from '../http/forms.js'
import { NEARLY_TRUE } from '../server/nearlyTrue.js'
import type { ProxySettings } from '../server/ProxySettings.js'

const OPTIONS = ['authorize', 'authorizeCreate', 'isPublic', 'rateLimit'] as const

export const nearlyTrue: AttackGroup = {
  name: 'options that answer nearly true',
  count: Object.keys(NEARLY_TRUE).length * OPTIONS.length,
  sample: 12,
  async *attacks(target, random) {
    for (;;) {
      for (const value of Object.keys(NEARLY_TRUE)) {
        for (const option of OPTIONS) {
          const settings: ProxySettings = { callers: 'named', owners: random.text(12), cache: false }
          yield {
            rule: `\`${option}\` answers a value that is not true`,
            input: value,
            async attempt() {
              const id = await createTask(target, await target.listen(settings), 'ann')
              const origin = await target.listen({ ...settings, nearlyTrue: { option, value } })
              const before = (await target.evidence()).calls.length
              const headers = { 'x-user': option === 'isPublic' ? 'bob' : 'ann' }
              const reads = [`/api/v1/videos/${id}`, `/api/v1/videos/${id}/content`].map((path) => ({
                path,
                headers,
              }))
              const requests = [
                ...(option === 'authorizeCreate' ? [] : reads),
                ...(option === 'isPublic' ? [] : [jsonRequest(CREATE, headers)]),
              ]
              for (const request of requests) {
                const { answer } = await target.send(origin, request)
                if ((await target.evidence()).calls.length > before) return 'it let a caller through'
                if (!answer || answer.status < 400) return 'it was not refused'
                if (/public/.test(headerOf(answer, 'cache-control') ?? '')) return 'it was called public'
              }
              return undefined
            },
          }
        }
      }
    }
  },
}
