'use client'

import { type ForwardedRef, type RefCallback, useCallback } from 'react'
import { assignRef } from './renderPart.js'
import type { WatchedTask } from './useVideoTaskWatch.js'

/** Joins class names, without the undefined ones. */
export function classNames(...names: (string | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}

/** Attributes for the state of a watch: `data-status`, and `data-retrying` while an outage is retried. */
export function stateAttributes({ state, isPolling }: WatchedTask) {
  return { 'data-status': state, 'data-retrying': state === 'unreachable' && isPolling ? '' : undefined }
}

/**
 * Width and height of a size such as `1280x720`; 16 by 9 when the size is unknown, which reserves a frame of that shape.
 */
export function frameSize(size: string | undefined): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{0,4})[x*×]([1-9]\d{0,4})$/i.exec(size ?? '') ?? [size, 16, 9]
  return { width: Number(width), height: Number(height) }
}

/**
 * Returns a ref that also sets a custom property, through the style object: a strict Content-Security-Policy drops
 * `style` attributes. A ref runs while React commits, so no frame is painted without the property.
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
