'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { frameSize } from '../frameSize.js'

interface ListEntryProps {
  /** Whether it is there from the start. */
  isFirst: boolean
  children: () => ReactNode
}

/** Whether somebody would miss what is in an entry: they play it, or have the focus in it. */
function isInUse(entry: HTMLElement): boolean {
  const isPlaying = [...entry.querySelectorAll('video')].some((video) => !video.paused && !video.ended)
  return isPlaying || entry.contains(document.activeElement)
}

/** An `<li>` whose content is mounted only near the viewport; its place is kept. */
export function ListEntry({ isFirst, children }: ListEntryProps) {
  const entry = useRef<HTMLLIElement>(null)
  const [isNear, setIsNear] = useState(isFirst)
  useEffect(() => {
    const element = entry.current
    if (!element) return
    const observer = new IntersectionObserver(
      (changes) => {
        const change = changes.at(-1)
        if (!change || (!change.isIntersecting && isInUse(element))) return
        // Its height as it was seen, before what gives it that goes. Measured here, each of a thousand entries would have
        // the browser lay all of them out anew.
        if (change.isIntersecting) element.style.removeProperty('height')
        else element.style.setProperty('height', `${change.boundingClientRect.height}px`)
        setIsNear(change.isIntersecting)
      },
      { rootMargin: '100% 0px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return <li ref={entry}>{isNear ? children() : <Placeholder />}</li>
}

/** Takes the room of a card that was never mounted. */
function Placeholder() {
  return (
    <div className="video-task-card" aria-hidden>
      <div className="video-task-well">
        <canvas className="video-task-frame" hidden {...frameSize(undefined)} />
      </div>
      <div className="video-task-row" />
    </div>
  )
}
