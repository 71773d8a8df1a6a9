import { assertTaskId, createFormData, resolveBaseURL } from './arguments.js'
import { readJson } from './jsonResponse.js'
import { sendRequest } from './request.js'
import { readRetryAfter } from './retryAfter.js'
import type { ContentUrlOptions, VideoClient } from './VideoClient.js'
import { VideoTaskError } from '../errors/VideoTaskError.js'
import { REQUEST_TIMEOUT_MS } from '../polling/pollingDefaults.js'
import { parseVideoTask } from '../wire/parseVideoTask.js'

/** Options of `createVideoClient`. */
export interface VideoClientOptions {
  /** Where the API is, ending in its version: `/api/v1` for a proxy of your own, or an absolute URL. */
  baseURL: string
  /** The API's key, on a server. In a browser leave it out and let a proxy add it. */
  apiKey?: string | undefined
  /** Sends the requests. @default the global `fetch` */
  fetch?: typeof globalThis.fetch | undefined
  /** Sent with every request, such as the app's own token; a function is asked anew each time. */
  headers?: HeadersOption | undefined
  /** How long a `retrieve` may take until its answer is complete, in ms. @default 30000 */
  timeout?: number | undefined
  /** Allows `apiKey` in a browser, where everyone who opens the page can read it. @default false */
  dangerouslyAllowBrowser?: boolean | undefined
}

/**
 * Makes a client of an API with the routes `/videos`, `/videos/{id}` and `/videos/{id}/content`.
 *
 * @throws {VideoTaskError} code `invalid_base_url`, `invalid_api_key`, or `api_key_in_browser` for a key without `dangerouslyAllowBrowser`.
 *   Its methods reject with `VideoApiError`, `VideoResponseError`, `VideoNetworkError`, and with `VideoTaskError` code
 *   `invalid_id` or `invalid_params` before any request is made.
 */
export function createVideoClient(options: VideoClientOptions): Required<VideoClient> {
  const { timeout = REQUEST_TIMEOUT_MS } = options
  const base = `${resolveBaseURL(options.baseURL)}/videos`
  const headers = createHeaders(options)
  const send = sendRequest({ headers, fetch: options.fetch })

  const taskUrl = (id: string) => {
    assertTaskId(id)
    return `${base}/${encodeURIComponent(id)}`
  }
  const contentUrl = (id: string, { variant }: ContentUrlOptions = {}) =>
    `${taskUrl(id)}/content${variant ? `?variant=${variant}` : ''}`

  return {
    async create(params, { signal } = {}) {
      const body = createFormData(params)
      return send({ url: base, method: 'POST', body, redirect: 'manual', signal }, async (response) =>
        parseVideoTask(await readJson(response, base), { status: response.status }),
      )
    },
    async retrieve(id, { signal } = {}) {
      const url = taskUrl(id)
      return send({ url, cache: 'no-store', redirect: 'manual', signal, timeout }, async (response) => {
        const task = parseVideoTask(await readJson(response, url), { id, status: response.status })
        const poll_after = readRetryAfter(response.headers)
        return poll_after === undefined ? task : { ...task, poll_after }
      })
    },
    async fetchContent(id, options = {}) {
      return send({ url: contentUrl(id, options), signal: options.signal }, async (response) => response)
    },
    contentUrl,
    // A fetch of the app's own is most often there to add what a link cannot send.
    isLinkable: !options.apiKey && !options.headers && !options.fetch,
  }
}

// By way of RequestInit: Node's types know it without the DOM's, and HeadersInit they do not.
type FetchHeaders = NonNullable<RequestInit['headers']>

/** Headers as `fetch` takes them, or a function that gives them for each request. */
export type HeadersOption = FetchHeaders | (() => FetchHeaders | Promise<FetchHeaders>)

const isBrowser = () => 'document' in globalThis || 'importScripts' in globalThis

function readApiKey(
  apiKey: string | undefined,
  dangerouslyAllowBrowser: boolean | undefined,
): string | undefined {
  if (apiKey === undefined) return undefined
  const key = apiKey.trim()
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new VideoTaskError(
      `apiKey ${key === '' ? 'is empty' : 'holds characters that no header can'}. Expected the key as the API gave it.`,
      { code: 'invalid_api_key' },
    )
  }
  if (isBrowser() && !dangerouslyAllowBrowser) {
    throw new VideoTaskError(
      'An apiKey in a browser is public. Keep it on a server, behind createVideoProxy of ' +
        'react-video-task/server, whose path is the baseURL; dangerouslyAllowBrowser is for your own key.',
      { code: 'api_key_in_browser' },
    )
  }
  return key
}

/**
 * Makes the function that gives a request its headers: the app's own, and the key unless they set `Authorization`.
 *
 * @throws {VideoTaskError} code `invalid_api_key` or `api_key_in_browser`
 */
function createHeaders(options: {
  apiKey?: string | undefined
  headers?: HeadersOption | undefined
  dangerouslyAllowBrowser?: boolean | undefined
}): () => Promise<Headers> {
  const key = readApiKey(options.apiKey, options.dangerouslyAllowBrowser)
  const own = options.headers
  return async () => {
    const headers = new Headers(typeof own === 'function' ? await own() : own)
    if (key !== undefined && !headers.has('authorization')) headers.set('authorization', `Bearer ${key}`)
    return headers
  }
}
