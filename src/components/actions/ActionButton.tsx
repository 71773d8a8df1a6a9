'use client'

import { type ButtonHTMLAttributes, forwardRef } from 'react'
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
