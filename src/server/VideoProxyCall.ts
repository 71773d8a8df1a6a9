/** A file among the fields of a create, as `authorize` is told of it. Its bytes are for the API alone. */
export interface VideoProxyFile {
  readonly name: string
  /** Media type as the caller claims it, `''` where it claims none. */
  readonly type: string
  /** Bytes. */
  readonly size: number
}

/**
 * What a create asks for. These very values are sent: the body is written anew from them. A field of a form is text or a
 * `VideoProxyFile`, a repeated one a list of these; a JSON body keeps its types.
 */
export interface VideoProxyParams {
  readonly model?: string
  readonly prompt?: string
  readonly seconds?: string | number
  readonly size?: string
  readonly [name: string]: unknown
}

/**
 * What a caller asks of the proxy, as `authorize` is told it.
 *
 * `request` carries the URL, the headers (cookies, `Authorization`) and the abort signal of the caller. For a create it
 * is a copy without the body, which has been read already and is in `params`.
 */
export type VideoProxyCall =
  | { action: 'create'; taskId?: undefined; params: VideoProxyParams; request: Request }
  | { action: 'retrieve' | 'content'; taskId: string; params?: undefined; request: Request }

/** Whoever `authorize` recognised. Tasks belong to the user whose create made them. */
export interface VideoProxyUser {
  /** Unique and stable. It is never shown to callers: signed ids hold only a digest of it. */
  readonly id: string
}

/** A user owns what it creates and sees nothing else; `true` allows whatever was asked; a `Response` is answered as it is; all else denies. */
export type VideoProxyAuthorizeResult = boolean | VideoProxyUser | Response | null | undefined

/** Decides whether a caller may do what it asks. */
export type VideoProxyAuthorize = (
  call: VideoProxyCall,
) => VideoProxyAuthorizeResult | Promise<VideoProxyAuthorizeResult>

/** What a rate limiter may count by: what is asked, and who asks where `authorize` named a user. */
export type VideoProxyRateContext = VideoProxyCall & { user: VideoProxyUser | undefined }

/** `true` lets through; `false`, or the seconds after which to come again, answers 429. */
export type VideoProxyRateResult = boolean | { retryAfter: number }
