/**
 * What a caller asks of the proxy, as `authorize` is told it.
 *
 * `request` carries the URL, the headers (cookies, `Authorization`) and the abort signal of the caller. For a create it
 * is a copy without the body, because the body is streamed to the API and can be read only once.
 */
export type VideoProxyCall =
  | { action: 'create'; taskId?: undefined; request: Request }
  | { action: 'retrieve' | 'content'; taskId: string; request: Request }

/** `true` allows; a `Response` is answered as it is; everything else denies with 403. */
export type VideoProxyAuthorizeResult = boolean | Response | null | undefined

/** Decides whether a caller may do what it asks. */
export type VideoProxyAuthorize = (
  call: VideoProxyCall,
) => VideoProxyAuthorizeResult | Promise<VideoProxyAuthorizeResult>

/** The part of `fetch` that the proxy uses. */
export type VideoProxyFetch = (url: string, init: RequestInit) => Promise<Response>

/** Where an error given to `onError` came up, and what the caller was answered. */
export interface VideoProxyErrorContext {
  /** What was asked, when the request got as far as a known route. */
  action?: 'create' | 'retrieve' | 'content'
  /** The task it was asked of; a create has none. */
  taskId?: string
  /** HTTP status of the answer. */
  status: number
  /** `error.code` of the answer. */
  code: string
}

/** Options of `createVideoProxy`. */
export interface VideoProxyOptions {
  /** The API key, or a function that gets it (asked once per allowed request). It stays on the server. */
  apiKey: string | (() => string | Promise<string>)
  /**
   * Decides whether a caller may do what it asks; mandatory, because whoever gets through spends your money. Only `true`
   * allows. A `Response` (such as a 401) is answered as it is; everything else, a throw included, denies.
   */
  authorize: VideoProxyAuthorize
  /**
   * Absolute http(s) URL of the API, ending in its version.
   * @default 'https://api.cometapi.com/v1'
   */
  baseURL?: string
  /** How the API is reached. @default globalThis.fetch */
  fetch?: VideoProxyFetch
  /**
   * The most bytes a create may send; more is answered with 413.
   * @default 33554432 (32 MiB, room for image inputs)
   */
  maxBodyBytes?: number
  /**
   * Further origins, such as `https://app.example.com`, whose pages may create videos. The proxy's own host, also as a
   * reverse proxy's `X-Forwarded-Host` names it, needs no entry. This is no CORS: add those headers around the proxy.
   * @default []
   */
  allowedOrigins?: readonly string[]
  /**
   * Hears of what went wrong on the server or upstream, for logs. The key is taken out of what it is given.
   * @default console.error
   */
  onError?: (error: Error, context: VideoProxyErrorContext) => void
}
