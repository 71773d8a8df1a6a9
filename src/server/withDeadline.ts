import { ProxyError } from './ProxyError.js'

/** The answer to an API that keeps silent. */
export function tooSlow(ms: number): ProxyError {
  return new ProxyError(
    504,
    'upstream_timeout',
    `The video API kept silent for ${ms / 1000} s. Ask again later.`,
  )
}

/**
 * Does what ends when the caller leaves or `ms` have passed. The signal that `run` is given follows the caller's even
 * after `run` has ended, for the body of what it got.
 *
 * @throws {ProxyError} 504 `upstream_timeout`
 */
export function withDeadline<T>(
  ms: number,
  caller: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const leave = () => controller.abort(caller.reason)
  if (caller.aborted) leave()
  else caller.addEventListener('abort', leave, { once: true })
  return new Promise((resolve, reject) => {
    // Raced, not only aborted: an injected `fetch` may not look at its signal.
    const timer = setTimeout(() => {
      const error = tooSlow(ms)
      reject(error)
      controller.abort(error)
    }, ms)
    run(controller.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
}
