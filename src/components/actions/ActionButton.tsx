'use client'

import { type ButtonHTMLAttributes, forwardRef } from 'react'
import { classNames, type PartRender, renderPart } from '../part.js'
import { useWatchedTask } from '../watch.js'

/** Props of an action: its own, and every attribute of a `<button>`. */
export interface ActionButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The app's own element instead of the `<button>`. */
  render?: PartRender | undefined
}

/** The `<button>` of an action. */
export const ActionButton = forwardRef<HTMLButtonElement, ActionButtonProps>(function ActionButton(
  { render, className, ...props },
  ref,
) {
  const watch = useWatchedTask()
  const all = { type: 'button', ...props, ref, className: classNames('video-task-action', className) }
  return renderPart(render, 'button', all, watch)
})

/** Makes the ref of a button that goes away by itself: should it have the focus then, the element before it gets it. */
export function createFocusKeeper(): (button: HTMLElement | null) => void {
  let own: HTMLElement | null = null
  return (button) => {
    // React lets go of a ref while the element is still in the page.
    const before = own?.previousElementSibling
    if (own === document.activeElement && before instanceof HTMLElement) before.focus()
    own = button
  }
}
