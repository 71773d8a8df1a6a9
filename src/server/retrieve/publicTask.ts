import { ID_FIELDS as TASK_ID_FIELDS, readTaskId } from '../../core/wire/readTaskId.js'
import { isRecord } from '../../core/wire/fieldValues.js'
import { readText } from '../../core/wire/scalars.js'
import { addContentLink, type ContentLinks } from '../access/contentLinks.js'
import { duplicateId, type TaskIds, type TaskOwnership } from '../access/ownership.js'
import type { VideoProxyUser } from '../calls.js'
import { jsonParts } from '../responses.js'
import { toDocumentedAnswer } from './documentedAnswer.js'
import { type CachedResponse, responseTtl } from './taskCache.js'
import type { ApiDigests } from '../upstream/apiKey.js'
import type { JsonAnswer, UpstreamJson } from '../upstream/upstreamJson.js'

/**
 * Stores the owner of the task that a create or a remix made, and puts its public id into the answer. An error of the API
 * stays an error.
 *
 * @param source the video that was remixed; `undefined` for a create
 * @throws {ProxyError} what `TaskOwnership.grant` throws; 502 `upstream_duplicate_id` for a remix under the id of its source;
 *   502 `upstream_invalid_answer` with the API's answer where it has no id: the video may have been made
 */
export async function grantPublicId(
  created: UpstreamJson,
  ownership: TaskOwnership,
  { user, source }: { user: VideoProxyUser | undefined; source: TaskIds | undefined },
  apis: ApiDigests,
): Promise<GrantedAnswer> {
  const { status, headers, task, body, print } = toDocumentedAnswer(created)
  const taskId = task && readTaskId(task)
  if (taskId === undefined) return { status, headers, text: print(body), ids: undefined }
  if (taskId === source?.taskId) throw duplicateId(taskId)
  const publicId = await ownership.grant(taskId, user, apis)
  const shown = replaceTaskIds(body, new Set([taskId]), publicId)
  const text = print(source ? replaceSource(shown, source) : shown)
  return { status, headers, text, ids: { taskId, publicId, api: apis[0] } }
}

/** The answer to a create or a remix. */
interface GrantedAnswer extends JsonAnswer {
  /** Of the task that was made; `undefined` in an answer that is an error. */
  ids: TaskIds | undefined
}

/** Names the source of a remix by its public id: the API may name it by an id that callers cannot use, as LiteLLM does. */
function replaceSource(task: unknown, { publicId }: TaskIds): unknown {
  if (!isRecord(task) || readText(task[SOURCE_FIELD]) === undefined) return task
  return { ...task, [SOURCE_FIELD]: publicId }
}

/** Names the video from which a remix was made. */
const SOURCE_FIELD = 'remixed_from_video_id'

/** How tasks are shown to callers. */
export interface PublicTaskSettings {
  /** How long the answer about a running task is shown, in ms. */
  ttl: number
  /** Links to videos that only the content route serves; `undefined` where they are not signed. */
  links: ContentLinks | undefined
}

/**
 * Turns the API's answer about a task into the one that all its viewers get: in the documented shape, with the public id,
 * with a content link where the task has no playable URL, and with the time for which it holds.
 */
export async function toPublicTask(
  answer: UpstreamJson,
  ids: TaskIds,
  { ttl, links }: PublicTaskSettings,
): Promise<CachedResponse> {
  const { status, headers, task, body, print } = toDocumentedAnswer(answer, ids.taskId)
  const text = print(task ? await showTask(task, ids, links) : body)
  return {
    status,
    ...jsonParts(text, headers),
    end: Date.now() + responseTtl(status, task, ttl),
  }
}

/** The task as its viewers see it: with the public id, and with a content link where it has no playable URL. */
export async function showTask(
  task: Record<string, unknown>,
  ids: TaskIds,
  links: ContentLinks | undefined,
): Promise<unknown> {
  const linked = links && task['status'] === 'completed' ? await addContentLink(task, ids, links) : task
  // Some gateways answer under an id of their own; the caller must see the one that it can use.
  const taskIds = new Set([ids.taskId, readTaskId(task) ?? ids.taskId])
  const shown = replaceTaskIds(linked, taskIds, ids.publicId)
  // Signed ids are kept nowhere: the answer to the remix named its source by the id that callers can use, the API's is none.
  const hidesSource = ids.publicId !== ids.taskId && isRecord(shown) && shown[SOURCE_FIELD] !== null
  return hidesSource ? { ...shown, [SOURCE_FIELD]: undefined } : shown
}

/**
 * Puts the public id in place of the API's where an answer names the task: on the task itself and in the envelopes around
 * it, in fields of these names. A value elsewhere may look like the id (`seconds: "5"`), and stays as it is.
 *
 * | field              | what is replaced                                           |
 * | ------------------ | ---------------------------------------------------------- |
 * | `ID_FIELDS`        | the whole value, text or number                            |
 * | `TASK_URL_FIELDS`  | the last path segment that is the id, of a URL or of each  |
 * | `VIDEO_URL_FIELDS` | the same segment, in the path of a content route only      |
 * | `ENVELOPE_FIELDS`  | as above, on each object inside                            |
 */
function replaceTaskIds(value: unknown, taskIds: ReadonlySet<string>, publicId: string): unknown {
  const replaceIn = (item: unknown, depth: number): unknown => {
    if (Array.isArray(item)) return item.map((each) => replaceIn(each, depth))
    if (!isRecord(item) || depth > MAX_ENVELOPE_DEPTH) return item
    return Object.fromEntries(
      Object.entries(item).map(([name, field]) => [name, replaceField(name, field, depth)]),
    )
  }
  const replaceField = (name: string, field: unknown, depth: number): unknown => {
    if (ENVELOPE_FIELDS.has(name)) return replaceIn(field, depth + 1)
    if (ID_FIELDS.has(name)) return taskIds.has(readText(field) ?? '') ? publicId : field
    if (!TASK_URL_FIELDS.has(name) && !VIDEO_URL_FIELDS.has(name)) return field
    const isVideo = VIDEO_URL_FIELDS.has(name)
    const replace = (url: unknown) => (typeof url === 'string' ? replaceSegment(url, isVideo) : url)
    return Array.isArray(field) ? field.map(replace) : replace(field)
  }
  const replaceSegment = (url: string, isVideo: boolean): string => {
    const [, origin = '', path = '', rest = ''] = URL_PARTS.exec(url) ?? []
    // A video in a storage may be at any path, and would not be found at another.
    if (isVideo && !CONTENT_PATH.test(path)) return url
    const segments = path.split('/')
    const at = segments.findLastIndex((segment) => taskIds.has(decodeSegment(segment)))
    if (at < 0) return url
    return origin + segments.with(at, encodeURIComponent(publicId)).join('/') + rest
  }
  return replaceIn(value, 0)
}

const MAX_ENVELOPE_DEPTH = 4

/** Fields that hold the id of the task. */
const ID_FIELDS = new Set([...TASK_ID_FIELDS, 'request_id', 'requestId'])

/** Fields that hold URLs of the task at its API. */
const TASK_URL_FIELDS = new Set(['polling_url', 'status_url', 'response_url', 'cancel_url'])

/** Fields that hold URLs of its video, at the API or in a storage. */
const VIDEO_URL_FIELDS = new Set(['unsigned_urls', 'content_url', 'content_urls'])

/** Envelopes around a task, and lists of tasks. */
const ENVELOPE_FIELDS = new Set(['data', 'task', 'result', 'response', 'output'])

/** Origin, path, and query with fragment. */
const URL_PARTS = /^(https?:\/\/[^/?#]*)?([^?#]*)(.*)$/is
const CONTENT_PATH = /\/videos\/[^/]+\/content$/

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
