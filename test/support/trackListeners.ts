import { vi } from 'vitest'

/** Returns a function that lists the types of the listeners that an event target has been given from now on and still has. */
export function trackListeners(target: EventTarget): () => string[] {
  type Call = Parameters<EventTarget['addEventListener']>
  const kept: Call[] = []
  const isCapture = (options: Call[2]) => (typeof options === 'object' ? options.capture : options) ?? false
  const isSame = ([type, listener, options]: Call) => {
    return (other: Call) =>
      other[0] === type && other[1] === listener && isCapture(other[2]) === isCapture(options)
  }
  const add = target.addEventListener.bind(target)
  const remove = target.removeEventListener.bind(target)
  vi.spyOn(target, 'addEventListener').mockImplementation((...call: Call) => {
    if (!kept.some(isSame(call))) kept.push(call)
    add(...call)
  })
  vi.spyOn(target, 'removeEventListener').mockImplementation((...call: Call) => {
    const index = kept.findIndex(isSame(call))
    if (index >= 0) kept.splice(index, 1)
    remove(...call)
  })
  return () => kept.map(([type]) => type)
}
