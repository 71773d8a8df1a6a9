/** Joins the request in flight for this key, or starts one. */
type DedupedRequest<T> = (
  key: string,
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<T>,
) => Promise<T>

interface Flight<T> {
  answer: Promise<T>
  controller: AbortController
  /** Callers that wait for the answer. */
  waiting: number
}

interface FlightLimits {
  /** Milliseconds. */
  timeout: number
  /** Makes the error that every waiting caller gets after the timeout. */
  timeoutError: () => Error
}

/**
 * Shares one request between all callers that ask for the same key at the same time. A caller that aborts stops waiting;
 * the request itself is aborted when its last caller has left.
 */
export function dedupeInFlight<T>({ timeout, timeoutError }: FlightLimits): DedupedRequest<T> {
  const flights = new Map<string, Flight<T>>()

  function launch(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const answer = new Promise<T>((resolve, reject) => {
      // Raced, not only aborted: an injected `fetch` that ignores its signal must not hold every caller.
      const timer = setTimeout(() => {
        const error = timeoutError()
        reject(error)
        controller.abort(error)
      }, timeout)
      const land = () => {
        clearTimeout(timer)
        if (flights.get(key) === flight) flights.delete(key)
      }
      start(controller.signal).then(
        (value) => {
          land()
          resolve(value)
        },
        (error: unknown) => {
          land()
          reject(error)
        },
      )
    })
    const flight: Flight<T> = { controller, waiting: 0, answer }
    flights.set(key, flight)
    return flight
  }

  return (key, signal, start) => {
    if (signal.aborted) return Promise.reject(signal.reason)
    const flight = flights.get(key) ?? launch(key, start)
    flight.waiting += 1
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(signal.reason)
        flight.waiting -= 1
        if (flight.waiting > 0) return
        // The next caller starts a new request.
        if (flights.get(key) === flight) flights.delete(key)
        flight.controller.abort(signal.reason)
      }
      signal.addEventListener('abort', leave, { once: true })
      const stay = () => signal.removeEventListener('abort', leave)
      flight.answer.then(resolve, reject)
      flight.answer.then(stay, stay)
    })
  }
}
