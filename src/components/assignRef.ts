import type { Ref, RefCallback } from 'react'

/** Gives an element to a ref of either kind; passes on the cleanup that a callback ref may return in React 19. */
export function assignRef<T>(ref: Ref<T> | undefined, element: T | null): ReturnType<RefCallback<T>> {
  if (typeof ref === 'function') return ref(element)
  if (ref) ref.current = element
}
