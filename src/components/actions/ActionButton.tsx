'use client'

import {
  type ButtonHTMLAttributes,
  forwardRef,
  type MouseEventHandler,
  type ReactNode,
  type Ref,
  type RefCallback,
  useCallback,
  useRef,
} from 'react'
import { Icon } from '../icons.js'
import { useIsomorphicLayoutEffect } from '../LiveText.js'
import { assignRef, classNames, type PartProps, type PartRender, renderPart } from '../renderPart.js'
import { hasFocus, isFocusable } from '../trees.js'
import { useWatchedTask } from '../useVideoTaskWatch.js'

/** Props of an action button: its own, and every attribute of a `<button>`. */
export interface ActionButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The app's own element instead of the `<button>`. */
  render?: PartRender | undefined
}

/** Renders the `<button>` of an action. */
export const ActionButton = forwardRef<HTMLButtonElement, ActionButtonProps>(
  function ActionButton(props, ref) {
    return <ActionElement tag="button" {...props} forwardedRef={ref} />
  },
)

interface ActionElementProps<Element extends HTMLElement> extends PartProps {
  tag: 'a' | 'button'
  render?: PartRender | undefined
  className?: string | undefined
  forwardedRef: Ref<Element> | undefined
}

/** Renders the element of an action. When it disappears with the focus, the card around it keeps the focus. */
export function ActionElement<Element extends HTMLElement>({
  tag,
  render,
  className,
  forwardedRef,
  ...props
}: ActionElementProps<Element>) {
  const watch = useWatchedTask()
  const ref = useFocusKeeper(forwardedRef)
  const type = tag === 'button' ? { type: tag } : undefined
  const all = { ...type, ...props, ref, className: classNames('video-task-action', className) }
  return renderPart(render, tag, all, watch)
}

/** Icon and words of an action; the stylesheet makes the words a tooltip where the actions are icons. */
export function actionContent(icon: string, words: ReactNode) {
  return (
    <>
      <Icon path={icon} />
      <span>{words}</span>
    </>
  )
}

/** The button of an action, with icon and words. */
export const actionButton = (icon: string, words: string, onClick: MouseEventHandler, autoFocus = false) => (
  <ActionButton key={words} autoFocus={autoFocus} onClick={onClick}>
    {actionContent(icon, words)}
  </ActionButton>
)

/**
 * Returns the ref of an element that may disappear: if it has the focus then, the action before it gets it, else the
 * nearest container with `tabindex="-1"`, so that a keyboard user stays in place.
 */
export function useFocusKeeper<Element extends HTMLElement>(
  ref: Ref<Element> | undefined,
): RefCallback<Element> {
  const kept = useRef<Element | null>(null)
  const successor = useRef<globalThis.Element | null>(null)
  useIsomorphicLayoutEffect(() => {
    // Effects that end and begin again, as in StrictMode, give the focus back.
    if (successor.current && hasFocus(successor.current)) kept.current?.focus()
    // The element is still in the document, and in the ref, when the effects of its component end.
    return () => {
      const element = kept.current
      successor.current = null
      if (!element || !hasFocus(element)) return
      const before = element.previousElementSibling
      const next = before?.matches('button, a') ? before : element.closest('div[tabindex="-1"]')
      successor.current = next
      if (isFocusable(next)) next.focus()
    }
  }, [])
  return useCallback(
    (element: Element | null) => {
      kept.current = element
      return assignRef(ref, element)
    },
    [ref],
  )
}
