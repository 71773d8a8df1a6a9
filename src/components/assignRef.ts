import type { ForwardedRef, RefCallback } from 'react'

/** Gives an element to a forwarded ref of either kind; passes on the cleanup that a callback ref may return in React 19. */
export function assignRef<T>(ref: ForwardedRef<T>, element: T | null): ReturnType<RefCallback<T>> {
  if (typeof ref === 'function') return ref(element)
  if (ref) ref.current = element
}
