import type { MutableRefObject, RefCallback } from 'react'

const HIDDEN = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
}

/** A ref that hides an element from sight but not from screen readers, with or without our stylesheet. */
export function hideVisually<T extends HTMLElement>(ref: MutableRefObject<T | null>): RefCallback<T> {
  return (element) => {
    ref.current = element
    // Property by property: a strict Content-Security-Policy drops style attributes.
    if (element) Object.assign(element.style, HIDDEN)
  }
}
