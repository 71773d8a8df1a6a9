import type { SyntheticEvent } from 'react'

/** Presses this close, in ms, are one: a double click, or a key that is held, which repeats after 0.66 s at the latest. */
const SAME_PRESS_MS = 750

const lastPresses = /* @__PURE__ */ new WeakMap<EventTarget, number>()

/**
 * Whether a press of what is billed is another one than the last of that element. A create is joined while it is pending
 * only, and a quick server answers between the two clicks of a double click.
 */
export function isNewPress({ currentTarget, detail }: SyntheticEvent & { detail?: number }): boolean {
  const now = performance.now()
  const last = lastPresses.get(currentTarget) ?? -Infinity
  lastPresses.set(currentTarget, now)
  // The first click of a pointer is no part of a double click.
  return detail === 1 || now - last > SAME_PRESS_MS
}
