import { withTimeout } from '../../core/abort.js'
import { isRecord } from '../../core/wire/fieldValues.js'
import { readText } from '../../core/wire/scalars.js'
import { readTaskId } from '../../core/wire/readTaskId.js'
import { listedItems } from '../../core/wire/readVideoTask.js'
import { checkListAuthorized, checkRate } from '../access/authorize.js'
import { resolveTask } from '../access/ownership.js'
import type { VideoProxyUser } from '../calls.js'
import { ProxyError } from '../proxyError.js'
import type { ProxySettings } from '../resolveOptions.js'
import { jsonResponse } from '../responses.js'
import { toDocumentedAnswer, toDocumentedTask } from '../retrieve/documentedAnswer.js'
import { showTask } from '../retrieve/publicTask.js'
import { decodeTaskId } from '../routes.js'
import type { ApiDigests, ProxyKey, RequestKey } from '../upstream/apiKey.js'
import { type JsonAnswer, readUpstreamJson, type UpstreamJson } from '../upstream/upstreamJson.js'
import { answerTimedOut, fetchPage } from '../upstream/videosApi.js'

/** The stages of a list, in order. Each either passes or ends the request by throwing a `ProxyError`. */
export async function answerList(
  settings: ProxySettings,
  key: RequestKey,
  request: Request,
): Promise<Response> {
  const { authorize, rateLimit, ownership, timeout } = settings

  // Query: a page of the documented size.
  const query = readListQuery(new URL(request.url).searchParams)

  // Authorize: the app names the user, denies or answers itself.
  const user = await checkListAuthorized(authorize, request)
  if (user instanceof Response) return user

  // Rate: the app's limiter allows one more.
  await checkRate(rateLimit, { action: 'list', request, user })

  // Key: read only now, for an allowed caller.
  const proxyKey = await key.read()

  // Ownership of the task after which the page begins: that of another user does not exist.
  if (query.after !== undefined) {
    await resolveTask(ownership, query.after, { user, link: undefined }, proxyKey.apis)
  }

  // Upstream, redaction, ownership of each task, answer.
  const limits = { signal: request.signal, timeout, timeoutError: answerTimedOut }
  return jsonResponse(
    await withTimeout((signal) => collectPage(settings, proxyKey, { ...query, user }, signal), limits),
  )
}

/** A page that a caller asks for, in the names of OpenAI's list. */
export interface ListQuery {
  limit: number
  after: string | undefined
  order: string | undefined
}

/** @throws {ProxyError} 400 `invalid_param` or `invalid_id` */
export function readListQuery(search: URLSearchParams): ListQuery {
  const limit = search.get('limit') ?? String(DEFAULT_LIMIT)
  if (!/^[1-9]\d{0,2}$/.test(limit) || Number(limit) > MAX_LIMIT) {
    const message = `The parameter 'limit' must be a whole number from 1 to ${MAX_LIMIT}.`
    throw new ProxyError(400, 'invalid_param', message, { param: 'limit' })
  }
  const order = search.get('order') ?? undefined
  if (order !== undefined && order !== 'asc' && order !== 'desc') {
    throw new ProxyError(400, 'invalid_param', "The parameter 'order' must be asc or desc.", {
      param: 'order',
    })
  }
  const after = search.get('after')
  return {
    limit: Number(limit),
    after: after === null ? undefined : decodeTaskId(encodeURIComponent(after)),
    order,
  }
}

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 100

/** Pages of the API for one list. Its tasks are those of all users, and one request must not read a whole account. */
const MAX_PAGES = 5

/**
 * Collects the user's own tasks from the pages of the API, until there are enough of them or `MAX_PAGES` are read. Neither
 * a task of another user nor its id, which a cursor would name, comes out.
 */
async function collectPage(
  { api, ownership, publicTask, hooks }: ProxySettings,
  { authorization, redact, apis }: ProxyKey,
  { limit, after, order, user }: ListQuery & { user: VideoProxyUser },
  signal: AbortSignal,
): Promise<JsonAnswer> {
  const found = new Map<string, string>()
  const learned: Promise<void>[] = []
  let cursor = after
  let headers = new Headers()
  let hasMore = true
  for (let page = 0; page < MAX_PAGES && hasMore && found.size <= limit; page++) {
    const query = new URLSearchParams({ limit: String(MAX_LIMIT) })
    if (cursor !== undefined) query.set('after', cursor)
    if (order !== undefined) query.set('order', order)
    const response = await fetchPage(api, authorization, query, signal)
    const answer = await readUpstreamJson(response, signal, redact)
    const list = readPage(answer)
    if ('text' in list) return list
    headers = answer.headers
    for (const { taskId, task } of await keepOwned(list.tasks, ownership, user, apis)) {
      const ids = { taskId, publicId: taskId, api: apis[0] }
      const text = list.print(await showTask(task, ids, publicTask.links))
      found.set(taskId, text)
      learned.push(hooks.learn({ status: 200, body: text }, { ids, user, redact }))
    }
    const next = list.lastId
    hasMore = list.hasMore && next !== undefined && next !== cursor
    cursor = next
  }
  // Ends: the app learns of them with the first answer that shows them.
  await Promise.all(learned)
  const ids = [...found.keys()].slice(0, limit)
  const data = [...found.values()].slice(0, limit).join(',')
  const page = JSON.stringify({
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
    // Without a task of the user's own, there is none after which the next page could begin.
    has_more: found.size > limit || (hasMore && ids.length > 0),
  })
  return { status: 200, headers, text: `{"object":"list","data":[${data}],${page.slice(1)}` }
}

/** A task in a list, with the API's id. */
interface ListedTask {
  taskId: string
  task: Record<string, unknown>
}

/** A page of the API: the tasks of all its users. */
interface ApiPage {
  tasks: ListedTask[]
  print: (task: unknown) => string
  /** Where the next page begins. */
  lastId: string | undefined
  hasMore: boolean
}

/** Reads a page of the API, or an error of it. */
function readPage(answer: UpstreamJson): ApiPage | JsonAnswer {
  const { value, print } = answer
  const items = listedItems(value)
  if (answer.status >= 300 || !items) {
    const { status, headers, task, body } = toDocumentedAnswer(answer, 'list')
    if (!task) return { status, headers, text: print(body) }
    const message = `The video API answered ${answer.status} with JSON that is no list of tasks.`
    throw new ProxyError(502, 'upstream_invalid_answer', message)
  }
  const tasks = items.flatMap(readListed)
  const page = isRecord(value) ? value : {}
  return {
    tasks,
    print,
    lastId: readText(page['last_id']) ?? tasks.at(-1)?.taskId,
    hasMore: page['has_more'] === true,
  }
}

function readListed(item: unknown): ListedTask[] {
  // What names no task cannot be anyone's.
  if (!isRecord(item) || readTaskId(item) === undefined) return []
  const task = toDocumentedTask(item)
  const taskId = readTaskId(task)
  return taskId === undefined ? [] : [{ taskId, task }]
}

async function keepOwned(
  tasks: readonly ListedTask[],
  { findOwned }: ProxySettings['ownership'],
  user: VideoProxyUser,
  apis: ApiDigests,
): Promise<ListedTask[]> {
  const taskIds = tasks.map(({ taskId }) => taskId)
  // A proxy without it is not built with this route.
  const owned = await findOwned?.(taskIds, user, apis)
  return tasks.flatMap(({ taskId: listedId, task }) => {
    const taskId = owned?.get(listedId)
    return taskId === undefined ? [] : [{ taskId, task }]
  })
}
