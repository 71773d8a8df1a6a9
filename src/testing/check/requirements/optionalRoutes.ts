import type { EmulatedRequest } from '../../requestLog.js'
import { type Answer, describeAnswer, isRecord } from '../answer.js'
import { jsonOf, type OptionalRoute, type Requirement } from '../CheckContext.js'
import { fail, passUnless, unknown } from '../results.js'
import { anonymousProblems, calls, foreignSiteProblems, strangerProblems } from './access.js'
import { UNDOCUMENTED_PARAMS } from './creates.js'
import { publicLinks } from './publicLinks.js'
import { cacheProblems } from './responses.js'
import { sentStills } from './sentStills.js'

const remix: Requirement = {
  description:
    'Keeps the guarantees of a create for a remix: user, owner, site, parameters, and one request to the API.',
  needsEmulator: true,
  route: 'remix',
  check: async (context) => {
    const { ask, createTask, upstreamOf } = context
    const path = `/videos/${await createTask('instant')}/remix`
    const own = await ask(path, remixOf('A lake'))
    if (own.status >= 300) return unknown(`${NEEDS_ROUTE}: ${describeAnswer(own)}`)
    const problems = await strangerProblems(context, path, remixOf('A lake'))
    problems.push(...(await foreignSiteProblems(context, path, remixOf('A lake'))))

    const isOwners = await ask(`/videos/${idOf(own)}`)
    if (isOwners.status !== 200) problems.push(`the new task is not its maker's: ${describeAnswer(isOwners)}`)
    if (context.options.otherHeaders) {
      const foreign = await ask(`/videos/${idOf(own)}`, { as: 'other' })
      if (foreign.status < 400) problems.push(`the new task is not private: ${describeAnswer(foreign)}`)
    }
    for (const [name, value] of Object.entries({ ...UNDOCUMENTED_PARAMS, model: 'wan2.7', seconds: '15' })) {
      const upstream = await upstreamOf(() => ask(path, remixOf('A lake', { [name]: value })))
      if (upstream.some(({ params = {} }) => name in params))
        problems.push(`the API received ${name}: ${value}`)
    }
    for (const scenario of ['create-503', 'create-429', 'create-401-key']) {
      const upstream = await upstreamOf(() => ask(path, remixOf(`A lake [${scenario}]`)))
      if (upstream.length !== 1) problems.push(`the remix with ${scenario} was sent ${upstream.length} times`)
    }
    return passUnless(problems, 'remixes of others were refused, those of the owner were sent once')
  },
}

const list: Requirement = {
  description: "Lists the caller's own tasks only, in pages of at most 100, kept by no shared cache.",
  needsEmulator: true,
  route: 'list',
  check: async (context) => {
    const { ask, createTask, upstreamOf, options } = context
    const id = decodeURIComponent(await createTask('instant'))
    const own = await ask('/videos')
    if (own.status >= 300) return unknown(`${NEEDS_ROUTE}: ${describeAnswer(own)}`)
    if (!listOf(own)) return unknown(`needs a list of tasks in data: ${describeAnswer(own)}`)
    const problems = [...cacheProblems(own), ...(await anonymousProblems(context, '/videos'))]
    if (!listOf(own)?.includes(id)) problems.push('a new task is not in the list of its owner')

    for (const limit of ['1000000', '-1', '0', '1e9', 'many']) {
      const answers: Answer[] = []
      const upstream = await upstreamOf(async () => answers.push(await ask(`/videos?limit=${limit}`)))
      problems.push(...answers.filter(({ status }) => status >= 500).map(describeAnswer))
      problems.push(...upstream.filter(isHugePage).map(({ url }) => `the API was asked for ${url}`))
    }
    const forged = await upstreamOf(async () => {
      const answer = await ask(`/videos?after=${encodeURIComponent('../models')}`)
      if (answer.status < 400) problems.push(describeAnswer(answer))
    })
    problems.push(...calls(forged))

    if (options.otherHeaders === undefined)
      return problems.length > 0
        ? fail(problems.join('; '))
        : unknown('needs a second user: pass otherHeaders')
    const other = await ask('/videos', { as: 'other' })
    const ownIds = [id, ...(listOf(own) ?? [])]
    if (ownIds.some((one) => other.text.includes(one)))
      problems.push(`${other.asked} named a task of the first user`)
    const after = await upstreamOf(async () => {
      const answer = await ask(`/videos?after=${encodeURIComponent(id)}`, { as: 'other' })
      if (answer.status < 400) problems.push(describeAnswer(answer))
    })
    problems.push(...calls(after))
    return passUnless(problems, 'each user was answered with its own tasks')
  },
}

const deletes: Requirement = {
  description:
    'Deletes only for the owner of a task, calls it deleted only if the API has, and serves it no more.',
  needsEmulator: true,
  route: 'delete',
  check: async (context) => {
    const { ask, createTask } = context
    const id = await createTask('instant')
    const path = `/videos/${id}`
    const method = 'DELETE'
    const problems = await strangerProblems(context, path, { method })
    problems.push(...(await foreignSiteProblems(context, path, { method })))
    // Fills the caches that must not outlive the task.
    await ask(path)

    const running = `/videos/${await createTask('stuck')}`
    const refused = await ask(running, { method })
    const isKept = (await ask(running)).status === 200
    // A proxy with a list of its own says what became of the task at the API.
    const { deleted, deleted_at_api: isDeletedAtApi = deleted } = isRecord(refused.json) ? refused.json : {}
    if (isKept && refused.status < 300 && isRecord(refused.json) && isDeletedAtApi !== false)
      problems.push(`the API has not deleted the task: ${describeAnswer(refused)}`)

    const own = await ask(path, { method })
    if (own.status >= 300 && problems.length === 0) return unknown(`${NEEDS_ROUTE}: ${describeAnswer(own)}`)
    for (const end of ['', '/content']) {
      const answer = await ask(`${path}${end}`)
      if (answer.status < 400) problems.push(`after the delete ${describeAnswer(answer)}`)
    }
    return passUnless(problems, 'the delete of the owner ended the task, those of others were refused')
  },
}

const NEEDS_ROUTE =
  "needs an API with this route: an emulator with gateway: 'litellm' has remix, list and delete, and params of a model that can be remixed"

const remixOf = (prompt: string, extra: Readonly<Record<string, string>> = {}) => jsonOf({ prompt, ...extra })

const isHugePage = ({ url }: EmulatedRequest) => Number(new URL(url).searchParams.get('limit')) > 100

/** The ids of a list, or nothing if the answer is none. */
function listOf({ json }: Answer): string[] | undefined {
  const data = isRecord(json) ? json['data'] : undefined
  return Array.isArray(data)
    ? data.flatMap((task: unknown) => (isRecord(task) ? String(task['id']) : []))
    : undefined
}

const idOf = ({ json }: Answer) => encodeURIComponent(isRecord(json) ? String(json['id']) : '')

/** The optional routes, by the name in the option `routes`. */
export const optionalRoutes: Readonly<Record<OptionalRoute, Requirement>> = {
  remix,
  list,
  delete: deletes,
  share: publicLinks,
  still: sentStills,
}
