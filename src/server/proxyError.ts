/** What a `ProxyError` may carry besides its words. */
interface ProxyErrorInit {
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

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

/** The answer for an error of the proxy's own, in the envelope the API itself uses. */
export function errorResponse({ status, code, message, param, headers }: ProxyError): Response {
  const body = { error: { message, type: typeOf(status), param: param ?? null, code } }
  return jsonResponse(JSON.stringify(body), status, headers)
}

/** Headers of a JSON answer that no cache keeps and no browser takes for anything but JSON. */
export const jsonHeaders = (byteLength: number) => ({
  'content-type': 'application/json',
  'content-length': String(byteLength),
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
})

/** Such an answer. */
export function jsonResponse(text: string, status: number, headers?: Headers): Response {
  const bytes = new TextEncoder().encode(text)
  const all = new Headers(headers)
  for (const [name, value] of Object.entries(jsonHeaders(bytes.byteLength))) all.set(name, value)
  return new Response(bytes, { status, headers: all })
}

const MAX_CAUSE_DEPTH = 4

/** A copy of an error for logs: name, message, stack and causes, each without the key, and none of its other fields. */
export function redactError(error: unknown, redact: (text: string) => string, depth = 0): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)))
  const hasCause = error.cause !== undefined && depth < MAX_CAUSE_DEPTH
  const options = hasCause ? { cause: redactError(error.cause, redact, depth + 1) } : undefined
  const clean = new Error(redact(error.message), options)
  clean.name = redact(error.name)
  clean.stack = redact(error.stack ?? '')
  return clean
}
