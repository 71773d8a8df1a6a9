import { hasFocus } from '../trees.js'

/** Keeps the page behind a modal dialog from scrolling, and its layout as it is. Returns the end of that. */
export function lockPageScroll({ documentElement, defaultView }: Document): () => void {
  const { style } = documentElement
  const { overflow, scrollbarGutter } = style
  const hasScrollbar = (defaultView?.innerWidth ?? 0) > documentElement.clientWidth
  style.overflow = 'hidden'
  if (hasScrollbar) style.scrollbarGutter = 'stable'
  return () => {
    style.overflow = overflow
    style.scrollbarGutter = scrollbarGutter
  }
}

/** Where a dialog was opened from. */
interface DialogOrigin {
  /** The pressed button, in an entry of the list. */
  button?: HTMLElement
  /** The button's entry, if it still is in the list. */
  entry: Element | null | undefined
  list: HTMLElement | null
}

/**
 * Returns the focus to where a dialog was opened from: the button, else its entry, else the list.
 */
export function returnFocus({ button, entry, list }: DialogOrigin): void {
  const controls = entry?.querySelectorAll<HTMLElement>('button, a[href], video[controls]') ?? []
  const others = entry?.querySelectorAll<HTMLElement>('[tabindex]') ?? []
  for (const element of [button, ...controls, ...others, list]) {
    if (!element?.isConnected) continue
    element.focus({ preventScroll: element === button })
    if (hasFocus(element)) return
  }
}
