'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { createListeners } from '../core/listeners.js'
import { loadOnce } from '../core/loadOnce.js'

/** A part of this package that loads at its first use. */
export interface LaterPart<Part> {
  /** Loads the part, again after a failure. Never rejects. */
  load: () => Promise<void>
  /** The part; undefined until it has loaded, null where it did not. */
  current: () => Part | null | undefined
  subscribe: (listener: () => void) => () => void
}

/** Creates a part that loads later. Holds code alone, so users of a server may share it. */
export function laterPart<Part>(load: () => Promise<Part>): LaterPart<Part> {
  const { subscribe, current: listeners } = createListeners()
  const loadPart = loadOnce(load)
  let part: Part | null | undefined
  const setPart = (next: Part | null) => {
    part = next
    listeners().forEach((listener) => listener())
  }
  return {
    load: () =>
      loadPart().then(setPart, (error: unknown) => {
        console.error(error)
        setPart(null)
      }),
    current: () => part,
    subscribe,
  }
}

/**
 * Returns a part, and loads it once it is needed: undefined until then, null where it did not load.
 *
 * @param need whether it is needed, or for what: for another need it loads again where it did not
 */
export function useLaterPart<Part>(later: LaterPart<Part>, need: unknown): Part | null | undefined {
  const part = useSyncExternalStore(later.subscribe, later.current, isAbsent)
  useEffect(() => {
    if (need && !later.current()) void later.load()
  }, [later, need])
  return part
}

/** A server renders no part that loads later, and so hydration does not. */
const isAbsent = () => undefined
