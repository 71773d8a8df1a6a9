import type { Route } from './routes/matchRoute.js'
import type { EmulatorAuth } from './http/auth.js'

/** A request in the emulator's log. It never contains the API key. */
export interface EmulatedRequest {
  readonly method: string
  readonly url: string
  /** Path of the URL, percent-encoded. */
  readonly path: string
  /** The API route: `create`, `retrieve`, `content`, `remix`, `list`, `delete`, `models`, `file` or `unknown`. */
  readonly route: Route['name']
  /** Headers by lower-case name. Those that carry credentials have the value `'[redacted]'`. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Fields of a create or a remix, a file as its name and size, values of a repeated field in order with `; ` between them, a
   * value that is too long for the log as its length; `undefined` if the body is not readable.
   */
  readonly params?: Readonly<Record<string, string>>
  /** The task that the request names or created. */
  readonly taskId?: string
  /** HTTP status of the response; `undefined` until there is one, and after an abort or a broken connection. */
  readonly status: number | undefined
  /** `true` if the caller disconnected while the body was dripped. */
  readonly aborted?: boolean
  /** Milliseconds on the emulator's clock. */
  readonly at: number
}

/** A log entry that the request's response completes. */
export type RequestLogEntry = { -readonly [K in keyof EmulatedRequest]: EmulatedRequest[K] }

/** Names of headers that carry credentials: gateways have many of their own, such as `x-goog-api-key`. */
const SECRET_HEADER = /authorization|cookie|password|secret|token|(?<!idempotency-|websocket-)key$/

/** Creates the log entry of a request that has no response yet. */
export function createLogEntry(
  { method, url, headers }: Request,
  route: Route,
  taskId: string | undefined,
  at: number,
  { apiKey, auth }: { apiKey: string | false; auth: readonly EmulatorAuth[] },
): RequestLogEntry {
  // An emulator that takes any key does not know the one in the query.
  const keys = [apiKey, ...auth.flatMap((place) => keyInQuery(url, place))].filter((key) => key !== false)
  const redact = (text: string) => keys.reduce((clean, key) => clean.replaceAll(key, '[redacted]'), text)
  const isSecret = (name: string) =>
    SECRET_HEADER.test(name) ||
    auth.some(
      (place) => typeof place === 'object' && 'header' in place && place.header.toLowerCase() === name,
    )
  const logged: Record<string, string> = {}
  headers.forEach((value, name) => {
    logged[name] = isSecret(name) ? '[redacted]' : redact(value)
  })
  return {
    method,
    url: redact(url),
    path: redact(new URL(url).pathname),
    route: route.name,
    headers: logged,
    taskId: taskId && redact(taskId),
    at,
    status: undefined,
  }
}

/** The key in a URL's query, as it is and as it stands in the URL. */
function keyInQuery(url: string, place: EmulatorAuth): string[] {
  if (typeof place !== 'object' || !('query' in place)) return []
  const key = new URL(url).searchParams.get(place.query)
  return key ? [key, encodeURIComponent(key)] : []
}
