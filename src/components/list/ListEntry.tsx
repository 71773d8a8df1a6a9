'use client'

import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { returnFocus } from './pageBehind.js'
import { useIsomorphicLayoutEffect } from '../LiveText.js'
import { frameSize } from '../renderPart.js'
import { hasFocus, treeOf } from '../trees.js'

interface ListEntryProps {
  /** Whether the content is mounted from the start. */
  isInitial: boolean
  /** The list's layout: in a gallery the placeholder has the height of the content, in rows it is a compact row. */
  layout: string
  children: () => ReactNode
}

/**
 * An `<li>` whose content is mounted only near the viewport; its height is kept. When it disappears with the focus, the next
 * one gets it, else the one before, else the list.
 */
export function ListEntry({ isInitial, layout, children }: ListEntryProps) {
  const entry = useRef<HTMLLIElement>(null)
  const [isNear, setIsNear] = useState(isInitial)
  const hasContent = useRef(isInitial)
  useEffect(() => {
    const element = entry.current
    if (!element) return
    // Of the entry's own window, whose viewport it is in. jsdom has none.
    const { IntersectionObserver } = element.ownerDocument.defaultView ?? {}
    if (!IntersectionObserver) return setIsNear(true)
    const observer = new IntersectionObserver(
      (changes) => {
        const change = changes.at(-1)
        if (!change || change.isIntersecting === hasContent.current) return
        if (!change.isIntersecting && isInUse(element)) return
        // Fixes the height before the content changes. It is the observer's measurement: reading the layout here would
        // force a reflow for each of a thousand entries.
        element.style.setProperty(HEIGHT, `${change.boundingClientRect.height}px`)
        hasContent.current = change.isIntersecting
        setIsNear(change.isIntersecting)
      },
      { root: element.ownerDocument, rootMargin: '100% 0px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    const { ownerDocument, style } = entry.current ?? {}
    const view = ownerDocument?.defaultView
    if (!view || !style?.getPropertyValue(HEIGHT) || !(isNear || layout === 'gallery')) return
    // After a layout of the new content: WebKit first lays out a container of size queries without its children, and a
    // page that is shorter for that moment loses its place at the end.
    let frame = view.requestAnimationFrame(() => {
      frame = view.requestAnimationFrame(() => style.removeProperty(HEIGHT))
    })
    return () => view.cancelAnimationFrame(frame)
  }, [isNear, layout])
  useIsomorphicLayoutEffect(() => {
    const element = entry.current
    // The element is still in the document, with the others, when the effects of its component end.
    return () => {
      if (!element || !hasFocus(element)) return
      const { nextElementSibling, previousElementSibling, parentElement } = element
      returnFocus({ entry: nextElementSibling ?? previousElementSibling, list: parentElement })
    }
  }, [])
  return <li ref={entry}>{isNear ? children() : <Placeholder layout={layout} />}</li>
}

/** Frees the kept heights of a list's entries when its width or layout changes, with which their content changes its height. */
export function useKeptHeights(list: RefObject<HTMLElement | null>, layout: string): void {
  useEffect(() => {
    const element = list.current
    // Of the list's own window. jsdom has none.
    const { ResizeObserver, requestAnimationFrame } = element?.ownerDocument.defaultView ?? {}
    if (!element || !ResizeObserver || !requestAnimationFrame) return
    let width = element.clientWidth
    const free = () =>
      element
        .querySelectorAll<HTMLElement>(':scope > li')
        .forEach(({ style }) => style.removeProperty(HEIGHT))
    const observer = new ResizeObserver(() => {
      if (width === element.clientWidth) return
      width = element.clientWidth
      // In a frame of its own: within this one it would be a loop of the observer, which browsers report as an error.
      requestAnimationFrame(free)
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
      free()
    }
  }, [list, layout])
}

const HEIGHT = 'height'

/**
 * Whether an entry must stay mounted: its video plays or has a window or the screen for itself, or it has the focus.
 */
function isInUse(entry: HTMLElement): boolean {
  const isPlaying = [...entry.querySelectorAll('video')].some((video) => !video.paused && !video.ended)
  const { fullscreenElement, pictureInPictureElement } = treeOf(entry)
  const apart = [fullscreenElement, pictureInPictureElement]
  return isPlaying || hasFocus(entry) || apart.some((element) => element && entry.contains(element))
}

/** Reserves the space of a card that was never mounted. */
function Placeholder({ layout }: { layout: string }) {
  return (
    <div className="video-task-card" data-variant={layout === 'rows' ? 'compact' : undefined} aria-hidden>
      <div className="video-task-well">
        <canvas className="video-task-frame" hidden {...frameSize(undefined)} />
      </div>
      <div className="video-task-row" />
    </div>
  )
}
