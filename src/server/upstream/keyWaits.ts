import { readRetryAfter } from '../../core/client/retryAfter.js'
import { MAX_RETRY_AFTER_MS } from '../../core/polling/pollingDefaults.js'
import { isKeyLimit } from '../../core/polling/retryPolicy.js'
import { ProxyError } from '../proxyError.js'

/** The waits that the API has asked of its keys. */
export interface KeyWaits {
  /**
   * Sends a poll, unless its key has to wait. When the wait is over, one poll is sent alone and the others follow once it
   * is answered.
   *
   * @throws {ProxyError} 429 `rate_limit_exceeded` with the rest of the wait in `Retry-After`
   */
  poll(authorization: string, send: () => Promise<Response>): Promise<Response>
  /** Records the wait that an answer asks for, also that of a create. */
  record(authorization: string, response: Response): void
}

/** The wait of one key. */
interface KeyWait {
  /** When it is over, in ms of `performance.now()`, which no clock that is set moves. */
  end: number
  /** Settles when the poll that is sent alone is answered. */
  probe?: Promise<void>
}

/**
 * Creates the record of waits. Limits belong to the key: what one caller is refused, all callers behind it are, and each
 * further poll only lengthens some APIs' limits. It is kept in this process; each instance learns of a limit once.
 */
export function createKeyWaits(): KeyWaits {
  /** Only keys that have to wait, so it holds no more than the app has keys. */
  const waits = new Map<string, KeyWait>()

  function record(authorization: string, { status, headers }: Response): void {
    const wait = isKeyLimit(status) ? readRetryAfter(headers, status) : undefined
    // One poll then finds out whether a longer one is over.
    if (wait !== undefined)
      waits.set(authorization, { end: performance.now() + Math.min(wait, MAX_RETRY_AFTER_MS) })
  }

  async function probe(authorization: string, wait: KeyWait, send: () => Promise<Response>) {
    const sent = send()
    wait.probe = sent.then(
      () => undefined,
      () => undefined,
    )
    try {
      return await sent
    } finally {
      if (waits.get(authorization) === wait) waits.delete(authorization)
    }
  }

  return {
    record,
    async poll(authorization, send) {
      const sendAndRecord = async () => {
        const response = await send()
        record(authorization, response)
        return response
      }
      for (let wait; (wait = waits.get(authorization));) {
        const left = wait.end - performance.now()
        if (left > 0) throw mustWait(left)
        if (!wait.probe) return probe(authorization, wait, sendAndRecord)
        await wait.probe
      }
      return sendAndRecord()
    },
  }
}

function mustWait(ms: number): ProxyError {
  const seconds = String(Math.ceil(ms / 1000))
  const message = `The video API asked this app's proxy to wait. It is asked again in ${seconds} s.`
  return new ProxyError(429, 'rate_limit_exceeded', message, {
    headers: new Headers({ 'retry-after': seconds }),
  })
}
