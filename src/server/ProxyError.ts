/** What a `ProxyError` may carry besides its words. */
export interface ProxyErrorInit {
  /** Headers of the answer, such as `allow` or an upstream `retry-after`. */
  headers?: Headers | undefined
  /** The create parameter that was wrong. */
  param?: string | undefined
  /** The error underneath: for `onError`, never for the caller. */
  cause?: unknown
}

/** Ends a request with an answer of the proxy's own; the message is written for the caller. */
export class ProxyError extends Error {
  override readonly name = 'VideoProxyError'
  readonly status: number
  readonly code: string
  readonly headers: Headers | undefined
  readonly param: string | undefined

  constructor(status: number, code: string, message: string, { headers, param, cause }: ProxyErrorInit = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = code
    this.headers = headers
    this.param = param
  }
}
