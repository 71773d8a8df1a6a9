'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type MutableRefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { VISUALLY_HIDDEN } from './messages/liveRegion.js'
import { createListeners } from '../core/listeners.js'
import { perQueryClient } from '../query/perQueryClient.js'

interface LiveTextProps {
  /** Returns the text at a time, in ms since the epoch. */
  read: (now: number) => string
  /** Whether the text changes with time alone. */
  isLive: boolean
  className?: string
}

/**
 * Renders a `<span>` whose text follows the clock without a render. Empty in a server's HTML, which cannot know the time.
 */
export function LiveText({ read, isLive, className }: LiveTextProps) {
  const span = useRef<HTMLSpanElement>(null)
  useTick((now) => {
    const text = read(now)
    if (span.current && span.current.textContent !== text) span.current.textContent = text
  }, isLive)
  return <span ref={span} className={className} />
}

/** `useLayoutEffect` in a browser; React 18 warns about it on a server. */
export const useIsomorphicLayoutEffect = 'document' in globalThis ? useLayoutEffect : useEffect

/**
 * Calls `write` before paint after each render and, while `isLive`, once a second, so that a value that changes with time
 * alone reaches the page without a render.
 */
export function useTick(write: (now: number) => void, isLive: boolean): void {
  const queryClient = useQueryClient()
  const latest = useRef(write)
  useIsomorphicLayoutEffect(() => {
    latest.current = write
    write(Date.now())
  })
  useEffect(
    () => (isLive ? clockOf(queryClient).subscribe((now) => latest.current(now)) : undefined),
    [queryClient, isLive],
  )
}

/** One timer for all live values of a page: each listener is called once a second. */
const clockOf = perQueryClient(() => {
  const { subscribe, current } = createListeners<(now: number) => void>(() => {
    const timer = setInterval(() => {
      const now = Date.now()
      current().forEach((listener) => listener(now))
    }, 1_000)
    return () => clearInterval(timer)
  })
  return { subscribe }
})

/** A ref that hides an element visually: with or without our stylesheet, and under any Content-Security-Policy. */
export const hideVisually = (ref: MutableRefObject<HTMLElement | null>) => (element: HTMLElement | null) => {
  ref.current = element
  if (element) element.style.cssText = VISUALLY_HIDDEN
}
