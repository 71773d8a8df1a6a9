import { createBody, type VideoBodyOptions } from './createBody.js'
import type { UploadFetch } from './fetchWithUploadProgress.js'
import type { Parse, Sender } from './request.js'
import type {
  CreateRequestOptions,
  CreateVideoParams,
  ListVideosOptions,
  RemixVideoParams,
  RequestOptions,
  VideoTaskDeletion,
  VideoTaskPage,
} from './VideoClient.js'
import { isVideoTaskError } from '../errors/VideoTaskError.js'
import type { VideoTask } from '../task/videoTask.js'
import { isRecord } from '../wire/fieldValues.js'
import { confirmsDelete, parseVideoTask, parseVideoTaskPage } from '../wire/parseVideoTask.js'

// The calls of people, which a page that only watches does not load. The answer to a create is billed, so the parser of all
// dialects is here before the request is sent.

/** What the calls need of their client. */
export interface TaskCallContext {
  options: VideoBodyOptions & { upload?: UploadFetch | undefined }
  /** The URL of creates and lists. */
  videosUrl: (query?: string) => string
  /** The URL of a task's route. */
  taskUrl: (id: string, path?: string) => string
  send: Sender
  /** Reads the JSON of an answer. */
  read: <T>(response: Response, url: string, parse: Parse<T>) => Promise<T>
  /** Sends a request that is not billed, and ends by the client's time limit. */
  ask: <T>(
    action: 'list' | 'delete',
    url: string,
    signal: AbortSignal | undefined,
    parse: Parse<T>,
    init?: Pick<RequestInit, 'method' | 'keepalive'>,
  ) => Promise<T>
}

/** Creates a task. */
export async function createTask(
  context: TaskCallContext,
  params: CreateVideoParams,
  requestOptions?: CreateRequestOptions,
): Promise<VideoTask> {
  const body = createBody(params, context.options)
  return post(context, 'create', context.videosUrl(), body, requestOptions)
}

/** Creates a task from a finished one. */
export async function remixTask(
  context: TaskCallContext,
  id: string,
  params: RemixVideoParams,
  requestOptions?: RequestOptions,
): Promise<VideoTask> {
  const body = createBody(params, { body: 'json' })
  return post(context, 'remix', context.taskUrl(id, '/remix'), body, requestOptions)
}

/** Lists tasks. */
export async function listTasks(
  { videosUrl, ask }: TaskCallContext,
  { limit, after, signal }: ListVideosOptions = {},
): Promise<VideoTaskPage> {
  const query = new URLSearchParams(after && { after })
  if (limit) query.set('limit', `${limit}`)
  return ask('list', videosUrl(`${query}`), signal, parseVideoTaskPage)
}

/** Deletes a task. */
export async function deleteTask(
  { taskUrl, ask }: TaskCallContext,
  id: string,
  { signal }: RequestOptions = {},
): Promise<VideoTaskDeletion> {
  const parse: Parse<VideoTaskDeletion> = (body, status) => ({
    id,
    deleted: confirmsDelete(body, id, status),
    ...(isRecord(body) && 'deleted_at_api' in body && { deleted_at_api: body['deleted_at_api'] === true }),
  })
  // Kept alive, since a page may send it as it closes.
  return ask('delete', taskUrl(id), signal, parse, { method: 'DELETE', keepalive: true })
}

/** Sends a create or a remix, once. */
async function post(
  { options, send, read }: TaskCallContext,
  action: 'create' | 'remix',
  url: string,
  body: FormData | string,
  { signal, onUploadProgress }: CreateRequestOptions = {},
): Promise<VideoTask> {
  try {
    const fetch = onUploadProgress && options.upload?.(onUploadProgress)
    return await send({ action, url, method: 'POST', body, redirect: 'manual', signal, fetch }, (response) =>
      read(response, url, (answer, status) => parseVideoTask(answer, { status })),
    )
  } catch (error) {
    // A 2xx without a task, or no complete answer. By fields: `fetch` may throw the error of another copy.
    if (
      isVideoTaskError(error) &&
      !((error.status ?? 0) >= 300) &&
      (error.retryable || error.code === 'missing_id')
    )
      error.message += ' A video may have been made and billed.'
    throw error
  }
}
