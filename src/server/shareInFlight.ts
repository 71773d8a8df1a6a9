/** Joins a question that is already being asked, or asks it. */
export type ShareInFlight<T> = (
  key: string,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
) => Promise<T>

interface Flight<T> {
  answer: Promise<T>
  controller: AbortController
  waiting: number
}

/**
 * Makes all who ask the same at the same time wait for one answer. Whoever leaves stops waiting; the question itself
 * ends when the last one has left.
 */
export function shareInFlight<T>(): ShareInFlight<T> {
  const flights = new Map<string, Flight<T>>()

  function start(key: string, ask: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const flight: Flight<T> = { controller, waiting: 0, answer: ask(controller.signal) }
    flights.set(key, flight)
    const end = () => void (flights.get(key) === flight && flights.delete(key))
    flight.answer.then(end, end)
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
      const settle = () => signal.removeEventListener('abort', leave)
      flight.answer.then(
        (answer) => (settle(), resolve(answer)),
        (error: unknown) => (settle(), reject(error)),
      )
    })
  }
}
