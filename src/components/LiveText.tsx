'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type MutableRefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { VISUALLY_HIDDEN } from './messages/liveRegion.js'
import { perQueryClient, remember } from '../query/perQueryClient.js'

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
  useTick(
    (now) => setText(span.current, read(now)),
    isLive,
    // An empty one may have no box to be in view with.
    () => span.current?.parentElement,
  )
  return <span ref={span} className={className} />
}

/** Changes the text of an element, if it has another one. */
export function setText(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text
}

/** `useLayoutEffect` in a browser; React 18 warns about it on a server. */
export const useIsomorphicLayoutEffect = 'document' in globalThis ? useLayoutEffect : useEffect

/** What a tick writes. The width is that of its element in view, in CSS pixels; 0 while it is out of view or not known. */
type Write = (now: number, width: number) => void

/**
 * Calls `write` before paint after each render and, while `isLive`, once a second, so that a value that changes with time
 * alone reaches the page without a render. A live value out of view is written when it comes into view, or is printed.
 *
 * @param placeOf returns the element that has to be in view of a visible tab. @default written in any case
 */
export function useTick(write: Write, isLive: boolean, placeOf?: () => Element | null | undefined): void {
  const clock = clockOf(useQueryClient())
  const latest = useRef({ write, placeOf })
  useIsomorphicLayoutEffect(() => {
    latest.current = { write, placeOf }
    const { isInView = true, width = 0 } = clock.places.get(placeOf?.()) ?? {}
    // What is out of view is written when it comes into view.
    if (isInView || !isLive) write(Date.now(), width)
  })
  useEffect(
    () =>
      isLive
        ? clock.watch((now, width) => latest.current.write(now, width), latest.current.placeOf?.())
        : undefined,
    [clock, isLive],
  )
}

/** Where live values are, and whether they are seen. */
interface Place {
  writes: Set<Write>
  isInView: boolean
  width: number
  observer: IntersectionObserver | undefined
}

type PlaceElement = Element | null | undefined

/** One timer for all live values of a page, and one observer for each element that has some. */
const clockOf = perQueryClient(() => {
  /** Written by the clock alone. */
  const places = new Map<PlaceElement, Place>()
  let timer: ReturnType<typeof setInterval> | undefined

  const write = ({ writes, width }: Place) => writes.forEach((one) => one(Date.now(), width))

  /** Paper has what is out of view as well. */
  const writeAll = () => places.forEach(write)

  /** Writes what is seen. An element that was replaced cannot be seen, but its successor may be. */
  const tick = () =>
    places.forEach((place, element) => {
      const isShown = place.isInView || element?.isConnected === false
      if (isShown && element?.ownerDocument.visibilityState !== 'hidden') write(place)
    })

  function createPlace(element: PlaceElement): Place {
    if (places.size === 0) {
      timer = setInterval(tick, 1_000)
      addEventListener('beforeprint', writeAll)
    }
    // Of the element's own window, whose viewport it is in. jsdom has none.
    const { IntersectionObserver: Observer } = element?.ownerDocument.defaultView ?? {}
    const place: Place = {
      writes: new Set(),
      isInView: true,
      width: 0,
      observer:
        Observer &&
        new Observer((changes) =>
          changes.forEach(({ isIntersecting, boundingClientRect }) => {
            const comes = isIntersecting && !place.isInView
            place.isInView = isIntersecting
            // What comes into view is brought up to date before it counts as seen, so that it does not ease.
            if (comes) write(place)
            place.width = isIntersecting ? boundingClientRect.width : 0
          }),
        ),
    }
    if (element) place.observer?.observe(element)
    return place
  }

  return {
    places,
    /** @returns a function that ends it */
    watch(one: Write, element: PlaceElement): () => void {
      const place = remember(places, element, createPlace)
      place.writes.add(one)
      return () => {
        place.writes.delete(one)
        if (place.writes.size > 0) return
        place.observer?.disconnect()
        places.delete(element)
        if (places.size > 0) return
        clearInterval(timer)
        removeEventListener('beforeprint', writeAll)
      }
    },
  }
})

/** A ref that hides an element visually: with or without our stylesheet, and under any Content-Security-Policy. */
export const hideVisually = (ref: MutableRefObject<HTMLElement | null>) => (element: HTMLElement | null) => {
  ref.current = element
  if (element) element.style.cssText = VISUALLY_HIDDEN
}
