import {
  createVideoProxy,
  type VideoProxy,
  type VideoProxyErrorContext,
  type VideoProxyOptions,
} from 'react-video-task/server'
import { checkAnswers, checkSentence } from './checkAnswers.js'

export const KEY = 'sk-canary/4+d"7\\f3=9?&%'

/** One request of the proxy, as the upstream gets it. */
export interface UpstreamRequest {
  url: string
  method: string
  headers: Headers
  init: RequestInit
}

export interface TestProxy {
  proxy: VideoProxy
  requests: UpstreamRequest[]
  reported: { error: Error; context: VideoProxyErrorContext }[]
}

export const SECRET = 'secret-of-the-tests-0123456789abcdef'

export const TASK = { id: 'task_1', object: 'video', model: 'wan2.6', status: 'queued', progress: 0 }

/** A proxy in front of an upstream function, with its requests recorded. Every caller is allowed by default. */
export function createTestProxy(
  upstream: (request: UpstreamRequest) => Response | Promise<Response> = () => Response.json(TASK),
  options: Partial<VideoProxyOptions> = {},
): TestProxy {
  const requests: UpstreamRequest[] = []
  const reported: TestProxy['reported'] = []
  const all: VideoProxyOptions = {
    apiKey: KEY,
    authorize: () => true,
    baseURL: 'https://upstream.test/v1',
    onError: (error, context) => reported.push({ error, context }),
    fetch: async (url, init) => {
      const request = { url, method: init.method ?? 'GET', headers: new Headers(init.headers), init }
      requests.push(request)
      return upstream(request)
    },
    ...options,
  }
  return { proxy: checkAnswers(createOrExplain(all)), requests, reported }
}

/** Creates a proxy; an error about its options has to explain itself. */
function createOrExplain(options: VideoProxyOptions): VideoProxy {
  try {
    return createVideoProxy(options)
  } catch (error) {
    if (error instanceof Error) checkSentence(error.message)
    throw error
  }
}

export const get = (path: string, headers: HeadersInit = {}, method = 'GET') =>
  new Request(`https://app.test${path}`, { method, headers })

/** Takes the user from a header, as an app does from a session. */
export const userOf = ({ request }: { request: Request }) => {
  const id = request.headers.get('x-user')
  return id === null ? null : { id }
}

/** A create as a browser's form sends it. */
export function post(headers: Record<string, string> = {}, body: BodyInit = form()): Request {
  return new Request('https://app.test/api/v1/videos', { method: 'POST', body, headers })
}

/** A create whose body arrives as a stream. */
export function postStream(body: ReadableStream, headers: HeadersInit, signal?: AbortSignal): Request {
  const init = { method: 'POST', body, duplex: 'half', headers, signal }
  return new Request('https://app.test/api/v1/videos', init)
}

export function form(fields: Record<string, string> = { model: 'wan2.6', prompt: 'A lake' }): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

/** A create in JSON, as some clients send it. */
export const postJson = (body: unknown, headers: Record<string, string> = {}) =>
  post(
    { 'content-type': 'application/json', ...headers },
    typeof body === 'string' ? body : JSON.stringify(body),
  )

/** A body as the API reads it. */
export const readForm = ({ headers, init }: UpstreamRequest) =>
  new Response(init.body, { headers: { 'content-type': headers.get('content-type') ?? '' } }).formData()

/** The code of an error answer, after a check of its envelope. */
export async function errorCode(response: Response): Promise<unknown> {
  const body: unknown = await response.json()
  if (response.headers.get('content-type') !== 'application/json') throw new Error('Not JSON')
  if (typeof body !== 'object' || body === null || !('error' in body)) throw new Error('No envelope')
  const { error } = body
  if (typeof error !== 'object' || error === null) throw new Error('No envelope')
  for (const field of ['message', 'type', 'param', 'code']) {
    if (!(field in error)) throw new Error(`The envelope has no ${field}`)
  }
  return 'code' in error ? error.code : undefined
}

/** The first bytes of an MP4, and some more. */
export const MP4 = Uint8Array.from({ length: 4096 }, (_, index) => (index * 31) % 251)
MP4.set([0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70])

export const mp4Response = (headers: HeadersInit = {}) =>
  new Response(MP4, { headers: { 'content-type': 'video/mp4', ...headers } })
