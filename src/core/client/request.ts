import { withTimeout } from '../abort.js'
import { messageOf, VideoNetworkError, VideoTaskError } from '../errors/VideoTaskError.js'

/** A request, and how long it may take in ms until `read` has its whole answer. */
interface SendOptions extends Omit<RequestInit, 'signal'> {
  url: string
  signal?: AbortSignal | undefined
  timeout?: number | undefined
}

/**
 * Makes the function that sends one request and reads its answer. What goes wrong underway becomes a
 * `VideoNetworkError`; errors of this library and the caller's abort pass through as they are.
 */
export function sendRequest({
  headers,
  fetch,
}: {
  headers: () => Promise<Headers>
  fetch: typeof globalThis.fetch | undefined
}) {
  return async <T>(
    { url, signal, timeout, ...init }: SendOptions,
    read: (response: Response) => Promise<T>,
  ): Promise<T> => {
    if (url.startsWith('/') && !fetch && !('location' in globalThis)) {
      throw new VideoTaskError(
        `${url} is relative, and there is no page here. Pass an absolute baseURL, or a fetch that knows the host.`,
        { code: 'invalid_base_url' },
      )
    }
    return withTimeout(
      async (limit) => {
        try {
          const head = await headers()
          if (limit.aborted) throw limit.reason
          return await read(await (fetch ?? globalThis.fetch)(url, { ...init, headers: head, signal: limit }))
        } catch (cause) {
          if (limit.aborted) throw limit.reason
          if (cause instanceof VideoTaskError) throw cause
          throw new VideoNetworkError(
            `${url} could not be reached, or the answer broke off: ${messageOf(cause)}`,
            {
              code: 'network_error',
              cause,
            },
          )
        }
      },
      {
        signal,
        timeout,
        timeoutError: () =>
          new VideoNetworkError(`No complete answer from ${url} within ${Number(timeout) / 1000} s.`, {
            code: 'timeout',
          }),
      },
    )
  }
}
