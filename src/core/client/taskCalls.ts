import { createBody, type VideoBodyOptions } from './createBody.js'
import type { UploadFetch } from './fetchWithUploadProgress.js'
import type { AnswerReader } from './otherAnswers.js'
import type { Parse, Sender } from './request.js'
import type { CheckedVideoClient, CreateRequestOptions } from './VideoClient.js'
import type { Errors } from '../errors/VideoTaskError.js'
import type { VideoTask } from '../task/videoTask.js'

// The calls of people, which a page that only watches does not load.

/** What the calls need of their client. */
export interface TaskCallContext {
  options: VideoBodyOptions & { upload?: UploadFetch | undefined }
  /** The URL of creates and lists. */
  videosUrl: (query?: string) => string
  /** The URL of a task's route. */
  taskUrl: (id: string, path?: string, query?: string) => string
  send: Sender
  /** Reads the JSON of an answer. */
  read: <T>(response: Response, url: string, parse: Parse<T>) => Promise<T>
  /** Sends a request that is not billed, and ends by the client's time limit. */
  ask: <T>(
    action: 'list' | 'delete' | 'share' | 'still',
    url: string,
    signal: AbortSignal | undefined,
    parse: Parse<T>,
    init?: Pick<RequestInit, 'method' | 'keepalive' | 'body'>,
  ) => Promise<T>
}

type Call = 'create' | 'remix' | 'list' | 'delete' | 'share' | 'unshare' | 'sendStill'

/** The arguments of a call. */
export type TaskArguments<Name extends Call> = Parameters<CheckedVideoClient[Name]>

/** What a call resolves to. */
export type TaskAnswer<Name extends Call> = Awaited<ReturnType<CheckedVideoClient[Name]>>

/** The calls of people, each with what it needs of its client. */
export type TaskCalls = {
  [Name in Call]: (context: TaskCallContext, ...args: TaskArguments<Name>) => Promise<TaskAnswer<Name>>
}

/**
 * Creates the calls of people.
 *
 * @param answers reads their answers; it is here before a request is sent
 */
export function createTaskCalls(answers: AnswerReader, errors: Errors): TaskCalls {
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
      const request = { action, url, method: 'POST', body, redirect: 'manual', signal, fetch } as const
      return await send(request, (response) =>
        read(response, url, (answer, status) => answers.readTask(answer, { status })),
      )
    } catch (error) {
      // A 2xx without a task, or no complete answer. By fields: `fetch` may throw the error of another copy.
      if (
        errors.isVideoTaskError(error) &&
        !((error.status ?? 0) >= 300) &&
        (error.retryable || error.code === 'missing_id')
      )
        error.message = `${error.message.replace(/\w$/, '$&.')} A video may have been made and billed.`
      throw error
    }
  }

  return {
    async create(context, params, requestOptions) {
      const body = createBody(params, context.options, errors)
      return post(context, 'create', context.videosUrl(), body, requestOptions)
    },
    async remix(context, id, params, requestOptions) {
      const body = createBody(params, { body: 'json' }, errors)
      return post(context, 'remix', context.taskUrl(id, '/remix'), body, requestOptions)
    },
    async list({ videosUrl, ask }, { limit, after, signal } = {}) {
      const query = new URLSearchParams(after && { after })
      if (limit) query.set('limit', `${limit}`)
      const page = await ask('list', videosUrl(`${query}`), signal, answers.readPage)
      // A gateway that ignores the cursor sends the same page each time.
      return { ...page, has_more: page.has_more && page.last_id !== after }
    },
    async delete({ taskUrl, ask }, id, { signal } = {}) {
      const parse = (body: unknown, status: number) => answers.readDeletion(body, id, status)
      // Kept alive, since a page may send it as it closes.
      try {
        return await ask('delete', taskUrl(id), signal, parse, { method: 'DELETE', keepalive: true })
      } catch (error) {
        // A delete has nothing to say (RFC 9110, 9.3.5): no body is an answer.
        if (errors.isVideoTaskError(error) && error.status === 200 && error.body === '')
          return { id, deleted: true }
        throw error
      }
    },
    async share({ taskUrl, ask }, id, { signal } = {}) {
      const parse = (body: unknown, status: number) => answers.readTask(body, { status }).id
      return ask('share', taskUrl(id, '/share'), signal, parse, { method: 'POST' })
    },
    async unshare({ taskUrl, ask }, id, { signal } = {}) {
      await ask('share', taskUrl(id, '/share'), signal, () => true, { method: 'DELETE' })
    },
    async sendStill({ taskUrl, ask }, id, picture, { signal } = {}) {
      const url = taskUrl(id, '/content', 'variant=thumbnail')
      await ask('still', url, signal, () => true, { method: 'PUT', body: picture })
    },
  }
}
