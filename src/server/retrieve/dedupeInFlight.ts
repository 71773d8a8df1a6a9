import { raceTimeout, withTimeout } from '../../core/abort.js'

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
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    const answer = withTimeout(start, { signal: controller.signal, timeout, timeoutError }).finally(land)
    const flight: Flight<T> = { controller, waiting: 0, answer }
    flights.set(key, flight)
    return flight
  }

  return async (key, signal, start) => {
    signal.throwIfAborted()
    const flight = flights.get(key) ?? launch(key, start)
    flight.waiting += 1
    try {
      return await raceTimeout(flight.answer, { signal })
    } finally {
      flight.waiting -= 1
      if (flight.waiting === 0 && signal.aborted) {
        // The next caller starts a new request.
        if (flights.get(key) === flight) flights.delete(key)
        flight.controller.abort(signal.reason)
      }
    }
  }
}
