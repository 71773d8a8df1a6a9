import { VideoNetworkError } from './VideoNetworkError.js'

/**
 * Runs a request under a signal that also fires after `timeout` ms. The caller's abort rejects with its own reason,
 * every other failure of the transport with a `VideoNetworkError`.
 */
export async function withTimeout<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { url, signal, timeout }: { url: string; signal?: AbortSignal | undefined; timeout?: number | undefined },
): Promise<T> {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  // Raced, not only aborted: an injected fetch that ignores its signal must not hang the watch.
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true })
  })
  if (timeout !== undefined && Number.isFinite(timeout)) {
    timer = setTimeout(() => {
      const message = `No complete answer from ${url} within ${timeout / 1000} s.`
      controller.abort(new VideoNetworkError(message, { code: 'timeout' }))
    }, timeout)
  }
  try {
    // Without a limit the caller's own signal goes along, since it shall end a body as well that is read later on.
    const limit = timeout === undefined && signal ? signal : controller.signal
    return await Promise.race([run(limit), ended])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
