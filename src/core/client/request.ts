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
      { url, signal, timeout },
    )
  }
}

/**
 * Runs a request under a signal that also fires after `timeout` ms. The caller's abort rejects with its own reason,
 * every other failure of the transport with a `VideoNetworkError`.
 */
export async function withTimeout<T>(
  run: (signal: AbortSignal) => Promise<T>,
  {
    url,
    signal,
    timeout = Infinity,
  }: { url: string; signal?: AbortSignal | undefined; timeout?: number | undefined },
): Promise<T> {
  signal?.throwIfAborted()
  const late = new AbortController()
  const limit = signal ? AbortSignal.any([signal, late.signal]) : late.signal
  let timer: ReturnType<typeof setTimeout> | undefined
  if (Number.isFinite(timeout)) {
    timer = setTimeout(() => {
      const message = `No complete answer from ${url} within ${timeout / 1000} s.`
      late.abort(new VideoNetworkError(message, { code: 'timeout' }))
    }, timeout)
  }
  // Raced, not only aborted: an injected fetch that ignores its signal must not hang the watch.
  let end = () => {}
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(limit.reason)
    limit.addEventListener('abort', end)
  })
  try {
    return await Promise.race([run(limit), ended])
  } finally {
    clearTimeout(timer)
    // A browser keeps a joined signal that somebody listens to for as long as the page is there.
    limit.removeEventListener('abort', end)
  }
}
