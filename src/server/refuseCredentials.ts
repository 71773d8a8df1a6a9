import { parseErrorDetails } from '../core/parseErrorDetails.js'
import { ProxyError } from './ProxyError.js'
import { readBounded } from './readBounded.js'
import { safeRequestId } from './safeRequestId.js'

/** Enough for a log to tell what is wrong. */
const LONGEST_REASON = 4096

/** Statuses that speak of the key and its account: the caller, who has neither, would take them for its own. */
export const ABOUT_CREDENTIALS: ReadonlySet<number> = new Set([401, 402, 403, 407])

/** A key whose characters are escaped would be found by nobody who looks for it. */
const unescape = (text: string) =>
  text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))

/**
 * Ends a request that the API refused because of the server's key. A 401 passed back would read as the viewer's own lost
 * session, and log it out. What the API said is for `onError`; its request id is for both.
 *
 * @throws {ProxyError} always: 502 `upstream_unauthorized`
 */
export async function refuseCredentials(response: Response, headers: Headers): Promise<never> {
  const reason = unescape((await readBounded(response, LONGEST_REASON).catch(() => undefined)) ?? '')
  const requestId = safeRequestId(parseErrorDetails(reason).requestId)
  if (requestId !== undefined && !headers.has('x-request-id')) headers.set('x-request-id', requestId)
  throw new ProxyError(
    502,
    'upstream_unauthorized',
    'The video service did not accept this server. Its operator has to look into it; signing in again does not help.',
    { headers, cause: new Error(`The video API answered ${response.status}: ${reason || 'without a text'}`) },
  )
}
