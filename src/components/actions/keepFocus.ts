import type { MouseEvent } from 'react'

/**
 * A click handler for a button that its own action removes: moves the focus to the nearest container with
 * `tabindex="-1"`, so that a keyboard user stays in place.
 */
export function focusContainer({ currentTarget }: MouseEvent<HTMLElement>): void {
  currentTarget.closest<HTMLElement>('[tabindex="-1"]')?.focus()
}

/**
 * Creates the ref of a button that disappears by itself: when the button has the focus then, the element before it gets
 * it.
 */
export function createFocusKeeper(): (button: HTMLElement | null) => void {
  let current: HTMLElement | null = null
  return (button) => {
    // React detaches a ref while the element is still in the document.
    const before = current?.previousElementSibling
    if (current === document.activeElement && before instanceof HTMLElement) before.focus()
    current = button
  }
}
