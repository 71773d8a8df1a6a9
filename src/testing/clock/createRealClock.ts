import { pause } from '../http/pause.js'
import type { Clock } from './Clock.js'

/** A clock that reads `now` and waits with timers, so that a test's fake timers count. */
export function createRealClock(now: () => number): Clock {
  return { now, waitUntil: (due, signal) => pause(Math.max(0, due - now()), signal) }
}
