'use client'

import { forwardRef, type ButtonHTMLAttributes } from 'react'
import { classNames } from '../classNames.js'
import { type PartRender, renderPart } from '../renderPart.js'
import { useWatchedTask } from '../useWatchedTask.js'

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
