/**
 * What `fetch` makes of its arguments. The signal travels beside the request: simulated browsers bring an
 * `AbortSignal` of their own, which Node's `Request` refuses.
 */
export function toRequest(input: RequestInfo | URL, init: RequestInit = {}) {
  const { signal, ...rest } = init
  // Node has no page to resolve a relative URL against; a simulated browser on top of it has.
  const target = typeof input === 'string' ? new URL(input, globalThis.location?.href) : input
  const request = new Request(target, rest)
  return { request, signal: signal ?? request.signal }
}

/** Rejects with the signal's reason as soon as it aborts, as `fetch` does, whatever the work is doing. */
export function withAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** An answer whose body breaks at once, which makes a server drop the connection before anything was sent. */
export function brokenResponse(reason: Error): Response {
  return new Response(
    new ReadableStream({ pull: (controller) => controller.error(reason) }, { highWaterMark: 0 }),
  )
}

/** Waits in real time; rejects with the signal's reason when it aborts first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
