import { resolveBaseURL, routeUrl } from './baseURL.js'
import type { VideoBodyOptions } from './createBody.js'
import type { UploadFetch } from './fetchWithUploadProgress.js'
import { loadAnswers, loadBatches, loadCalls } from './lazyCode.js'
import { authHeader, createSender, type Parse, type VideoAuth, type VideoClientRequest } from './request.js'
import { readJson, readPollAfter } from './response.js'
import type { BatchContext, RetrieveBatches } from './retrieveBatches.js'
import type { TaskAnswer, TaskArguments, TaskCallContext, TaskCalls } from './taskCalls.js'
import type { CheckedVideoClient, ContentUrlOptions } from './VideoClient.js'
import { VideoTaskError } from '../errors/VideoTaskError.js'
import { REQUEST_TIMEOUT_MS } from '../polling/pollingDefaults.js'
import { readDocumentedTask } from '../wire/documentedTask.js'
import type { VideoTask } from '../task/videoTask.js'
import { dropAbsent, parseJson } from '../wire/fieldValues.js'
import { assertTaskId } from '../wire/taskId.js'

/** Options of `createVideoClient`. */
export interface VideoClientOptions extends VideoBodyOptions {
  /**
   * URL of the API up to its version: `/api/v1` for a proxy of the app, or an absolute URL. A query, such as Azure's
   * `?api-version=preview`, is sent with every request. It is shown in `contentUrl` and error messages: put no secret in it.
   */
  baseURL: string
  /** Key of the API, on a server. In a browser, omit it and let a proxy add it. */
  apiKey?: string | undefined
  /**
   * How requests carry `apiKey`. Behind a proxy this is an option of the proxy.
   * @default 'bearer'
   */
  auth?: VideoAuth | undefined
  /** Sends the requests. @default the global `fetch` */
  fetch?: typeof globalThis.fetch | undefined
  /**
   * Sends the creates that ask for `onUploadProgress`, in place of `fetch`: `fetchWithUploadProgress`.
   * @default none, and no progress
   */
  upload?: UploadFetch | undefined
  /**
   * Headers of every request, such as the app's own token. A function is called for each request and gets its action,
   * method and URL, so that it can sign or differ.
   */
  headers?: HeadersOption | undefined
  /** Longest time a `retrieve` may take until its response is complete, in ms. @default 30000 */
  timeout?: number | undefined
  /** Allows `apiKey` in a browser, where every visitor of the page can read it. @default false */
  dangerouslyAllowBrowser?: boolean | undefined
}

// By way of RequestInit, since Node's types without the DOM's have no HeadersInit.
type FetchHeaders = NonNullable<RequestInit['headers']>

/** Headers as `fetch` takes them, or a function that returns them for each request. */
export type HeadersOption =
  FetchHeaders | ((request: VideoClientRequest) => FetchHeaders | Promise<FetchHeaders>)

/**
 * Creates a client for an API with the routes `/videos`, `/videos/{id}` and `/videos/{id}/content`; `remix`, `list` and
 * `delete` work where the API has their routes, and a proxy names them in its `routes`.
 *
 * Its methods reject with `VideoApiError`, `VideoResponseError` or `VideoNetworkError`, and before any request with a
 * `VideoTaskError` whose code is `invalid_id` or `invalid_params`.
 *
 * @throws {VideoTaskError} code `invalid_base_url`, `invalid_api_key`, or `api_key_in_browser` for a key in a browser
 *   without `dangerouslyAllowBrowser`
 * @example
 * ```ts
 * import { createVideoClient, isTerminal } from 'react-video-task/client'
 *
 * const client = createVideoClient({ baseURL: '/api/v1' })
 * const { id } = await client.create({ model: 'wan2.6', prompt: 'A fox in snow', seconds: 5 })
 * const task = await client.retrieve(id)
 * if (isTerminal(task)) console.log(task.status, client.contentUrl(id))
 * ```
 */
export function createVideoClient(options: VideoClientOptions): CheckedVideoClient {
  const { timeout = REQUEST_TIMEOUT_MS } = options
  const baseURL = resolveBaseURL(options.baseURL)
  const send = createSender({ headers: createHeaders(options), fetch: options.fetch })
  // On its way to another host, `fetch` takes no header away but `Authorization`.
  const redirect = options.apiKey && typeof options.auth === 'object' ? 'manual' : 'follow'

  const taskUrl = (id: string, path = '', query?: string) => {
    assertTaskId(id)
    return routeUrl(baseURL, `/videos/${encodeURIComponent(id)}${path}`, query)
  }
  const contentUrl = (id: string, { variant }: ContentUrlOptions = {}) =>
    taskUrl(id, '/content', variant && `variant=${variant}`)

  /** Whether this address has answered well: it is right then, and HTML and redirects pass. */
  let isKnown = false
  const read = async <T>(response: Response, url: string, parse: Parse<T>) => {
    const answer = await parse(await readJson(response, url, isKnown), response.status, response.headers)
    isKnown = true
    return answer
  }

  /** Sends a request that is not billed, and ends by the time limit. */
  const ask = <T>(
    action: VideoClientRequest['action'],
    url: string,
    signal: AbortSignal | undefined,
    parse: Parse<T>,
    init?: Pick<RequestInit, 'method' | 'keepalive' | 'body'>,
  ) =>
    send({ ...init, action, url, cache: 'no-store', redirect: 'manual', signal, timeout }, (response) =>
      read(response, url, parse),
    )

  const videosUrl = (query?: string) => routeUrl(baseURL, '/videos', query)
  const context: TaskCallContext & BatchContext = {
    options,
    videosUrl,
    taskUrl,
    send,
    read,
    ask,
    parseJson,
    timeout,
  }

  let firstId: string | undefined
  let batches: RetrieveBatches | undefined
  /** Asks for several tasks at once from now on: the server has said that it answers about this many. */
  const startBatches = async (size: number) => {
    const { createRetrieveBatches } = await loadBatches()
    batches ??= createRetrieveBatches(context, size)
  }

  /** A call of a user, which loads with its first use. */
  const call =
    <Name extends keyof TaskCalls>(name: Name) =>
    async (...args: TaskArguments<Name>): Promise<TaskAnswer<Name>> =>
      (await loadCalls())[name](context, ...args)

  return {
    // A copy, since the caller may change its object while the call is being loaded.
    create: (params, requestOptions) => call('create')({ ...params }, requestOptions),
    remix: (id, params, requestOptions) => call('remix')(id, { ...params }, requestOptions),
    list: call('list'),
    delete: call('delete'),
    share: call('share'),
    unshare: call('unshare'),
    sendStill: call('sendStill'),
    async retrieve(id, { signal } = {}) {
      const url = taskUrl(id)
      firstId ??= id
      const parse: Parse<VideoTask> = async (body, status, headers) => {
        const size = Number(headers.get('video-batch'))
        if (size > 1 && id !== firstId && !batches) startBatches(size).catch(() => {})
        const task = readDocumentedTask(body) ?? (await loadAnswers()).readTask(body, { id, status })
        return dropAbsent({ ...task, id, poll_after: await readPollAfter(headers, status) })
      }
      const retrieveAlone = () => ask('retrieve', url, signal, parse)
      return batches ? batches.retrieve({ id, url, signal, parse, retrieveAlone }) : retrieveAlone()
    },
    get batch() {
      return batches
    },
    async fetchContent(id, options = {}) {
      return send(
        { action: 'content', url: contentUrl(id, options), redirect, signal: options.signal },
        async (response) => response,
      )
    },
    contentUrl,
    // An app passes its own fetch mostly to add what a link cannot send.
    isLinkable: !options.apiKey && !options.headers && !options.fetch,
  }
}

/**
 * Creates the function that returns the headers of a request: the app's own, and the key unless they set its header.
 *
 * @throws {VideoTaskError} code `invalid_api_key` or `api_key_in_browser`
 */
function createHeaders({
  apiKey,
  auth,
  headers: own,
  dangerouslyAllowBrowser,
}: VideoClientOptions): (request: VideoClientRequest) => Promise<Headers> {
  const key = apiKey?.trim()
  const [name, value] = authHeader(key ?? '', auth)
  if (key !== undefined) assertApiKey(key, name + value, dangerouslyAllowBrowser)
  return async (request) => {
    const headers = new Headers(typeof own === 'function' ? await own(request) : own)
    if (key !== undefined && !headers.has(name)) headers.set(name, value)
    return headers
  }
}

function assertApiKey(key: string, header: string, isAllowedInBrowser: boolean | undefined): void {
  if (!/^[\x21-\x7e]+$/.test(key) || /[^\x20-\x7e]/.test(header)) {
    throw new VideoTaskError('apiKey is empty, or invalid in the header of auth.', {
      code: 'invalid_api_key',
    })
  }
  const isBrowser = 'document' in globalThis || 'importScripts' in globalThis
  if (isBrowser && !isAllowedInBrowser) {
    throw new VideoTaskError(
      `An apiKey in a browser is public. Pass it to createVideoProxy, or set dangerouslyAllowBrowser for a user's own.`,
      { code: 'api_key_in_browser' },
    )
  }
}
