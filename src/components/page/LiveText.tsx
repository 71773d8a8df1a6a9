'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { pageMemory } from './pageMemory.js'

interface LiveTextProps {
  /** What to write at a time, in ms of this machine's clock. */
  read: (now: number) => string
  /** Whether it changes by itself. */
  isLive: boolean
  className?: string
}

/** A `<span>` whose text follows the clock without a render. Empty in a server's HTML, which cannot know the time. */
export function LiveText({ read, isLive, className }: LiveTextProps) {
  const span = useRef<HTMLSpanElement>(null)
  useTick((now) => {
    const text = read(now)
    if (span.current && span.current.textContent !== text) span.current.textContent = text
  }, isLive)
  return <span ref={span} className={className} />
}

/** A layout effect; on a server, where React 18 warns of one, none. */
const useLayout = 'document' in globalThis ? useLayoutEffect : useEffect

/**
 * Writes to the page before it is painted, after each render and, while something is live, once a second: what moves with
 * time alone needs no render.
 */
export function useTick(write: (now: number) => void, isLive: boolean): void {
  const queryClient = useQueryClient()
  const latest = useRef(write)
  useLayout(() => {
    latest.current = write
    write(Date.now())
  })
  useEffect(
    () => (isLive ? pageMemory(queryClient).onTick((now) => latest.current(now)) : undefined),
    [queryClient, isLive],
  )
}
