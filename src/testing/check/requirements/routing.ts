import { type Answer, describeAnswer } from '../answer.js'
import {
  type AskOptions,
  type CheckContext,
  jsonOf,
  type OptionalRoute,
  type Requirement,
} from '../CheckContext.js'
import { fail, pass, passUnless, unknown } from '../results.js'
import { STILL_PATH } from './access.js'

const UNKNOWN_PATHS = ['/models', '/videos/check/other', '/videos/check/content/more', '/chat/completions']
/** Each with the optional route that it is, which may be on. */
const WRONG_METHODS: readonly [method: string, path: string, route?: OptionalRoute][] = [
  ['GET', '/videos', 'list'],
  ['PUT', '/videos'],
  ['DELETE', '/videos/check', 'delete'],
  ['POST', '/videos/check/remix', 'remix'],
  ['POST', '/videos/check/share', 'share'],
  ['DELETE', '/videos/check/share', 'share'],
  ['PUT', `/videos/check${STILL_PATH}`, 'still'],
  ['PATCH', '/videos/check'],
  ['DELETE', '/videos/check/content'],
]

export const routes: Requirement = {
  description:
    'Serves three routes only, and the optional ones that are on: 404 for other paths, 405 with Allow for other methods.',
  check: async ({ ask, upstreamOf, isOn }) => {
    const wrongMethods = WRONG_METHODS.filter(([, , route]) => !route || !isOn(route))
    const problems: string[] = []
    const upstream = await upstreamOf(async () => {
      for (const path of UNKNOWN_PATHS) problems.push(...refusalProblems(await ask(path), [404]))
      for (const [method, path] of wrongMethods) {
        problems.push(...refusalProblems(await ask(path, { method }), [404, 405]))
      }
    })
    problems.push(...upstream.map(({ method, path }) => `the API was called: ${method} ${path}`))
    return passUnless(
      problems,
      `${UNKNOWN_PATHS.length} other paths and ${wrongMethods.length} other methods were refused`,
    )
  },
}

function refusalProblems(answer: Answer, expected: readonly number[]): string[] {
  if (!expected.includes(answer.status)) return [describeAnswer(answer)]
  const hasNoAllow = answer.status === 405 && !answer.headers.get('allow')
  return hasNoAllow ? [`${answer.asked} answered 405 without Allow`] : []
}

/** Ids that decode to another path. `..` itself cannot be sent: URL parsers resolve it. */
const TRAVERSAL_IDS = [
  '..%2Fmodels',
  '%2e%2e%2fmodels',
  '%252e%252e%252fmodels',
  'a%2F..%2F..%2Fmodels',
  '..%5Cmodels',
  '%2e%2e%5cmodels',
  'a%00b',
  'a%0d%0ax-injected:%201',
]

export const pathTraversal: Requirement = {
  description: 'Rejects ids that decode to another path, without calling the API.',
  check: async (context) => {
    const { ask, upstreamOf, canCreate, whyNot } = context
    const problems: string[] = []
    const statuses = new Set<number>()
    const upstream = await upstreamOf(async () => {
      for (const id of TRAVERSAL_IDS) {
        for (const [path, request] of requestsFor(id, context)) {
          const answer = await ask(path, request)
          statuses.add(answer.status)
          if (answer.status < 400 || answer.status >= 500) problems.push(describeAnswer(answer))
        }
      }
    })
    if (problems.length > 0) return fail(problems.join('; '))
    if (upstream.length > 0)
      return fail(`the API was called: ${upstream.map(({ method, path }) => `${method} ${path}`).join(', ')}`)
    const evidence = `${TRAVERSAL_IDS.length} ids were answered ${[...statuses].join(' or ')}`
    return canCreate
      ? pass(`${evidence}, and the API was not called`)
      : unknown(`${evidence}; whether the API was called ${whyNot}`)
  },
}

/** A request of each kind that the proxy serves for a task. */
function requestsFor(id: string, { isOn }: CheckContext): [path: string, request: AskOptions][] {
  const path = `/videos/${id}`
  const requests: [string, AskOptions][] = [
    [path, {}],
    [`${path}/content`, {}],
  ]
  if (isOn('delete')) requests.push([path, { method: 'DELETE' }])
  if (isOn('remix')) requests.push([`${path}/remix`, jsonOf({ prompt: 'check' })])
  if (isOn('share')) requests.push([`${path}/share`, { method: 'POST' }])
  if (isOn('still')) requests.push([path + STILL_PATH, { method: 'PUT', body: 'check' }])
  return requests
}
