/** Decides whether a caller may do what it asks. */
export type VideoProxyAuthorize = (
  call: VideoProxyCall,
) => VideoProxyAuthorizeResult | Promise<VideoProxyAuthorizeResult>

/**
 * What a caller asks of the proxy, as `authorize` gets it.
 *
 * `request` has the URL, the headers (cookies, `Authorization`) and the abort signal of the caller. For a create it is a
 * copy without the body, which has not been read yet.
 */
export type VideoProxyCall =
  | { action: 'create'; taskId?: undefined; request: Request }
  | { action: 'retrieve' | 'content'; taskId: string; request: Request }

/**
 * A user owns what it creates and sees nothing else; `true` allows the call without a check of the owner; a
 * `Response` is returned unchanged; anything else denies.
 */
export type VideoProxyAuthorizeResult = boolean | VideoProxyUser | Response | null | undefined

/** Decides whether a user may make exactly this video. */
export type VideoProxyAuthorizeCreate = (
  create: VideoProxyCreateContext,
) => VideoProxyAuthorizeCreateResult | Promise<VideoProxyAuthorizeCreateResult>

/** A create whose body was read and is within the limits. */
export interface VideoProxyCreateContext {
  /** The user that `authorize` returned; `undefined` where it returned `true`. */
  user: VideoProxyUser | undefined
  params: VideoProxyParams
  /** A copy without the body. */
  request: Request
}

/** `true` allows; a `Response` is returned unchanged; anything else denies. */
export type VideoProxyAuthorizeCreateResult = boolean | Response | null | undefined

/** A user that `authorize` recognised. A task belongs to the user that created it. */
export interface VideoProxyUser {
  /** Unique and stable. Never shown to callers: signed ids hold only a digest of it. */
  readonly id: string
}

/**
 * The parameters of a create. Exactly these values are sent: the body is serialized again from them. A field of a form is
 * text or a `VideoProxyFile`, a repeated one a list of these; a JSON body keeps its types, and its integers beyond 2^53
 * reach the API as they were written.
 */
export interface VideoProxyParams {
  readonly model?: string
  readonly prompt?: string
  readonly seconds?: string | number
  readonly size?: string
  readonly [name: string]: unknown
}

/** A file among the fields of a create, without its bytes. */
export interface VideoProxyFile {
  readonly name: string
  /** Media type as the caller claims it, `''` where it claims none. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

/** What a rate limiter can count by: the call, a create's parameters, and the user where `authorize` returned one. */
export type VideoProxyRateContext =
  | ({ action: 'create'; taskId?: undefined } & VideoProxyCreateContext)
  | {
      action: 'retrieve' | 'content'
      taskId: string
      params?: undefined
      request: Request
      user: VideoProxyUser | undefined
    }

/** `true` allows; `false`, or the seconds until the next attempt, answers 429. */
export type VideoProxyRateResult = boolean | { retryAfter: number }
