import type { Attack } from '../AttackGroup.js'
import type { RawRequest } from '../http/exchange.js'
import { textOf } from '../http/readAnswer.js'
import type { ProxySettings } from '../server/ProxySettings.js'
import type { Target } from '../Target.js'
import { makeJpeg } from '../../server/support/makeJpeg.js'
import type { KeepFilm } from './slowStills.js'

const METHODS = ['put', 'get', 'delete', 'list'] as const

/** What each request may be answered while a function of the archive throws. */
const REQUESTS: Readonly<
  Record<string, { request: (path: string) => RawRequest; statuses: readonly number[] }>
> = {
  'a poll': { request: (path) => ({ path }), statuses: [200] },
  'a list': { request: (path) => ({ path: path.slice(0, path.lastIndexOf('/')) }), statuses: [200] },
  'a film': { request: (path) => ({ path: `${path}/content` }), statuses: [200] },
  'a part of a film': {
    request: (path) => ({ path: `${path}/content`, headers: { range: 'bytes=0-9' } }),
    statuses: [206],
  },
  'a picture': { request: (path) => ({ path: `${path}/content?variant=thumbnail` }), statuses: [200, 404] },
  'a still': {
    request: (path) => ({ method: 'PUT', path: `${path}/content?variant=thumbnail`, body: makeJpeg() }),
    statuses: [201, 503],
  },
  'a delete': { request: (path) => ({ method: 'DELETE', path }), statuses: [200, 503] },
}

/** Requests to proxies of whose archive one function throws. Each gets a film of its own. */
export async function* failingArchives(
  target: Target,
  settings: ProxySettings,
  origin: string,
  keepFilm: KeepFilm,
): AsyncGenerator<Attack, void> {
  const text = `S3 said ${target.keys[0]} and /var/lib/app/videos`
  for (const method of METHODS) {
    const failing = await target.listen({ ...settings, throws: { from: 'archive', method, text } })
    for (const [name, { request, statuses }] of Object.entries(REQUESTS)) {
      yield {
        rule: `an archive whose ${method} throws: ${name}`,
        input: `throws ${method}`,
        async attempt() {
          const id = await keepFilm(target, origin, 'ann')
          const raw = request(`/api/v1/videos/${id}`)
          const headers = { 'x-user': 'ann', ...raw.headers }
          const { answer, isTimeout } = await target.send(failing, { ...raw, headers })
          if (!answer || isTimeout) return 'it was not answered'
          if (!statuses.includes(answer.status))
            return { problem: 'it was answered in another way', detail: String(answer.status) }
          if (/S3 said|\/var\/lib/.test(textOf(answer))) return 'the words of the archive came out'
          // With the archive in order again, the owner has the film or has deleted it, and no one else has it.
          const path = `/api/v1/videos/${id}/content`
          const others = await target.send(origin, { path, headers: { 'x-user': 'bob' } })
          if (others.answer?.status !== 404) return 'another user was shown the film'
          if (name !== 'a delete') {
            const own = await target.send(origin, { path, headers: { 'x-user': 'ann' } })
            return own.answer?.status === 200 ? undefined : 'the film was lost'
          }
          const again = await target.send(origin, { ...raw, headers })
          return again.answer && [200, 404].includes(again.answer.status)
            ? undefined
            : 'it cannot be repeated'
        },
      }
    }
  }
}
