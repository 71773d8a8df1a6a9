'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { pageMemory } from './pageMemory.js'

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
