'use client'

import { type ButtonHTMLAttributes, forwardRef, type MouseEvent } from 'react'
import { classNames, type PartRender, renderPart } from '../renderPart.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'

/** Props of an action button: its own, and every attribute of a `<button>`. */
export interface ActionButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The app's own element instead of the `<button>`. */
  render?: PartRender | undefined
}

/** Renders the `<button>` of an action. */
export const ActionButton = forwardRef<HTMLButtonElement, ActionButtonProps>(function ActionButton(
  { render, className, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const all = { type: 'button', ...props, ref, className: classNames('video-task-action', className) }
  return renderPart(render, 'button', all, watch)
})

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
