/** Decides whether a caller may do what it asks. */
export type VideoProxyAuthorize = (
  call: VideoProxyCall,
) => VideoProxyAuthorizeResult | Promise<VideoProxyAuthorizeResult>

/**
 * What a caller asks of the proxy, as `authorize` gets it.
 *
 * `request` has the URL, the headers (cookies, `Authorization`) and the abort signal of the caller. For a create and a
 * remix, which are billed, it is a copy without the body, which has not been read yet. `remix`, `list` and `delete` are asked
 * only where the `routes` option names them.
 */
export type VideoProxyCall =
  | { action: 'create' | 'list'; taskId?: undefined; request: Request }
  | { action: 'retrieve' | 'content' | 'remix' | 'delete'; taskId: string; request: Request }

/**
 * A user owns what it creates and sees nothing else; `true` allows the call without a check of the owner; a
 * `Response` is returned unchanged; anything else denies.
 */
export type VideoProxyAuthorizeResult = boolean | VideoProxyUser | Response | null | undefined

/** Decides whether a user may make exactly this video. */
export type VideoProxyAuthorizeCreate = (
  create: VideoProxyCreateContext,
) => VideoProxyAuthorizeCreateResult | Promise<VideoProxyAuthorizeCreateResult>

/** A create or a remix whose body was read and is within the limits. */
export interface VideoProxyCreateContext {
  action: 'create' | 'remix'
  /** Of a remix, the public id of the video it is made from. */
  taskId?: string | undefined
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

/** What a rate limiter can count by: the call, the parameters of a create or remix, and the user where `authorize` returned one. */
export type VideoProxyRateContext =
  | VideoProxyCreateContext
  | {
      action: 'retrieve' | 'content' | 'list' | 'delete'
      /** None of a list. */
      taskId?: string | undefined
      params?: undefined
      request: Request
      user: VideoProxyUser | undefined
    }

/** `true` allows; `false`, or the seconds until the next attempt, answers 429. */
export type VideoProxyRateResult = boolean | { retryAfter: number }

/** Where an error given to `onError` occurred, and what the caller got. */
export interface VideoProxyErrorContext {
  /** The action, when the request got as far as a known route. */
  action?: VideoProxyCall['action']
  /** The task's public id; of a create only with `owner_not_stored`. */
  taskId?: string
  /** HTTP status of the answer that the error led to; 200 where it led to none. */
  status: number
  /**
   * `error.code` of that answer; else
   *
   * - `cache_unavailable`: the cache store failed and is skipped; reported once per outage
   * - `cache_recovered`: it answers and is used again
   * - `owners_lost`: the owner store has lost its entries
   * - `owners_evicted`: the memory store dropped owners because it is full; reported once
   * - `invalid_is_public`: `isPublic` returned something else than true or false
   */
  code: string
}
