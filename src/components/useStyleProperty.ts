'use client'

import { type ForwardedRef, type RefCallback, useCallback } from 'react'
import { assignRef } from './assignRef.js'

/**
 * A ref that also writes a custom property: through the style object, since a strict Content-Security-Policy drops
 * `style` attributes, and while React commits, so that no frame is painted without it.
 */
export function useStyleProperty<T extends HTMLElement>(
  name: `--${string}`,
  value: string | number | undefined,
  forwarded: ForwardedRef<T>,
): RefCallback<T> {
  return useCallback(
    (element: T | null) => {
      const cleanup = assignRef(forwarded, element)
      if (value === undefined) element?.style.removeProperty(name)
      else element?.style.setProperty(name, String(value))
      return cleanup
    },
    [name, value, forwarded],
  )
}
