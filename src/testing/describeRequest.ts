import type { EmulatedRequestDraft } from './EmulatedRequest.js'
import { decodeId } from './routes/decodeId.js'
import type { Route } from './routes/matchRoute.js'

/** Headers of which only the presence is kept. */
const SECRET = ['authorization', 'proxy-authorization', 'cookie', 'x-api-key']

/** What is remembered of a request before it is answered, without the key. */
export function describeRequest(
  { method, url, headers }: Request,
  route: Route,
  at: number,
  apiKey: string | false,
): EmulatedRequestDraft {
  const redact = (text: string) => (apiKey ? text.replaceAll(apiKey, '[redacted]') : text)
  const kept: Record<string, string> = {}
  headers.forEach((value, name) => {
    kept[name] = SECRET.includes(name) ? '[redacted]' : redact(value)
  })
  const taskId = decodeId(route.rawId)
  return {
    ...{ method, url: redact(url), path: redact(new URL(url).pathname), route: route.name, headers: kept },
    ...{ taskId: taskId && redact(taskId), at, status: undefined },
  }
}
