import { fetchUpstream } from './fetchUpstream.js'
import { type FollowedResponse, followRedirects } from './redirects.js'
import { printRange, type RangeRequest } from '../content/ranges.js'
import { contentRequestHeaders, createRequestHeaders, retrieveRequestHeaders } from '../headers.js'
import type { VideoProxyFetch } from '../options.js'

/** The API behind the proxy. Every URL of a request starts with `baseURL`; callers choose only the task id in it. */
export interface VideosApi {
  /** Absolute, without a trailing slash. */
  baseURL: string
  fetch: VideoProxyFetch
}

/** The body of a create, as it is sent. */
interface CreateBody {
  contentType: string
  byteLength: number
  stream: () => ReadableStream<Uint8Array<ArrayBuffer>>
}

/** Sends a create, once: it is billed, so the proxy never sends it again, whatever fails. */
export function sendCreate(
  { baseURL, fetch }: VideosApi,
  authorization: string,
  body: CreateBody,
  signal: AbortSignal,
): Promise<Response> {
  const headers = createRequestHeaders(authorization, body)
  return fetchUpstream(fetch, {
    method: 'POST',
    url: `${baseURL}/videos`,
    headers,
    signal,
    body: body.stream(),
  })
}

/** Retrieves a task. Always with GET, for a HEAD too: gateways that route by method know only that. */
export function fetchTask(
  { baseURL, fetch }: VideosApi,
  authorization: string,
  taskId: string,
  signal: AbortSignal,
): Promise<Response> {
  const headers = retrieveRequestHeaders(authorization)
  return fetchUpstream(fetch, { method: 'GET', url: taskUrl(baseURL, taskId), headers, signal })
}

/** Which content is requested, and how. */
interface ContentTarget {
  taskId: string
  /** `thumbnail` or `spritesheet`; `undefined` is the video. */
  variant: string | undefined
  /** GET or HEAD. */
  method: string
  /** The caller's headers. */
  headers: Headers
  range: RangeRequest | undefined
}

/** Requests a video's content and follows redirects. A HEAD becomes a GET of one byte where the API knows no HEAD. */
export async function fetchContent(
  { baseURL, fetch }: VideosApi,
  authorization: string,
  { taskId, variant, method, headers: from, range }: ContentTarget,
  signal: AbortSignal,
): Promise<FollowedResponse> {
  const url = `${taskUrl(baseURL, taskId)}/content${variant ? `?variant=${variant}` : ''}`
  const headers = contentRequestHeaders(authorization, from, range && printRange(range))
  const followed = await followRedirects(fetch, { method, url, headers, signal })
  if (method !== 'HEAD' || !NO_HEAD_STATUSES.has(followed.response.status)) return followed
  // One byte is the least that can be requested, and its headers name the size of the whole.
  headers.set('range', 'bytes=0-0')
  return followRedirects(fetch, { method: 'GET', url, headers, signal })
}

const taskUrl = (baseURL: string, taskId: string) => `${baseURL}/videos/${encodeURIComponent(taskId)}`

/** Statuses of gateways that know only GET on the content route. */
const NO_HEAD_STATUSES = new Set([404, 405, 501])
