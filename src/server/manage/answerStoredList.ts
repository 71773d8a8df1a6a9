import { isTerminal } from '../../core/task/videoTask.js'
import { isRecord, parseJson } from '../../core/wire/fieldValues.js'
import { videoUrlExpiry } from '../../core/wire/videoUrl.js'
import { checkListAuthorized, checkRate } from '../access/authorize.js'
import type { VideoProxyUser } from '../calls.js'
import { ProxyError } from '../proxyError.js'
import { readRecord, recordFields, type TaskRecord } from '../records/taskRecord.js'
import type { TaskRecords } from '../records/taskRecords.js'
import { tasksUnavailable, type VideoProxyTaskRow } from '../records/taskStore.js'
import type { ProxySettings } from '../resolveOptions.js'
import { jsonResponse } from '../responses.js'
import { showTask } from '../retrieve/publicTask.js'
import type { ApiDigests, RequestKey } from '../upstream/apiKey.js'
import { type ListQuery, readListQuery } from './answerList.js'

/** The stages of a list from the tasks that the proxy keeps, in order. The API is not asked. */
export async function answerStoredList(
  { authorize, rateLimit, publicTask, archive }: ProxySettings,
  records: TaskRecords,
  key: RequestKey,
  request: Request,
): Promise<Response> {
  // Query: a page of the documented size, the newest task first.
  const query = readListQuery(new URL(request.url).searchParams)
  if (query.order === 'asc') {
    const message = "This list is sorted by 'desc', the newest task first, and by nothing else."
    throw new ProxyError(400, 'invalid_param', message, { param: 'order' })
  }

  // Authorize: the app names the user, denies or answers itself.
  const user = await checkListAuthorized(authorize, request)
  if (user instanceof Response) return user

  // Rate: the app's limiter allows one more.
  await checkRate(rateLimit, { action: 'list', request, user })

  // Key: its digests say which tasks are of this API.
  const { apis } = await key.read()

  // Store, and one row more than asked for, which tells whether there is another page.
  const rows = await listRows(records, user, query).catch(tasksUnavailable)
  const page = rows.slice(0, query.limit)
  const shown = page.map(async (row) => {
    const record = readRecord(row)
    return record ? showRecord(row, record, apis, { links: publicTask.links, archive }) : []
  })

  // Answer.
  const text = JSON.stringify({
    object: 'list',
    data: (await Promise.all(shown)).flat(),
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    has_more: rows.length > page.length,
  })
  return jsonResponse({ text })
}

/** @throws {ProxyError} 400 `invalid_cursor` */
async function listRows(
  { store }: TaskRecords,
  { id: owner }: VideoProxyUser,
  { limit, after }: ListQuery,
): Promise<readonly VideoProxyTaskRow[]> {
  const cursor = after === undefined ? undefined : await store.get(after)
  // The task of another user is as unknown as one that never existed.
  if (after !== undefined && cursor?.owner !== owner) {
    const message =
      "The parameter 'after' must be the id of a task in your list. It may have been deleted: begin after another one, or without."
    throw new ProxyError(400, 'invalid_cursor', message, { param: 'after' })
  }
  const position = cursor && { createdAt: cursor.createdAt, id: cursor.id }
  return store.list({ owner, limit: limit + 1, after: position })
}

/** The task of a record as its owner sees it; none where it belongs to another API. */
async function showRecord(
  { id: publicId, createdAt }: VideoProxyTaskRow,
  record: TaskRecord,
  apis: ApiDigests,
  { links, archive }: Pick<ProxySettings, 'archive'> & Pick<ProxySettings['publicTask'], 'links'>,
): Promise<unknown[]> {
  const { task, taskId, api } = record
  if (!task || !apis.includes(api)) return []
  const ids = { taskId, publicId, api }
  // Archive: a kept film has the URL that a retrieve names.
  const kept = task.status === 'completed' ? await archive?.showKept(ids, apis) : undefined
  // What became of its still is known from the archive alone.
  const fields = { created_at: Math.floor(createdAt / 1000), ...task, still: undefined }
  const shown = kept ? parseJson(kept.body) : await showTask(withoutDeadUrl(fields), ids, links)
  return isRecord(shown) ? [{ ...shown, ...recordFields(record) }] : []
}

/** A URL that has expired since the task ended plays nothing: the content route does. */
function withoutDeadUrl<Task extends NonNullable<TaskRecord['task']>>(task: Task): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...task }
  if (!isTerminal(task) || task.status !== 'completed') return fields
  const end = videoUrlExpiry({ video_url: task.video_url, expires_at: task.expires_at })
  return end !== undefined && end <= Date.now() ? { ...fields, video_url: undefined } : fields
}
