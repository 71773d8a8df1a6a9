'use client'

import { useRef } from 'react'
import { useTick } from './useTick.js'

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
