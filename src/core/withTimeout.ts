import { VideoNetworkError } from './VideoNetworkError.js'

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
