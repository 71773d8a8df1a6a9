/** Joins a question that is already being asked, or asks it. */
type ShareInFlight<T> = (
  key: string,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
) => Promise<T>

interface Flight<T> {
  answer: Promise<T>
  controller: AbortController
  waiting: number
}

/** How long a question may stay without an answer, in ms, and what those who wait get then. */
interface FlightLimit {
  timeout: number
  tooLate: () => Error
}

/**
 * Makes all who ask the same at the same time wait for one answer. Whoever leaves stops waiting; the question itself
 * ends when the last one has left.
 */
export function dedupeInFlight<T>({ timeout, tooLate }: FlightLimit): ShareInFlight<T> {
  const flights = new Map<string, Flight<T>>()

  function start(key: string, ask: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const answer = new Promise<T>((resolve, reject) => {
      // Raced, not only aborted: an injected fetch that ignores its signal must not hold everyone for ever.
      const timer = setTimeout(() => {
        const error = tooLate()
        reject(error)
        controller.abort(error)
      }, timeout)
      const end = () => {
        clearTimeout(timer)
        if (flights.get(key) === flight) flights.delete(key)
      }
      ask(controller.signal).then(
        (value) => {
          end()
          resolve(value)
        },
        (error: unknown) => {
          end()
          reject(error)
        },
      )
    })
    const flight: Flight<T> = { controller, waiting: 0, answer }
    flights.set(key, flight)
    return flight
  }

  return (key, signal, ask) => {
    if (signal.aborted) return Promise.reject(signal.reason)
    const flight = flights.get(key) ?? start(key, ask)
    flight.waiting += 1
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(signal.reason)
        flight.waiting -= 1
        if (flight.waiting > 0) return
        // Whoever comes now asks anew.
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
