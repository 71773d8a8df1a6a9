import { routeUrl } from '../../core/client/baseURL.js'
import type { Bytes } from '../../core/content/bytes.js'
import type { KeyHeader } from './apiKey.js'
import { type FollowedResponse, followRedirects } from './redirects.js'
import type { KeyWaits } from './keyWaits.js'
import { printRange, type RangeRequest } from '../content/ranges.js'
import { contentRequestHeaders, createRequestHeaders, retrieveRequestHeaders } from '../headers.js'
import type { VideoProxyFetch } from '../options.js'
import { ProxyError } from '../proxyError.js'

/** The API behind the proxy. The URL of every request starts with the path of `baseURL` and has its query; callers choose only the task id in it. */
export interface VideosApi {
  /** Absolute, its path without a trailing slash. */
  baseURL: string
  /** `globalThis.fetch` where the app gives none. */
  fetch: VideoProxyFetch | undefined
  /** The waits it has asked for. */
  waits: KeyWaits
}

/** The body of a create, as it is sent. */
export interface CreateBody {
  contentType: string
  byteLength: number
  stream: () => ReadableStream<Bytes>
}

/**
 * Sends a create or a remix, once: it is billed, so the proxy never sends it again, whatever fails.
 *
 * @param sourceId the API's id of the video that is remixed; `undefined` for a create
 */
export function sendCreate(
  api: VideosApi,
  authorization: KeyHeader,
  body: CreateBody,
  sourceId: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const headers = createRequestHeaders(authorization, body)
  const init = { method: 'POST', headers, signal, body: body.stream() }
  const url = sourceId === undefined ? routeUrl(api.baseURL, '/videos') : taskUrl(api, sourceId, '/remix')
  return sendOnce(api, authorization, url, init)
}

/** The error for any other request without a complete answer in time. */
export const answerTimedOut = () =>
  new ProxyError(504, 'upstream_timeout', 'The video API did not answer in time. Try again later.')

/** The error for a create without a complete answer in time. The API may have made the video all the same. */
export function createTimedOut(timeout: number): ProxyError {
  const message =
    `The video API did not answer the create within ${timeout / 1000} s. The video may have been made, and is then ` +
    'billed: look for it before you create it again.'
  return new ProxyError(504, 'upstream_timeout', message)
}

/**
 * Retrieves a task. Always with GET, for a HEAD too: gateways that route by method know only that.
 *
 * @throws {ProxyError} 429 `rate_limit_exceeded` while the API has asked this key to wait
 */
export function fetchTask(
  api: VideosApi,
  authorization: KeyHeader,
  taskId: string,
  signal: AbortSignal,
): Promise<Response> {
  const headers = retrieveRequestHeaders(authorization)
  const send = () => fetchUpstream(api, taskUrl(api, taskId), { method: 'GET', headers, signal })
  return api.waits.poll(authorization.value, send)
}

/** Deletes a task, once: an API that cannot delete a running one says so. */
export function sendDelete(
  api: VideosApi,
  authorization: KeyHeader,
  taskId: string,
  signal: AbortSignal,
): Promise<Response> {
  const headers = retrieveRequestHeaders(authorization)
  return sendOnce(api, authorization, taskUrl(api, taskId), { method: 'DELETE', headers, signal })
}

/** Sends a request whether or not its key has to wait, and records the wait that the answer asks for. */
async function sendOnce(
  api: VideosApi,
  authorization: KeyHeader,
  url: string,
  init: UpstreamRequest,
): Promise<Response> {
  const response = await fetchUpstream(api, url, init)
  api.waits.record(authorization.value, response)
  return response
}

/**
 * Requests one page of the account's tasks.
 *
 * @throws {ProxyError} 429 `rate_limit_exceeded` while the API has asked this key to wait
 */
export function fetchPage(
  api: VideosApi,
  authorization: KeyHeader,
  query: URLSearchParams,
  signal: AbortSignal,
): Promise<Response> {
  const headers = retrieveRequestHeaders(authorization)
  const url = routeUrl(api.baseURL, '/videos', `${query}`)
  return api.waits.poll(authorization.value, () =>
    fetchUpstream(api, url, { method: 'GET', headers, signal }),
  )
}

/** Which content is requested. */
export interface ContentTarget {
  taskId: string
  /** Where the task says that its video is, for an API without a content route. Followed as its redirect would be. */
  videoUrl?: string | undefined
  /** `thumbnail` or `spritesheet`; `undefined` is the video. */
  variant: string | undefined
  range: RangeRequest | undefined
}

/** Requests a video's content and follows redirects. A HEAD becomes a GET of one byte where the API knows no HEAD. */
export async function fetchContent(
  api: VideosApi,
  authorization: KeyHeader,
  request: Pick<Request, 'method' | 'headers'>,
  { taskId, videoUrl, variant, range }: ContentTarget,
  signal: AbortSignal,
): Promise<FollowedResponse> {
  const url = taskUrl(api, taskId, '/content', variant && `variant=${variant}`)
  const send = (method: string, rangeValue: string | undefined) =>
    followRedirects(url, async (target, withKey) => {
      if (videoUrl !== undefined && target === url) return redirectTo(videoUrl)
      const headers = contentRequestHeaders(withKey ? authorization : undefined, request, rangeValue)
      return fetchUpstream(api, target, { method, headers, signal })
    })
  const { method } = request
  const followed = await send(method, range && printRange(range))
  if (method !== 'HEAD' || !NO_HEAD_STATUSES.has(followed.response.status)) return followed
  // One byte is the least that can be requested, and its headers name the size of the whole.
  return send('GET', 'bytes=0-0')
}

const redirectTo = (location: string) => new Response(null, { status: 302, headers: { location } })

const taskUrl = ({ baseURL }: VideosApi, taskId: string, path = '', query?: string) =>
  routeUrl(baseURL, `/videos/${encodeURIComponent(taskId)}${path}`, query)

/** Statuses of gateways that know only GET on the content route. */
const NO_HEAD_STATUSES = new Set([404, 405, 501])

interface UpstreamRequest {
  method: string
  headers: Headers
  /** When the client closes its request, the one to the API is aborted. */
  signal: AbortSignal
  body?: ReadableStream<Bytes>
}

/**
 * Sends one request to the API.
 *
 * @throws {ProxyError} 502 `upstream_unreachable`; the caller's own abort is thrown unchanged
 */
async function fetchUpstream({ fetch }: VideosApi, url: string, request: UpstreamRequest): Promise<Response> {
  // Redirects are never left to the runtime, which may take the key along to another host.
  const init: RequestInit & { duplex?: 'half' } = { ...request, redirect: 'manual' }
  if (request.body) init.duplex = 'half'
  // Looked up with each request, so that instrumentation applies; called bare, because workers refuse it as a method.
  const send = fetch ?? globalThis.fetch
  return send(url, init).catch(unreachable(request.signal))
}

/** Rethrows the failure of an exchange with the API: the caller's abort and a `ProxyError` unchanged, else as a 502. */
export function unreachable(signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    if (signal.aborted || cause instanceof ProxyError) throw cause
    const message = 'The video API could not be reached, or the connection broke.'
    throw new ProxyError(502, 'upstream_unreachable', message, { cause })
  }
}
