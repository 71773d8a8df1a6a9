import { vi } from 'vitest'

/** What an event target listens to. */
interface TrackedListener {
  type: string
  capture: boolean
}

/** Returns a function that lists the listeners that an event target has been given from now on and still has. */
export function trackListeners(target: EventTarget): () => TrackedListener[] {
  type Call = Parameters<EventTarget['addEventListener']>
  const kept: (TrackedListener & { listener: Call[1] })[] = []
  const read = ([type, listener, options]: Call) => {
    const capture = (typeof options === 'object' ? options.capture : options) ?? false
    const isSame = (other: TrackedListener & { listener: Call[1] }) =>
      other.type === type && other.listener === listener && other.capture === capture
    return { entry: { type, listener, capture }, index: kept.findIndex(isSame) }
  }
  const add = target.addEventListener.bind(target)
  const remove = target.removeEventListener.bind(target)
  vi.spyOn(target, 'addEventListener').mockImplementation((...call: Call) => {
    const { entry, index } = read(call)
    if (index < 0) kept.push(entry)
    add(...call)
  })
  vi.spyOn(target, 'removeEventListener').mockImplementation((...call: Call) => {
    const { index } = read(call)
    if (index >= 0) kept.splice(index, 1)
    remove(...call)
  })
  return () => kept.map(({ type, capture }) => ({ type, capture }))
}
