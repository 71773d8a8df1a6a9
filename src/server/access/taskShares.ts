import { isRecord, parseJson } from '../../core/wire/fieldValues.js'
import { invalidOptions } from '../optionChecks.js'
import type { VideoProxyOptions } from '../options.js'
import { ProxyError } from '../proxyError.js'
import { readVideoTaskRow, type VideoProxyStoredTask } from '../records/taskRecord.js'
import {
  type TimedTaskStore,
  tasksUnavailable,
  type VideoProxyTaskRow,
  type VideoProxyTaskStore,
} from '../records/taskStore.js'
import { type CachedResponse, showsTask } from '../retrieve/taskCache.js'
import { errorType, jsonParts, jsonResponse } from '../responses.js'
import type { TaskIds } from './ownership.js'
import { toBase64url } from './signer.js'

/**
 * Public links. Each is an id that stands for one task in `GET …/videos/{id}` and `GET …/videos/{id}/content`, for everyone who
 * knows it, and shows film and state and nothing of the owner.
 */
export interface TaskShares {
  /** Returns the id of a task's link, which is made where there is none. */
  create(publicId: string): Promise<string>
  /** Ends the links of a task. The next request by one finds nothing. */
  revoke(publicId: string): Promise<void>
  /**
   * Finds the task of a link.
   *
   * @returns `undefined` for an id that is not one of a link
   * @throws {ProxyError} 404 `task_not_exist`, the same for a link that was revoked and for one that never existed; 503
   *   `tasks_unavailable`
   */
  open(id: string): Promise<SharedTask | undefined>
}

/** A task as its link shows it. */
export interface SharedTask {
  stored: VideoProxyStoredTask
  /** The answer about the task, with the id of the link and without what only the owner sees. Of an error, the status is shown. */
  show(answer: CachedResponse, ids: TaskIds): Promise<CachedResponse>
  /** The same for its film or picture. Browsers may keep it and ask before each use: a revoked link ends there too (RFC 9111, 5.2.2.4). */
  showContent(content: Response, ids: TaskIds): Response
  /** What ended the request, without headers of the API that name the task. */
  showError(error: unknown, ids: TaskIds): unknown
}

/**
 * Validates the options of public links; `undefined` where there are none.
 *
 * @throws {VideoTaskError} code `invalid_options`
 */
export function resolveShares(
  routes: ReadonlySet<string>,
  store: TimedTaskStore | undefined,
  fields: VideoProxyOptions['sharedFields'],
): TaskShares | undefined {
  if (fields !== undefined && typeof fields !== 'function')
    invalidOptions('`sharedFields` must be a function.')
  if (!routes.has('share')) return undefined
  if (store) return createTaskShares(store, fields)
  return invalidOptions("`routes` names 'share': public links are kept in `tasks`. Pass a store of tasks.")
}

/** Keeps public links beside the tasks: a row has the digest of the link's id, and names the task in place of an owner. */
function createTaskShares(
  store: TimedTaskStore,
  sharedFields: VideoProxyOptions['sharedFields'],
): TaskShares {
  const linksOf = async (publicId: string) =>
    (await store.list({ owner: LINK_ROW + publicId, limit: MAX_LINKS })).filter(isLinkRow)
  return {
    async create(publicId) {
      const [known] = await linksOf(publicId).catch(tasksUnavailable)
      if (known) return known.data
      const id = createLinkId()
      const row = { owner: LINK_ROW + publicId, createdAt: Date.now(), isPending: false, data: id }
      await store.put({ ...row, id: await rowIdOf(id) }).catch(tasksUnavailable)
      return id
    },
    async revoke(publicId) {
      for (const { id } of await linksOf(publicId).catch(tasksUnavailable)) {
        await store.delete(id).catch(tasksUnavailable)
      }
    },
    async open(id) {
      if (!isLinkId(id)) return undefined
      const stored = await readVideoTaskLink(store, id).catch(tasksUnavailable)
      if (!stored)
        throw new ProxyError(404, 'task_not_exist', 'This link to a video is not valid, or no longer.')
      return {
        stored,
        show: (answer, ids) => showShared(answer, ids, id, () => sharedFields?.(stored)),
        showContent,
        showError,
      }
    },
  }
}

/**
 * Reads the task of a public link outside of the proxy, such as for the title and the Open Graph tags of a public page. What
 * the page shows of it is up to the app: title and parameters are the owner's words.
 *
 * @param tasks the `tasks` of the proxy, whose `routes` name `share`
 * @param id the id of the link, as the proxy answered it to the owner: `share_…`
 * @returns `undefined` for a link that was revoked or never existed, or whose task was deleted
 * @example
 * ```ts
 * import { readVideoTaskLink, type VideoProxyTaskStore } from 'react-video-task/server'
 *
 * declare const tasks: VideoProxyTaskStore
 *
 * export async function pageTitle(linkId: string) {
 *   const shared = await readVideoTaskLink(tasks, linkId)
 *   return shared?.title ?? 'This video is not public any more'
 * }
 * ```
 */
export async function readVideoTaskLink(
  tasks: Pick<VideoProxyTaskStore, 'get'>,
  id: string,
): Promise<VideoProxyStoredTask | undefined> {
  if (!isLinkId(id)) return undefined
  const link = await tasks.get(await rowIdOf(id))
  const row = link && isLinkRow(link) && (await tasks.get(link.owner.slice(LINK_ROW.length)))
  return row ? readVideoTaskRow(row) : undefined
}

const ID_PREFIX = 'share_'
/** Random bytes of a link: it cannot be guessed. */
const ID_BYTES = 32

const createLinkId = () => ID_PREFIX + toBase64url(crypto.getRandomValues(new Uint8Array(ID_BYTES)))

/** Whether an id can be one of a link. */
export const isLinkId = (id: string) => /^share_[\w-]{43}$/.test(id)

/** No id of a task, which have no controls, and no path leads to such a row. */
const LINK_ROW = 'share\n'

/** Found by a digest, so that the time of a search tells nothing of an id that is nearly right. */
async function rowIdOf(id: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(id))
  return LINK_ROW + toBase64url(new Uint8Array(digest))
}

const isLinkRow = ({ id, owner, data }: VideoProxyTaskRow) =>
  id.startsWith(LINK_ROW) && owner.startsWith(LINK_ROW) && isLinkId(data)

/** There is one; two that were made at the same moment both work. */
const MAX_LINKS = 100

/** Fields of a task that say nothing of its owner, of the prompt and of where the API keeps the film. */
const SHARED_FIELDS = [
  'object',
  'model',
  'status',
  'progress',
  'created_at',
  'completed_at',
  'seconds',
  'size',
]

async function showShared(
  { status, body, end, ...answer }: CachedResponse,
  ids: TaskIds,
  id: string,
  ownFields: () => ReturnType<NonNullable<VideoProxyOptions['sharedFields']>> | undefined,
): Promise<CachedResponse> {
  const headers = withoutNames(new Headers(answer.headers), ids)
  const print = (text: string) => ({ status, end, ...jsonParts(text, headers) })
  const task = showsTask(status) ? parseJson(body) : undefined
  if (!isRecord(task)) return print(sharedError(status, status === 404 ? 'task_not_exist' : null))
  const fields = SHARED_FIELDS.filter((name) => name in task).map((name) => [name, task[name]])
  return print(JSON.stringify({ ...(await ownFields()), ...Object.fromEntries(fields), id }))
}

function showContent({ status, body, headers: all }: Response, ids: TaskIds): Response {
  const headers = withoutNames(new Headers(all), ids)
  const isError = status >= 400 && status !== 416
  if (!isError) {
    if (status !== 416) headers.set('cache-control', 'private, no-cache')
    return new Response(body, { status, headers })
  }
  void body?.cancel().catch(() => undefined)
  return jsonResponse({ status, headers, text: sharedError(status, null) })
}

function showError(error: unknown, ids: TaskIds): unknown {
  if (!(error instanceof ProxyError) || !error.headers) return error
  const { status, code, message, headers, cause, appError } = error
  return new ProxyError(status, code, message, {
    headers: withoutNames(new Headers(headers), ids),
    cause,
    appError,
  })
}

/** An error of the API without its words, which may name task, prompt and owner. */
const sharedError = (status: number, code: string | null) =>
  JSON.stringify({
    error: { message: `The video API answered ${status}.`, type: errorType(status), param: null, code },
  })

/** Headers of the API in which it may name the task. */
const NAMING_HEADERS = ['content-type', 'etag', 'x-request-id', 'x-oneapi-request-id']

function withoutNames(headers: Headers, { taskId, publicId }: TaskIds): Headers {
  const names = (text: string) => text.includes(taskId) || text.includes(publicId)
  for (const name of NAMING_HEADERS) {
    const value = headers.get(name) ?? ''
    if (!names(value)) continue
    // A media type is one without its parameters.
    const type = value.split(';')[0] ?? ''
    if (name === 'content-type' && !names(type)) headers.set(name, type)
    else headers.delete(name)
  }
  return headers
}
